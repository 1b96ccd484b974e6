"""Servers that are broken or mean: each ends in one of our errors, in time, with the session closed, or does no harm."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from inboxguard.errors import InboxguardError, Misbehaved, Refused, SignInRefused, TlsRefused, Unreachable
from inboxguard.imap.credentials import Credentials, Limits, Proof, Security, Server
from inboxguard.imap.filing import ImapDeedstore
from inboxguard.imap.session import connect
from inboxguard.journal.memory import MemoryJournal
from inboxguard.mail.ref import MessageKey, MessageRef, RawMessage, key_of
from inboxguard.ports import Ended, Kind, Snapshot
from inboxguard.service.deeds import Order, carry_out
from inboxguard.service.undo import undo
from tests.servers.mail import NOON
from tests.servers.place import PASSWORD
from tests.servers.scripted import CAPABILITIES, Conversation, Script, Scripted

LIMITS = Limits(1.0, 1.0)
PATIENCE_SECONDS = 6.0
INBOX = Snapshot("INBOX", 7, 9, 3)
REF = MessageRef("work", "INBOX", 7, 1)
TAG = b"%TAG%"
ENDLESS = (Misbehaved, Unreachable)  # whichever of the two limits, octets or seconds, is reached first


def reading(store: ImapDeedstore) -> list[RawMessage]:
    """What a scan does: list, open, look at headers, fetch bodies."""
    store.mailboxes()
    snapshot = store.snapshot("INBOX")
    found = list(store.headers_since(snapshot))
    return [*found, *store.bodies([raw.ref for raw in found if raw.ref])]


def to_fetch(*answer: bytes) -> Script:
    """An ordinary server until the first FETCH, which it answers so, and then ends."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"UID FETCH")
        talk.send(*(chunk.replace(TAG, tag) for chunk in answer))
        talk.serve(b"LOGOUT")

    return script


