"""How long a first look at every message takes, against a bare drain of the same octets and against IMAPClient.

    python -m tests.benchmark.header_triage 20000

It fills a mailbox of a Dovecot of its own on loopback, warms it up, and prints the median of three of each, and the
ratios. Ratios travel between machines, seconds do not.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable

from inboxguard.imap.fetch import TRIAGE_FIELDS
from inboxguard.imap.mailstore import ImapMailstore
from inboxguard.imap.session import connect
from tests.servers.dovecot import Dovecot
from tests.servers.place import Account

RECEIVED = b"".join(
    b"Received: from mx%d.example by mail.example; Mon, 2 Mar 2026 10:00:00 +0000\r\n" % n for n in range(6)
)
BODY = b"A line of text like any other.\r\n" * 200
ITEMS = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (" + TRIAGE_FIELDS.decode() + ")])"


def message(number: int) -> bytes:
    """A message with the usual header of some 1.2 kB."""
    own = (
        f"DKIM-Signature: v=1; a=rsa-sha256; b={'x' * 300}\r\nFrom: Person {number} <p{number % 500}@acme.example>\r\n"
        f"To: Me <me@home.example>\r\nSubject: Question {number}\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n"
        f"Message-ID: <m{number}@acme.example>\r\nReferences: <a{number}@acme.example>\r\n\r\n"
    )
    return RECEIVED + own.encode() + BODY


def fill(account: Account, count: int) -> None:
    client = account.plain()
    for start in range(0, count, 500):
        client.multiappend("INBOX", [message(number) for number in range(start, min(start + 500, count))])
    client.logout()


def drain(account: Account, count: int) -> None:
    """Read the octets and throw them away."""
    client = account.plain()
    client.select_folder("INBOX", readonly=True)
    sock = client.socket()
    sock.sendall(f"Z1 UID FETCH 1:{count} {ITEMS}\r\n".encode())
    tail = b""
    while b"\nZ1 OK" not in tail:
        tail = (tail + sock.recv(1 << 18))[-200:]
    client.shutdown()


def ours(account: Account, count: int) -> None:
    with connect(account.server, account.credentials) as session:
        store = ImapMailstore(session, "bench")
        assert sum(1 for _ in store.headers_since(store.snapshot("INBOX"))) == count


def imapclient(account: Account, count: int) -> None:
    client = account.plain()
    client.select_folder("INBOX", readonly=True)
    for start in range(1, count + 1, 500):
        client.fetch(range(start, min(start + 500, count + 1)), ITEMS[1:-1].replace("UID ", "", 1))
    client.logout()


def median(job: Callable[[Account, int], None], account: Account, count: int) -> tuple[float, float]:
    """Seconds of wall and of our own processor time."""
    walls, owns = [], []
    for _ in range(3):
        wall, own = time.monotonic(), time.process_time()
        job(account, count)
        walls.append(time.monotonic() - wall)
        owns.append(time.process_time() - own)
    return statistics.median(walls), statistics.median(owns)


def measure(count: int) -> tuple[float, dict[str, tuple[float, float]]]:
    """Seconds of a bare drain, and of ours and of IMAPClient seconds of wall and of our own processor time."""
    server = Dovecot().start()
    try:
        account = server.account()
        fill(account, count)
        drain(account, count)
        floor, _ = median(drain, account, count)
        jobs = (("inboxguard", ours), ("imapclient", imapclient))
        return floor, {name: median(job, account, count) for name, job in jobs}
    finally:
        server.stop()


def main(count: int) -> None:
    floor, found = measure(count)
    print(f"{count} messages; drain {floor:.2f} s")
    for name, (wall, own) in found.items():
        print(f"{name}: {wall:.2f} s, {wall / floor:.1f} times the drain; {own / count * 1e6:.0f} µs CPU a message")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
