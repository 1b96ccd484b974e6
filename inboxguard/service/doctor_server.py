"""What can be checked at an account's server, from its name to the permission to set a keyword.

The one fact a newcomer would get wrong: whether a keyword may be set is told by SELECT only; EXAMINE answers with empty
PERMANENTFLAGS. So the mailbox is opened for writing here, and nothing is written.
"""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Final

from inboxguard import clock
from inboxguard.config.schema import Account, Settings
from inboxguard.errors import InboxguardError, Refused, Unreachable
from inboxguard.imap.credentials import Limits, Security, Server
from inboxguard.imap.filing import ImapDeedstore
from inboxguard.imap.reach import reach, shared_context
from inboxguard.imap.session import Session
from inboxguard.imap.sign_in import open_session
from inboxguard.imap.stream import Stream
from inboxguard.ports import SpecialUse, Way
from inboxguard.service.account import own_servers
from inboxguard.service.checkup import Check, fail, ok, warn
from inboxguard.service.sign_in import server_of, sign_in_of

_SECONDS: Final = 10.0
_EXPIRES_SOON: Final = timedelta(days=14)
_WAYS: Final = {Way.MOVE: "MOVE", Way.COPY: "COPY and UID EXPUNGE of the one message"}


def check_server(name: str, account: Account, settings: Settings, now: datetime) -> Iterator[Check]:
    """One line for each step; ends at the first that fails, since the others rest on it."""
    server = server_of(account)
    what = "DNS"
    try:
        yield ok(name, what, _resolved(server))
        what = "TCP"
        yield ok(name, what, _connected(server))
        what = "TLS"
        yield _certificate(name, server, now)
        what = "sign-in"
        begun = clock.monotonic()
        sign_in = sign_in_of(name, account, settings.general.state)
        limits = Limits(_SECONDS, settings.service.command_seconds)
        with open_session(server, sign_in, now=now, limits=limits) as session:
            yield ok(name, what, f"accepted as {account.user} in {_since(begun)}")
            what = "mailboxes"
            yield from _signed_in(name, account, settings, session)
    except InboxguardError as problem:
        yield fail(name, what, problem)


def _signed_in(name: str, account: Account, settings: Settings, session: Session) -> Iterator[Check]:
    who = session.introduce()
    yield ok(name, "server", " ".join(part for part in (who.get("name"), who.get("version")) if part) or "says nothing")
    store = ImapDeedstore(session, name)
    yield from _capabilities(name, settings, store)
    yield from _mailboxes(name, account, store)
    yield _keyword(name, account, store)
    yield _sent(name, account, store)
    yield _file_into(name, account, store)
    yield _authserv(name, settings, store)


def _resolved(server: Server) -> str:
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        mend = f"check host, and the name service: getent hosts {server.host}"
        raise Unreachable(f"there is no server named {server.host}", mend=mend) from problem
    return f"{server.host} is {', '.join(dict.fromkeys(str(place[4][0]) for place in found))}"


def _connected(server: Server) -> str:
    begun = clock.monotonic()
    try:
        reach(Server(server.host, server.port, _plain(server)), _SECONDS).close()
    except Unreachable as problem:
        mend = f"check port and firewall: nc -vz {server.host} {server.port}"
        raise Unreachable(str(problem), mend=mend) from problem
    return f"port {server.port} answers in {_since(begun)}"


def _plain(server: Server) -> Security:
    """The way to connect without TLS; nothing is said before the connection is closed again."""
    return Security.NONE if server.security is Security.NONE else Security.STARTTLS


def _certificate(name: str, server: Server, now: datetime) -> Check:
    if server.security is Security.NONE:
        return ok(name, "TLS", "none, which is allowed to this machine only")
    stream = reach(server, _SECONDS)
    try:
        if server.security is Security.STARTTLS:
            _start_tls(stream, server)
        held = stream.socket
        assert isinstance(held, ssl.SSLSocket)
        certificate, version = held.getpeercert() or {}, held.version()
    finally:
        stream.close()
    ends = parsedate_to_datetime(str(certificate["notAfter"]))
    says = f"{version}, certificate for {_names(certificate)} valid until {ends:%Y-%m-%d}"
    if ends - now < _EXPIRES_SOON:
        return warn(name, "TLS", says, "ask whoever runs the server to renew the certificate")
    return ok(name, "TLS", says)


