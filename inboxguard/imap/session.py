"""One authenticated IMAP conversation, with exactly one owner at a time; the only importer of imapclient.

The one fact a newcomer would get wrong: after a timeout or any surprise nobody knows how far the conversation has come.
So a session that failed in any other way than by a plain "no" is closed, never used again.

IMAPClient connects, greets, signs in, and opens mailboxes. FETCH and the commands of deeds are read by our own
Conversation over the same Stream, since IMAPClient's reader costs fifteen times the floor and hides COPYUID.
"""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Self, TypeVar

import imapclient
from imapclient import exceptions

from inboxguard.errors import (
    InboxguardError,
    Misbehaved,
    Refused,
    ServerTrouble,
    SignInRefused,
    TlsRefused,
    Unreachable,
)
from inboxguard.imap import wire
from inboxguard.imap.conversation import ORDINARY_BYTES, Conversation
from inboxguard.imap.credentials import Bearer, Credentials, Limits, Proof, Security, Server
from inboxguard.imap.protocol import Protocol
from inboxguard.imap.reach import reach, shared_context
from inboxguard.imap.stream import Stream
from inboxguard.ports import Snapshot

_Answer = TypeVar("_Answer")
USUAL_LIMITS: Final = Limits()
_GREETING_BYTES: Final = 1 << 20
_SURPRISES: Final = (
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    RecursionError,
    OverflowError,
    OSError,
)
_WAIT_CODES: Final = ("[UNAVAILABLE]", "[LIMIT]", "[INUSE]", "[SERVERBUG]")