def to(command: bytes, *answer: bytes) -> Script:
    """An ordinary server that answers this one command so."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(command)
        talk.send(*(chunk.replace(TAG, tag) for chunk in answer))
        talk.serve(b"NEVER")

    return script


def drip(talk: Conversation, *, until: bytes = b"", data: bytes = b"x") -> None:
    """One octet now and then, for ever."""
    if until:
        talk.serve(until)
    for _ in range(400):
        talk.send(data)
        talk.server.gate.acquire(timeout=0.05)


def flood(talk: Conversation, until: bytes, line: bytes) -> None:
    """The same line, for ever."""
    talk.serve(until)
    for _ in range(20_000):
        talk.send(line * 1000)


def silent(talk: Conversation) -> None:
    talk.serve(b"UID FETCH")
    talk.wait()


ROW = (
    b'* 1 FETCH (UID 1 FLAGS () INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 20 BODY[] {9}\r\nFrom: a\r\n)\r\n'
)
SCAN_CASES: dict[str, tuple[Script, type[InboxguardError] | tuple[type[InboxguardError], ...]]] = {
    "goodbye during list": (to(b"LIST", b"* BYE [UNAVAILABLE] later\r\n"), Unreachable),
    "list without a list": (to(b"LIST", b"* LIST nonsense\r\n" + TAG + b" OK\r\n"), Misbehaved),
    "list with parentheses missing": (to(b"LIST", b'* LIST ((\\A "/" x\r\n' + TAG + b" OK\r\n"), Misbehaved),
    "list without end": (lambda talk: flood(talk, b"LIST", b'* LIST () "/" x\r\n'), ENDLESS),
    "list refused": (to(b"LIST", TAG + b" NO [NOPERM] no\r\n"), Refused),
    "mailbox refused": (to(b"EXAMINE", TAG + b" NO [NONEXISTENT] no\r\n"), Refused),
    "goodbye instead of a mailbox": (to(b"EXAMINE", b"* BYE bye\r\n"), Unreachable),
    "mailbox that is a riddle": (to(b"EXAMINE", b"?????\r\n"), Misbehaved),
    "status line with a letter for a number": (
        to(b"EXAMINE", b"* OK [UIDVALIDITY seven] x\r\n* 3 EXISTS\r\n" + TAG + b" OK x\r\n"),
        Misbehaved,
    ),
    "no uidvalidity anywhere": (to(b"EXAMINE", b"* 3 EXISTS\r\n* 0 RECENT\r\n" + TAG + b" OK x\r\n"), Misbehaved),
    "answer to a command never given": (to(b"EXAMINE", b"ZZZZ9 OK x\r\n"), Misbehaved),
    "fetch refused": (to_fetch(TAG + b" NO [SERVERBUG] no\r\n"), Refused),
    "fetch not understood": (to_fetch(TAG + b" BAD what\r\n"), Refused),
    "goodbye during fetch": (to_fetch(b"* BYE [UNAVAILABLE] tired\r\n"), Unreachable),
    "end during fetch": (lambda talk: talk.serve(b"UID FETCH") and talk.fin(), Unreachable),
    "reset during fetch": (lambda talk: talk.serve(b"UID FETCH") and talk.rst(), Unreachable),
    "silence during fetch": (silent, Unreachable),
    "drip during fetch": (lambda talk: drip(talk, until=b"UID FETCH"), Unreachable),
    "lines dripping during fetch": (lambda talk: drip(talk, until=b"UID FETCH", data=b"* OK x\r\n"), Unreachable),
    "end within a literal": (lambda talk: (talk.serve(b"UID FETCH"), talk.send(ROW[:120]), talk.fin()), Unreachable),
    "drip within a literal": (
        lambda talk: (talk.serve(b"UID FETCH"), talk.send(b"* 1 FETCH (UID 1 BODY[] {3000}\r\n"), drip(talk)),
        Unreachable,
    ),
    "literal of four gigabytes": (to_fetch(b"* 1 FETCH (UID 1 BODY[] {4294967295}\r\n"), Misbehaved),
    "literal beyond all numbers": (to_fetch(b"* 1 FETCH (UID 1 BODY[] {" + b"9" * 30 + b"}\r\n"), Misbehaved),
    "literal of negative length": (to_fetch(b"* 1 FETCH (UID 1 BODY[] {-1}\r\n"), Misbehaved),
    "literals without end": (
        lambda talk: flood(talk, b"UID FETCH", b"* 1 FETCH (UID 1 BODY[] {200}\r\n" + b"x" * 200 + b")\r\n"),
        ENDLESS,
    ),
    "parentheses a hundred deep": (to_fetch(b"* 1 FETCH " + b"(" * 100 + b")" * 100 + b"\r\n"), Misbehaved),
    "parentheses a million deep": (to_fetch(b"* 1 FETCH " + b"(" * 1_000_000 + b"\r\n"), Misbehaved),
    "parenthesis missing": (to_fetch(b"* 1 FETCH (UID 1\r\n"), Misbehaved),
    "parenthesis too many": (to_fetch(b"* 1 FETCH (UID 1))\r\n"), Misbehaved),
    "quote that never ends": (to_fetch(b'* 1 FETCH (UID 1 INTERNALDATE "17-Jul)\r\n'), Misbehaved),
    "quote full of backslashes": (to_fetch(b'* 1 FETCH (UID 1 X "' + b"\\" * 99_999 + b")\r\n"), Misbehaved),
    "bracket that never ends": (to_fetch(b"* 1 FETCH (UID 1 BODY[HEADER x)\r\n"), Misbehaved),
    "name without a value": (to_fetch(b"* 1 FETCH (UID)\r\n"), Misbehaved),
    "value where a name belongs": (to_fetch(b"* 1 FETCH ((UID) 1)\r\n"), Misbehaved),
    "plus that nobody waits for": (to_fetch(b"+ go on\r\n"), Misbehaved),
    "somebody else's tag": (to_fetch(b"A99 OK done\r\n"), Misbehaved),
    "octets without meaning": (to_fetch(b"\xff\xfe\x00\x01\r\n"), Misbehaved),
    "another protocol": (to_fetch(b"HTTP/1.1 400 Bad Request\r\n"), Misbehaved),
    "tag without a word": (to_fetch(TAG + b"\r\n"), Misbehaved),
    "line of nine megabytes": (to_fetch(b"* OK " + b"x" * (9 << 20) + b"\r\n"), Misbehaved),
}


@pytest.mark.parametrize("name", SCAN_CASES)
def test_scan_of_a_hostile_server(name: str) -> None:
    """The scan ends in the error that fits, in time, and a session out of step is closed."""
    script, expected = SCAN_CASES[name]
    began = time.monotonic()
    with Scripted(script) as server:
        account = server.account()
        session = connect(account.server, account.credentials, limits=LIMITS)
        with pytest.raises(expected) as raised:
            reading(ImapDeedstore(session, "work"))
        assert session.closed is (not isinstance(raised.value, Refused))
        session.close()
    assert time.monotonic() - began < PATIENCE_SECONDS
    assert PASSWORD not in str(raised.value)


GREETING_CASES: dict[str, tuple[Scripted | Callable[[], Scripted], tuple[type[InboxguardError], ...]]] = {
    "goodbye": (lambda: Scripted(lambda _: None, greeting=b"* BYE too many\r\n"), (Unreachable, Refused)),
    "nothing": (lambda: Scripted(lambda _: None, greeting=b""), (Unreachable,)),
    "reset": (lambda: Scripted(Conversation.rst, greeting=b""), (Unreachable,)),
    "silence": (lambda: Scripted(Conversation.wait, greeting=b""), (Unreachable,)),
    "drip": (lambda: Scripted(drip, greeting=b"* OK "), (Unreachable,)),
    "another protocol": (
        lambda: Scripted(lambda t: t.serve(b"X"), greeting=b"220 smtp\r\n"),
        (Unreachable, Misbehaved),
    ),
    "two megabytes": (lambda: Scripted(lambda t: t.wait(), greeting=b"* OK " + b"x" * (2 << 20)), (Misbehaved,)),
    "signed in already": (lambda: Scripted(lambda t: t.serve(b"X"), greeting=b"* PREAUTH hello\r\n"), (Misbehaved,)),
    "no IMAP": (lambda: Scripted(lambda t: t.serve(b"X"), capabilities=b"POP3"), (Refused, Misbehaved)),
    "no capabilities": (lambda: Scripted(to(b"CAPABILITY", TAG + b" OK\r\n")), (Refused, Misbehaved)),
    "capabilities without end": (lambda: Scripted(lambda t: flood(t, b"CAPABILITY", b"* OK x\r\n")), ENDLESS),
    "login dies": (lambda: Scripted(lambda t: t.serve(b"LOGIN") and t.fin()), (Unreachable,)),
    "login says goodbye": (lambda: Scripted(to(b"LOGIN", b"* BYE bye\r\n")), (Unreachable,)),
    "login is not understood": (lambda: Scripted(to(b"LOGIN", TAG + b" BAD what\r\n")), (SignInRefused,)),
    "login is refused": (lambda: Scripted(to(b"LOGIN", TAG + b" NO [AUTHENTICATIONFAILED] no\r\n")), (SignInRefused,)),
    "login in silence": (lambda: Scripted(lambda t: t.serve(b"LOGIN") and t.wait()), (Unreachable,)),
}


@pytest.mark.parametrize("name", GREETING_CASES)
def test_signing_in_at_a_hostile_server(name: str) -> None:
    """Connecting ends in the error that fits, in time."""
    make, expected = GREETING_CASES[name]
    began = time.monotonic()
    with make() as server:
        account = server.account()
        with pytest.raises(expected) as raised:
            connect(account.server, account.credentials, limits=LIMITS)
    assert time.monotonic() - began < PATIENCE_SECONDS
    assert PASSWORD not in str(raised.value)


def test_busy_server_is_not_taken_for_a_wrong_password() -> None:
    """`[UNAVAILABLE]` at sign-in means wait, not that the password is wrong."""
    with Scripted(to(b"LOGIN", TAG + b" NO [UNAVAILABLE] maintenance\r\n")) as server:
        account = server.account()
        with pytest.raises(Refused, match="UNAVAILABLE") as raised:
            connect(account.server, account.credentials, limits=LIMITS)
    assert not isinstance(raised.value, SignInRefused)


@pytest.mark.parametrize("text", ["x\r\nA99 DELETE INBOX", "x\nA99 NOOP", "x\0"])
@pytest.mark.parametrize("where", ["user", "secret"])
def test_line_break_in_the_credentials_never_gets_out(text: str, where: str) -> None:
    """A pasted password with a line break is refused before anything of it is sent."""
    with Scripted(lambda talk: talk.serve(b"NEVER")) as server:
        credentials = Credentials(text, "secret-1") if where == "user" else Credentials("jane", text)
        with pytest.raises(InboxguardError) as raised:
            connect(server.account().server, credentials, limits=LIMITS)
        assert not [line for line in server.seen if b"A99" in line or b"LOGIN" in line]
    assert "A99" not in str(raised.value)


def test_password_is_never_sent_where_login_is_disabled() -> None:
    """LOGINDISABLED without another way ends before the password."""
    with Scripted(lambda talk: talk.serve(b"NEVER"), capabilities=b"IMAP4rev1 LOGINDISABLED") as server:
        account = server.account()
        with pytest.raises(SignInRefused):
            connect(account.server, account.credentials, limits=LIMITS)
        assert not [line for line in server.seen if PASSWORD.encode() in line or b"LOGIN" in line.upper().split()]


@pytest.mark.parametrize(
    ("greeting", "capabilities", "script"),
    [
        (b"* OK ready\r\n", CAPABILITIES, lambda talk: talk.serve(b"NEVER")),
        (b"* PREAUTH ready\r\n", CAPABILITIES + b" STARTTLS", lambda talk: talk.serve(b"NEVER")),
        (b"* OK ready\r\n", CAPABILITIES + b" STARTTLS", to(b"STARTTLS", TAG + b" NO no\r\n")),
        (b"* OK ready\r\n", CAPABILITIES + b" STARTTLS", to(b"STARTTLS", TAG + b" OK go\r\n* OK injected\r\n")),
        (b"* OK ready\r\n", CAPABILITIES + b" STARTTLS", to(b"STARTTLS", TAG + b" OK go\r\n", b"no handshake\r\n")),
    ],
    ids=["not offered", "signed in already", "refused", "injected", "no handshake"],
)
def test_starttls_cannot_be_talked_out_of(greeting: bytes, capabilities: bytes, script: Script) -> None:
    """Where STARTTLS was asked for, nothing is said in the clear, whatever the server says."""
    with Scripted(script, greeting=greeting, capabilities=capabilities) as server:
        here = Server("localhost", server.port, Security.STARTTLS)
        with pytest.raises((TlsRefused, Refused, Misbehaved)):
            connect(here, server.account().credentials, limits=LIMITS)
        assert not [line for line in server.seen if PASSWORD.encode() in line or b"LOGIN" in line.upper().split()]


def test_cleartext_is_spoken_to_this_machine_only() -> None:
    """An address that is not loopback is never connected to without TLS."""
    with pytest.raises(TlsRefused, match="not this machine"):
        connect(Server("192.0.2.1", 143, Security.NONE), Credentials("jane", "secret-1"), limits=LIMITS)


@pytest.mark.parametrize("proof", [Proof.XOAUTH2, Proof.OAUTHBEARER])
def test_refused_token_says_why(proof: Proof) -> None:
    """The challenge with the reason is answered, and its words reach the user, the token not."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"AUTHENTICATE")
        talk.send(b"+ \r\n")
        talk.readline()
        talk.send(b"+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\r\n")
        talk.readline()
        talk.send(tag + b" NO [AUTHENTICATIONFAILED] no\r\n")

    with Scripted(script) as server:
        credentials = Credentials("jane", "token-abcdef", proof)
        with pytest.raises(SignInRefused, match="invalid_token") as raised:
            connect(server.account().server, credentials, limits=LIMITS)
    assert "token-abcdef" not in str(raised.value)