def _start_tls(stream: Stream, server: Server) -> None:
    stream.limit(_SECONDS, 1 << 20)
    stream.readline()
    stream.send(b"D1 STARTTLS\r\n")
    while not (line := stream.readline()).startswith(b"D1 "):
        continue
    if not line.upper().startswith(b"D1 OK"):
        raise Refused(f"{server.host} does not offer STARTTLS", mend='security = "tls" and port 993')
    stream.start_tls(shared_context(server.ca_file))


def _names(certificate: object) -> str:
    held = certificate.get("subjectAltName", ()) if isinstance(certificate, dict) else ()
    names = [str(value) for _, value in islice(held, 4)]
    return ", ".join(names) or "nobody"


def _capabilities(name: str, settings: Settings, store: ImapDeedstore) -> Iterator[Check]:
    session = store.session
    if session.has("IDLE"):
        yield ok(name, "IDLE", "the server tells of new mail by itself")
    else:
        says = f"the server does not tell of new mail; it is looked for every {settings.service.poll_seconds} s"
        yield warn(name, "IDLE", says, "poll_seconds in [service], when that is too seldom")
    if store.way is Way.TAG_ONLY:
        says = "neither MOVE nor UIDPLUS: nothing can be filed safely, so mail is tagged"
        yield warn(name, "filing", says, 'mode = "tag"')
    else:
        yield ok(name, "filing", _WAYS[store.way])
    yield ok(name, "CONDSTORE", "offered" if session.has("CONDSTORE") else "not offered; UIDs are enough")


def _mailboxes(name: str, account: Account, store: ImapDeedstore) -> Iterator[Check]:
    known = {mailbox.name for mailbox in store.mailboxes() if mailbox.selectable}
    for wanted in account.mailboxes:
        if store.server_name(wanted) in known:
            yield ok(name, "mailbox", f"{wanted} is there")
        else:
            problem = Refused(f"there is no mailbox {wanted}", mend=f"mailboxes = {_quoted(sorted(known)[:8])}")
            yield fail(name, "mailbox", problem)


def _keyword(name: str, account: Account, store: ImapDeedstore) -> Check:
    try:
        store.session.select(store.server_name(account.mailboxes[0]), writable=True)
    except Refused as problem:
        return warn(name, "keyword", f"the mailbox cannot be written to: {problem}", 'mode = "observe"')
    if store.takes_keyword(account.keyword):
        return ok(name, "keyword", f"{account.keyword} may be set")
    says = f"the server keeps no keyword {account.keyword}, so nothing can be tagged"
    return warn(name, "keyword", says, 'mode = "file" or "observe"')


def _sent(name: str, account: Account, store: ImapDeedstore) -> Check:
    known = [mailbox.name for mailbox in store.mailboxes()]
    found = store.server_name(account.sent) if account.sent else store.special(SpecialUse.SENT)
    if found in known:
        return ok(name, "sent mail", f"{found}")
    says = "not found, so your replies are not seen and people you answer count as strangers"
    return warn(name, "sent mail", says, f'sent = "NAME", one of {_quoted(known[:8])}')


def _file_into(name: str, account: Account, store: ImapDeedstore) -> Check:
    try:
        wanted = store.server_name(account.file_into)
    except InboxguardError as problem:
        return fail(name, "file into", problem)
    there = any(mailbox.name == wanted for mailbox in store.mailboxes())
    return ok(name, "file into", f"{wanted}" if there else f"{wanted} is not there yet and is made when needed")


def _authserv(name: str, settings: Settings, store: ImapDeedstore) -> Check:
    if settings.judgement.trusted_servers:
        return ok(name, "authserv-id", f"told: {', '.join(settings.judgement.trusted_servers)}")
    if learnt := own_servers(store, ("INBOX",)):
        return ok(name, "authserv-id", f"learnt from the newest mail: {', '.join(learnt)}")
    says = "the newest mail does not agree on a server that checks senders, so notices of networks stay unconfirmed"
    return warn(name, "authserv-id", says, 'trusted_servers = ["mx.example.com"] in [judgement], if yours adds them')


def _since(begun: float) -> str:
    return f"{(clock.monotonic() - begun) * 1000:.0f} ms"


def _quoted(names: list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
