"""The real resolver against a name server on loopback."""

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from inboxguard.imap.discover import Dns, Service

ZONE = {
    ("_imaps._tcp.firm.example.", "SRV"): ["10 5 993 IMAP.firm.example.", "0 0 0 ."],
    ("firm.example.", "MX"): ["20 backup.example.", "5 Mx.firm.example."],
}


@pytest.fixture
def name_server() -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=serve, args=(asked,))
        thread.start()
        port = asked.getsockname()[1]
        yield port
        asked.sendto(b"", ("127.0.0.1", port))
        thread.join()


def serve(asked: socket.socket) -> None:
    while True:
        data, peer = asked.recvfrom(4096)
        if not data:
            return
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        question = query.question[0]
        kind = question.rdtype.name
        rows = ZONE.get((question.name.to_text().lower(), kind))
        if rows:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *rows))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        asked.sendto(answer.to_wire(), peer)


def test_records_are_read(name_server: int) -> None:
    """SRV and MX records arrive as values, without the final dot, exchangers in order of preference."""
    resolver = Dns("127.0.0.1", name_server)
    assert set(resolver.services("_imaps._tcp.firm.example")) == {
        Service(10, 5, 993, "imap.firm.example"),
        Service(0, 0, 0, "."),
    }
    assert resolver.exchangers("firm.example") == ("mx.firm.example", "backup.example")


def test_no_answer_is_nothing(name_server: int) -> None:
    """A name that does not exist, or cannot, gives nothing and raises nothing."""
    resolver = Dns("127.0.0.1", name_server)
    assert resolver.services("_imaps._tcp.nowhere.example") == ()
    assert resolver.exchangers("a..b") == ()