class _Client(imapclient.IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """IMAPClient on our stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        super().__init__(stream.host, port=0, ssl=False)
        self._imap.debug = 0  # IMAPClient sets 5, which triples the memory of a large message (4.1.0)

    def _create_IMAP4(self) -> Protocol:  # noqa: N802 - IMAPClient's name
        return Protocol(self._stream)


class Session:
    """One conversation with one server."""

    def __init__(self, client: _Client, stream: Stream, server: Server, limits: Limits) -> None:
        self.server = server
        self.stream = stream
        self.conversation = Conversation(stream, limits.command_seconds)
        self.closed = False
        self.selected: Snapshot | None = None
        self.writable = False
        self.permanent_flags: tuple[str, ...] = ()
        self._client = client
        self._limits = limits
        self._capabilities: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.logout()

    def has(self, capability: str) -> bool:
        """Whether the server offers it."""
        return capability in self._capabilities

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server offers after signing in, in upper case."""
        return self._capabilities

    def learn_capabilities(self) -> None:
        """Ask what the server offers now."""
        known = self._call("CAPABILITY", self._client.capabilities)
        self._capabilities = frozenset(word.decode("ascii", "replace").upper() for word in known)

    def ask_for_modseq(self) -> None:
        """Have HIGHESTMODSEQ told for every mailbox, where the server keeps it (RFC 7162 §3.1)."""
        if self.has("CONDSTORE") and self.has("ENABLE"):
            try:
                self._call("ENABLE", lambda: self._client.enable("CONDSTORE"))
            except Refused:
                return  # a server that says it can and does not; UIDs are enough

    def introduce(self) -> dict[str, str]:
        """Say who we are and hear who the server is (RFC 2971); empty when it does not say."""
        if not self.has("ID"):
            return {}
        answer = self._call("ID", lambda: self._client.id_({"name": "inboxguard"}))
        words = [word.decode("utf-8", "replace") for part in answer or () for word in _flat(part)]
        return dict(zip(words[::2], words[1::2], strict=False))

    def prefix(self) -> tuple[str, str]:
        """Where the user's own mailboxes begin and what separates their levels (RFC 2342): ("INBOX.", ".")."""
        if not self.has("NAMESPACE"):
            return "", ""
        personal = self._call("NAMESPACE", self._client.namespace).personal
        return (str(personal[0][0]), str(personal[0][1] or "")) if personal else ("", "")

    def select(self, mailbox: str, *, writable: bool = False) -> Snapshot:
        """Open the mailbox: EXAMINE, or SELECT where something is to be changed.

        Raises:
            Refused: when there is none of that name, or it cannot be written to.
        """
        wire.mailbox(mailbox)
        self.selected = None
        answer = self._call("SELECT", lambda: self._client.select_folder(mailbox, readonly=not writable))
        uidnext = _number(answer, b"UIDNEXT")
        uidvalidity = _number(answer, b"UIDVALIDITY")
        if not uidnext or not uidvalidity:  # Courier, 2026-11: no UIDNEXT in the answer to SELECT
            known = self.status(mailbox)
            uidnext, uidvalidity = known.uidnext, uidvalidity or known.uidvalidity
        self.conversation.exists = _number(answer, b"EXISTS")
        flags = answer.get(b"PERMANENTFLAGS", ())
        self.permanent_flags = tuple(flag.decode("utf-8", "replace") for flag in flags if isinstance(flag, bytes))
        self.writable = writable
        modseq = _number(answer, b"HIGHESTMODSEQ")
        self.selected = Snapshot(mailbox, uidvalidity, uidnext, self.conversation.exists, modseq)
        return self.selected

    def status(self, mailbox: str) -> Snapshot:
        """The mailbox from outside (STATUS), for one that is not open.

        Raises:
            Refused: when there is none of that name.
        """
        wire.mailbox(mailbox)
        wanted = ["MESSAGES", "UIDNEXT", "UIDVALIDITY"]
        answer = self._call("STATUS", lambda: self._client.folder_status(mailbox, wanted))
        uidnext, uidvalidity = _number(answer, b"UIDNEXT"), _number(answer, b"UIDVALIDITY")
        if not uidnext or not uidvalidity:
            raise self._fail(Misbehaved(f"{self.server.host} does not say UIDNEXT and UIDVALIDITY of a mailbox"))
        return Snapshot(mailbox, uidvalidity, uidnext, _number(answer, b"MESSAGES"))

    def create(self, mailbox: str) -> None:
        """Create a mailbox and subscribe to it, so that mail programs show it."""
        wire.mailbox(mailbox)
        self._call("CREATE", lambda: self._client.create_folder(mailbox))
        try:
            self._call("SUBSCRIBE", lambda: self._client.subscribe_folder(mailbox))
        except Refused:
            return  # some servers subscribe by themselves or not at all; the mailbox is there

    def noop(self) -> None:
        """Ask for news and show that we are there."""
        self._call("NOOP", self._client.noop)

    def logout(self) -> None:
        """End in order, or just end when that is not possible any more."""
        if not self.closed and not self.conversation.busy:
            try:
                self._call("LOGOUT", self._client.logout, seconds=2.0)
            except ServerTrouble:
                self.closed = True
        self.close()

    def close(self) -> None:
        """End at once."""
        self.closed = True
        self.stream.close()

    @contextmanager
    def talking(self) -> Iterator[Conversation]:
        """Our own conversation; any failure but a plain refusal closes the session."""
        self._check_open()
        try:
            yield self.conversation
        except Refused:
            raise
        except InboxguardError as problem:
            raise self._fail(problem) from problem.__cause__
        except _SURPRISES as problem:
            raise self._fail(_misbehaved(self.server.host, problem)) from problem

    def _call(self, what: str, ask: Callable[[], _Answer], *, seconds: float = 0.0) -> _Answer:
        """One of IMAPClient's commands, within the limits, its errors translated."""
        self._check_open()
        with self.talking() as conversation:
            conversation.settle()
            self.stream.limit(seconds or self._limits.command_seconds, ORDINARY_BYTES)
            return _translated(what, self.server.host, ask)

    def _check_open(self) -> None:
        if self.closed:
            raise Unreachable(f"the session with {self.server.host} has ended")

    def _fail(self, problem: InboxguardError) -> InboxguardError:
        self.close()
        return problem


def connect(server: Server, credentials: Credentials, *, limits: Limits = USUAL_LIMITS) -> Session:
    """A signed-in session.

    Raises:
        Unreachable: when no connection could be made in time.
        TlsRefused: when the connection cannot be protected as asked.
        SignInRefused: when the server does not accept the credentials.
        Refused: when the server is busy or full.
    """
    stream = reach(server, limits.connect_seconds)
    try:
        stream.limit(limits.connect_seconds, _GREETING_BYTES)
        client: _Client = _translated("the greeting", server.host, lambda: _Client(stream))
        if server.security is Security.STARTTLS:
            _start_tls(client, server)
        stream.limit(limits.command_seconds, _GREETING_BYTES)
        _sign_in(client, server, credentials)
        session = Session(client, stream, server, limits)
        session.learn_capabilities()
        session.ask_for_modseq()
    except InboxguardError:
        stream.close()
        raise
    return session


def _start_tls(client: _Client, server: Server) -> None:
    if client._imap.state != "NONAUTH" or not client.has_capability("STARTTLS"):  # noqa: SLF001 - RFC 9051 §6.2.1
        raise TlsRefused(f"{server.host} does not offer STARTTLS", mend="try security = tls and port 993")
    _translated("STARTTLS", server.host, lambda: client.starttls(shared_context(server.ca_file)))


def _sign_in(client: _Client, server: Server, credentials: Credentials) -> None:
    if client._imap.state != "NONAUTH":  # noqa: SLF001 - a greeting of PREAUTH
        raise Misbehaved(f"{server.host} takes us for signed in before we said who we are")
    bearer = Bearer(credentials)
    try:
        _translated("signing in", server.host, lambda: _attempt(client, server, credentials, bearer))
    except Refused as problem:
        says = str(problem)
        if any(code in says for code in _WAIT_CODES):
            raise
        raise SignInRefused(says + bearer.says, mend="check the user name and the password") from problem


def _attempt(client: _Client, server: Server, credentials: Credentials, bearer: Bearer) -> None:
    user, secret = credentials.user, credentials.secret
    if credentials.proof is not Proof.PASSWORD:
        client.sasl_login(credentials.proof.name, bearer)
    elif not client.has_capability("LOGINDISABLED") and user.isascii() and secret.isascii():
        wire.quoted(secret)
        client.login(wire.quoted(user).decode("ascii"), secret)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(user, secret)
    else:
        raise Refused(f"{server.host} does not accept this password over this connection")


def _translated(what: str, host: str, ask: Callable[[], _Answer]) -> _Answer:
    """The answer, with imapclient's and imaplib's errors turned into ours."""
    try:
        return ask()
    except InboxguardError:
        raise
    except (exceptions.ProtocolError, exceptions.IllegalStateError) as problem:
        raise _misbehaved(host, problem) from problem
    except imaplib.IMAP4.readonly as problem:
        raise Refused(f"{host} opened the mailbox for reading only") from problem
    except imaplib.IMAP4.abort as problem:
        if "unexpected" in str(problem) or "unterminated" in str(problem):
            raise _misbehaved(host, problem) from problem
        raise Unreachable(f"{host} ended the conversation during {what}: {_short(problem)}") from problem
    except imaplib.IMAP4.error as problem:
        if isinstance(problem.__context__, imaplib.IMAP4.abort):  # imapclient 4.1.0 hides it in a LoginError
            raise Unreachable(f"{host} ended the conversation during {what}: {_short(problem)}") from problem
        raise Refused(f"{host} refused {what}: {_short(problem)}") from problem
    except _SURPRISES as problem:
        raise _misbehaved(host, problem) from problem


def _misbehaved(host: str, problem: BaseException) -> Misbehaved:
    return Misbehaved(f"{host} broke the protocol: {type(problem).__name__} {_short(problem)}")


def _short(problem: BaseException) -> str:
    said = problem.args[0] if problem.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if text[:2] in {"b'", 'b"'}:  # imapclient wraps the octets' repr (4.1.0)
        text = text[2:-1]
    return "".join(ch if ch.isprintable() else " " for ch in text)[:200]


def _number(answer: dict[bytes, object], name: bytes) -> int:
    value = answer.get(name, 0)
    return value if isinstance(value, int) and value > 0 else 0


def _flat(part: object) -> Iterator[bytes]:
    if isinstance(part, bytes):
        yield part
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _flat(inner)