def test_data_for_messages_not_asked_for_are_not_used() -> None:
    """FETCH data of other UIDs, or of none, are passed by."""
    rows = [b"* 9 FETCH (UID 4711 FLAGS () BODY[] {4}\r\nevil)\r\n", b"* 8 FETCH (FLAGS (\\Seen))\r\n", ROW]
    with Scripted(to_fetch(*rows, TAG + b" OK done\r\n")) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            store = ImapDeedstore(session, "work")
            assert [raw.ref.uid for raw in store.headers_since(store.snapshot("INBOX"))] == [1]


def test_search_results_outside_the_question_are_not_used() -> None:
    """A SEARCH that names other messages, twice or as words, leads to no FETCH of them."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"UID SEARCH")
        talk.send(b"* SEARCH 4711 2 2 0 x (3) 99999999999\r\n" + tag + b" OK done\r\n")
        tag, _ = talk.serve(b"UID FETCH")
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"NEVER")

    with Scripted(script) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            store = ImapDeedstore(session, "work")
            assert list(store.headers_since(store.snapshot("INBOX"), received_since=NOON.date())) == []
        asked = [line.split()[3] for line in server.seen if b"FETCH" in line]
        assert asked == [b"2"]


def test_mailbox_names_that_cannot_be_sent_back_are_left_out() -> None:
    """A listed name with a line break, broken coding or nothing in it is not offered; the others are."""
    names = [b'"bad\tname"', b"&broken", b'""', b"{15}\r\nx\r\nA99 DELETE Y", b'"good name"', b"&U,BTF2XlZyyKng-"]
    lines = b"".join(b'* LIST (\\HasNoChildren) "/" ' + name + b"\r\n" for name in names)
    with Scripted(to(b"LIST", lines + TAG + b" OK done\r\n")) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            found = [mailbox.name for mailbox in ImapDeedstore(session, "work").mailboxes()]
            session.close()
    assert found == ["good name", "台北日本語"]


HEADER = b"From: jane@acme.example\r\nSubject: Question 1\r\n\r\n"
KEY = key_of(RawMessage(HEADER, ""))


@dataclass
class Liar:
    """A server with one message in INBOX that says OK to everything and does what `stays` and `arrives` say."""

    stays: bool = True
    arrives: bool = False
    codes: bytes = b""
    capabilities: bytes = CAPABILITIES
    opened: bytes = b""
    asked: list[bytes] = field(default_factory=list)
    done: bool = False

    def __call__(self, talk: Conversation) -> None:
        while line := talk.readline():
            tag, _, rest = line.strip().partition(b" ")
            words = rest.upper().split(b" ")
            command = b" ".join(words[:2]) if words[0] == b"UID" else words[0]
            self.asked.append(command)
            talk.send(self.answer(command, rest) + tag + b" OK " + self.code(command) + b"done\r\n")
            if command == b"LOGOUT":
                return

    def code(self, command: bytes) -> bytes:
        return self.codes if command in {b"UID MOVE", b"UID COPY"} else b""

    def answer(self, command: bytes, rest: bytes) -> bytes:
        if command == b"CAPABILITY":
            return b"* CAPABILITY " + self.capabilities + b"\r\n"
        if command in {b"SELECT", b"EXAMINE"}:
            self.opened = rest.split(b" ", 1)[1].strip(b'"')
            uidnext = 9 if self.opened == b"INBOX" or not (self.arrives and self.done) else 10
            return b"* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT %d] x\r\n" % uidnext
        if command == b"STATUS":
            return b'* STATUS "Hard sell" (MESSAGES 0 UIDNEXT 9 UIDVALIDITY 7)\r\n'
        if command == b"LIST":
            return b'* LIST () "/" INBOX\r\n* LIST () "/" "Hard sell"\r\n'
        if command == b"UID SEARCH":
            return b"* SEARCH 9\r\n" if self.arrives and self.done else b"* SEARCH\r\n"
        if command in {b"UID MOVE", b"UID COPY"}:
            self.done = True
        if command == b"UID FETCH":
            return self.row()
        return b""

    def row(self) -> bytes:
        uid = 9 if self.opened == b"Hard sell" else 1
        if (uid == 9 and not (self.arrives and self.done)) or (uid == 1 and self.done and not self.stays):
            return b""
        return b"* 1 FETCH (UID %d FLAGS () RFC822.SIZE 60 BODY[HEADER] {%d}\r\n%s)\r\n" % (uid, len(HEADER), HEADER)


WITHOUT_MOVE = b"IMAP4rev1 UIDPLUS"
LIES: list[tuple[str, Liar, Ended]] = [
    ("OK, and nothing happened", Liar(), Ended.REFUSED),
    ("COPYUID, and nothing happened", Liar(codes=b"[COPYUID 7 1 9] "), Ended.REFUSED),
    ("moved without COPYUID", Liar(stays=False, arrives=True), Ended.DONE),
    ("COPYUID of another message", Liar(stays=False, arrives=True, codes=b"[COPYUID 7 4711 9] "), Ended.DONE),
    ("gone, and nowhere to be seen", Liar(stays=False), Ended.VANISHED),
    ("COPY says OK, and nothing happened", Liar(capabilities=WITHOUT_MOVE, codes=b"[COPYUID 7 1 9] "), Ended.REFUSED),
    ("EXPUNGE says OK, and nothing happened", Liar(arrives=True, capabilities=WITHOUT_MOVE), Ended.UNSETTLED),
]


@pytest.mark.parametrize(("liar", "ended"), [case[1:] for case in LIES], ids=[case[0] for case in LIES])
def test_filing_at_a_server_that_lies(liar: Liar, ended: Ended) -> None:
    """What the server says is not believed: a copy that is not seen never costs the original."""
    liar.done = False
    with Scripted(liar) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            store, journal = ImapDeedstore(session, "work"), MemoryJournal()
            order = Order(Kind.FILE, REF, KEY, "Hard sell")
            (handled,) = carry_out([order], store, journal, run="r", now=NOON)
    assert handled.ended is ended
    assert b"EXPUNGE" not in liar.asked
    if not liar.arrives:
        assert b"UID EXPUNGE" not in liar.asked
        assert b"UID STORE" not in liar.asked


def test_exchange_without_custom_keywords_is_not_asked_to_keep_one() -> None:
    r"""Where PERMANENTFLAGS has no \*, no STORE is sent, and the result says that the tag is not kept."""

    class Exchange(Liar):
        def answer(self, command: bytes, rest: bytes) -> bytes:
            said = super().answer(command, rest)
            return said + b"* OK [PERMANENTFLAGS (\\Seen \\Deleted)] x\r\n" if command == b"SELECT" else said

    liar = Exchange()
    with Scripted(liar) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            order = Order(Kind.TAG, REF, KEY, keyword="HardSell")
            (handled,) = carry_out([order], ImapDeedstore(session, "work"), MemoryJournal(), run="r", now=NOON)
    assert handled.ended is Ended.NOT_KEPT
    assert b"UID STORE" not in liar.asked


class Gmail(Liar):
    """Labels instead of keywords, and an id of its own for each message."""

    labels = b""

    def answer(self, command: bytes, rest: bytes) -> bytes:
        if command == b"UID STORE":
            sign, _, words = rest.partition(b"X-GM-LABELS.SILENT (")
            self.labels = words.rstrip(b")") if sign.endswith(b"+") else b""
        return super().answer(command, rest)

    def row(self) -> bytes:
        known = b"X-GM-MSGID 1278455344230334865 X-GM-LABELS (\\Important %s)" % self.labels
        return b"* 1 FETCH (UID 1 FLAGS (\\Seen) RFC822.SIZE 60 %s BODY[HEADER] {%d}\r\n%s)\r\n" % (
            known,
            len(HEADER),
            HEADER,
        )


def test_gmail_is_tagged_with_a_label() -> None:
    """At Gmail a tag is a label, set and taken away as one, and messages are known by Gmail's own id."""
    liar = Gmail(capabilities=CAPABILITIES + b" X-GM-EXT-1")
    with Scripted(liar) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            store, journal = ImapDeedstore(session, "work"), MemoryJournal()
            order = Order(Kind.TAG, REF, KEY, keyword="HardSell")
            (handled,) = carry_out([order], store, journal, run="r", now=NOON)
            assert liar.labels == b'"HardSell"'
            (undone,) = undo(journal.deeds(), store, journal, run="u", now=NOON)
    assert (handled.ended, undone.ended) == (Ended.DONE, Ended.DONE)
    assert journal.deeds()[0].intent.identity.server_id == "gm:1278455344230334865"
    assert liar.labels == b""


def test_session_that_failed_is_not_used_again() -> None:
    """After a surprise every further use says that the session has ended."""
    with Scripted(to_fetch(b"+ surprise\r\n")) as server:
        account = server.account()
        session = connect(account.server, account.credentials, limits=LIMITS)
        store = ImapDeedstore(session, "work")
        snapshot = store.snapshot("INBOX")
        with pytest.raises(Misbehaved):
            list(store.headers_since(snapshot))
        with pytest.raises(Unreachable, match="has ended"):
            store.snapshot("INBOX")
        with pytest.raises(Unreachable, match="has ended"):
            store.standing("INBOX", 7, [1])


def test_unknown_key_is_no_message() -> None:
    """An order whose key is not the message's is not carried out, whatever the server does."""
    liar = Liar()
    with Scripted(liar) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=LIMITS) as session:
            order = Order(Kind.FILE, REF, MessageKey("0" * 32), "Hard sell")
            (handled,) = carry_out([order], ImapDeedstore(session, "work"), MemoryJournal(), run="r", now=NOON)
    assert handled.ended is Ended.VANISHED
    assert b"UID MOVE" not in liar.asked
