"""Waiting for news from a server that does what servers have been seen to do."""

import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inboxguard import clock
from inboxguard.errors import Misbehaved, Refused, Unreachable
from inboxguard.imap.credentials import Limits
from inboxguard.imap.session import Session, connect
from inboxguard.imap.watcher import IdleEvent, Idler, Told
from tests.servers.dovecot import Dovecot
from tests.servers.mail import message, put
from tests.servers.scripted import SELECTED, Conversation, Script, Scripted

both = pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])


@contextmanager
def idling(script: Script, *, tls: bool = False, seconds: float = 5.0) -> Iterator[tuple[Scripted, Session, Idler]]:
    """A session on INBOX that has just asked to be told."""
    with Scripted(script, tls=tls) as server:
        account = server.account()
        with connect(account.server, account.credentials, limits=Limits(5, 5)) as session:
            session.select("INBOX")
            idler = Idler(session, seconds=seconds)
            idler.start()
            yield server, session, idler


def told(idler: Idler, enough: Callable[[list[IdleEvent]], bool]) -> list[IdleEvent]:
    """Events until there are enough, woken by a selector only."""
    out: list[IdleEvent] = []
    with selectors.DefaultSelector() as selector:
        selector.register(idler, selectors.EVENT_READ)
        while not enough(out):
            if not idler.has_waiting:
                assert selector.select(5), f"nothing more came after {out}"
            out += idler.events()
    return out


def confirm(idler: Idler) -> None:
    told(idler, lambda _: idler.confirmed)


def numbers(events: list[IdleEvent]) -> list[tuple[Told, int]]:
    return [(event.told, event.number) for event in events]


@both
def test_event_that_comes_with_the_plus_is_not_lost(tls: bool) -> None:
    """What arrives in the same packet as "+ idling" is told at once."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n* 4 EXISTS\r\n* 1 RECENT\r\n")
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script, tls=tls) as (_, session, idler):
        assert (Told.EXISTS, 4) in numbers(told(idler, bool))
        idler.stop()
        assert session.conversation.exists == 4


@both
def test_event_that_came_with_the_answer_before_idle_is_not_lost(tls: bool) -> None:
    """What arrived behind the answer to SELECT, before IDLE was asked for, is told at once."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"EXAMINE")
        talk.send(SELECTED + tag + b" OK done\r\n* 4 EXISTS\r\n")
        tag, _ = talk.serve(b"IDLE")
        talk.wait()
        talk.send(b"+ idling\r\n")
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script, tls=tls) as (server, _, idler):
        assert numbers(told(idler, bool)) == [(Told.EXISTS, 4)]
        server.go()
        idler.stop()


@both
def test_event_before_the_plus_is_told(tls: bool) -> None:
    """Exchange sends EXISTS before "+"; it counts, and the conversation stays in step."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(b"* 4 EXISTS\r\n+ idling\r\n")
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script, tls=tls) as (_, session, idler):
        assert numbers(told(idler, bool)) == [(Told.EXISTS, 4)]
        idler.stop()
        session.noop()


@both
def test_line_split_over_packets_is_put_together(tls: bool) -> None:
    """Half a line is no event; the rest makes it one."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n* 4 EX")
        talk.wait()
        talk.send(b"ISTS\r\n* 5 EXI")
        talk.wait()
        talk.send(b"STS\r\n")
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script, tls=tls) as (server, _, idler):
        confirm(idler)
        assert idler.events() == ()
        server.go()
        assert numbers(told(idler, bool)) == [(Told.EXISTS, 4)]
        server.go()
        assert numbers(told(idler, bool)) == [(Told.EXISTS, 5)]
        idler.stop()


@both
@pytest.mark.parametrize("end", [Conversation.fin, Conversation.rst], ids=["fin", "rst"])
def test_dead_connection_raises_once_and_closes(tls: bool, end: Callable[[Conversation], None]) -> None:
    """FIN and RST are noticed at the first look, and the session is not used again."""

    def script(talk: Conversation) -> None:
        talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n")
        talk.wait()
        end(talk)

    with idling(script, tls=tls) as (server, session, idler):
        confirm(idler)
        server.go()
        with pytest.raises(Unreachable):
            told(idler, lambda _: False)
        assert session.closed


@both
def test_what_came_before_the_end_is_told_first(tls: bool) -> None:
    """An event directly before FIN is not lost."""

    def script(talk: Conversation) -> None:
        talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n* 4 EXISTS\r\n")
        talk.fin()

    with idling(script, tls=tls) as (_, _, idler):
        assert numbers(told(idler, bool)) == [(Told.EXISTS, 4)]
        with pytest.raises(Unreachable):
            told(idler, lambda _: False)


@both
@pytest.mark.parametrize(
    "words",
    [
        b"Session invalidated - AccessTokenExpired",
        b"Autologout; idle for too long (see RFC",
        b"[UNAVAILABLE] Suggested Backoff Time: 120000 milliseconds",
    ],
)
def test_bye_is_told_with_its_words_and_then_raised(tls: bool, words: bytes) -> None:
    """A goodbye is an event whose text says why, then the end."""

    def script(talk: Conversation) -> None:
        talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n* BYE " + words + b"\r\n")
        talk.fin()

    with idling(script, tls=tls) as (_, session, idler):
        (event,) = told(idler, bool)
        assert event.told is Told.BYE
        assert event.text == words.decode()
        with pytest.raises(Unreachable, match="ended the conversation"):
            told(idler, lambda _: False)
        assert session.closed


@pytest.mark.parametrize("answer", [b"NO [UNAVAILABLE] not now", b"BAD unknown command"])
def test_refused_idle_leaves_the_session_usable(answer: bytes) -> None:
    """A server that will not idle is polled on the same session."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(tag + b" " + answer + b"\r\n")
        talk.serve(b"LOGOUT")

    with idling(script) as (_, session, idler):
        with pytest.raises(Refused):
            told(idler, lambda _: False)
        assert not idler.idling
        session.noop()


def test_unreadable_lines_do_not_lose_the_others() -> None:
    """Odd lines among the events are passed by, each on its own."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(
            b"+\r\n* OK Still here\r\n* BAD what (\r\n* 3 FETCH (FLAGS (\\Seen $x\r\n* (((\r\n* 2 EXPUNGE\r\n* 5 EXISTS\r\n"
        )
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script) as (_, session, idler):
        events = told(idler, lambda seen: (Told.EXISTS, 5) in numbers(seen))
        assert [event.told for event in events] == [
            Told.ALIVE,
            Told.OTHER,
            Told.FETCH,
            Told.OTHER,
            Told.EXPUNGE,
            Told.EXISTS,
        ]
        idler.stop()
        session.noop()


def test_server_that_ends_idle_by_itself_is_noticed() -> None:
    """A tagged OK without DONE ends IDLE; the session can be used and idled with again."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n" + tag + b" OK enough\r\n")
        talk.serve(b"LOGOUT")

    with idling(script) as (_, session, idler):
        assert [event.told for event in told(idler, bool)] == [Told.ENDED]
        assert not idler.idling
        assert idler.stop() == ()
        session.noop()


def test_server_that_never_answers_to_idle_is_given_up() -> None:
    """Without "+" in time the connection counts as dead."""
    with idling(lambda talk: talk.serve(b"IDLE") and talk.wait()) as (_, session, idler):
        idler.check(clock.monotonic())
        with pytest.raises(Unreachable, match="IDLE in time"):
            idler.check(clock.monotonic() + 60)
        assert session.closed


def test_server_that_never_answers_to_done_is_given_up() -> None:
    """A black hole after DONE ends within the limit."""

    def script(talk: Conversation) -> None:
        talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n")
        talk.wait()

    with idling(script, seconds=0.3) as (_, session, idler):
        confirm(idler)
        with pytest.raises(Unreachable, match="in time"):
            idler.stop()
        assert session.closed


def test_server_that_drips_after_done_is_given_up() -> None:
    """The limit is for the whole answer, not for each octet of it."""

    def script(talk: Conversation) -> None:
        talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n")
        talk.readline()
        for _ in range(200):
            talk.send(b"* OK drip\r\n")
            talk.server.gate.acquire(timeout=0.05)

    with idling(script, seconds=0.3) as (_, session, idler):
        confirm(idler)
        with pytest.raises(Unreachable, match="in time"):
            idler.stop()
        assert session.closed


def test_events_between_done_and_its_answer_are_told() -> None:
    """News on the way out is returned by stop."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n")
        talk.readline()
        talk.send(b"* 6 EXISTS\r\n" + tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script) as (_, session, idler):
        confirm(idler)
        assert (Told.EXISTS, 6) in numbers(list(idler.stop()))
        session.noop()


def test_done_is_never_sent_before_the_plus() -> None:
    """Stopping at once waits for the server's answer first."""

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.wait()
        talk.send(b"+ idling\r\n")
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script) as (server, _, idler):
        assert not [line for line in server.seen if line.startswith(b"DONE")]
        server.go()
        idler.stop()
        assert [line for line in server.seen if line.startswith(b"DONE")] == [b"DONE\r\n"]


def test_long_data_while_idling_end_the_session() -> None:
    """A literal among the events is not waited for."""

    def script(talk: Conversation) -> None:
        talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n* 3 FETCH (BODY[] {5000000}\r\n")
        talk.wait()

    with idling(script) as (_, session, idler):
        with pytest.raises(Misbehaved):
            told(idler, lambda _: False)
        assert session.closed


LINES = st.lists(
    st.sampled_from([b"* 4 EXISTS\r\n", b"* 7 EXPUNGE\r\n", b"* OK Still here\r\n", b"* 2 FETCH (FLAGS (\\Seen))\r\n"]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=LINES, cuts=st.lists(st.integers(1, 80), max_size=8))
def test_cutting_the_stream_anywhere_changes_nothing(lines: list[bytes], cuts: list[int]) -> None:
    """However the octets are cut into packets, the same events are told, each once."""
    octets = b"+ idling\r\n" + b"".join(lines)
    edges = sorted({0, len(octets), *(cut for cut in cuts if cut < len(octets))})
    packets = [octets[low:high] for low, high in pairwise(edges)]

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(*packets)
        talk.readline()
        talk.send(tag + b" OK done\r\n")
        talk.serve(b"LOGOUT")

    with idling(script) as (_, _, idler):
        events = told(idler, lambda seen: len(seen) == len(lines))
        idler.stop()
    words = {b"EXISTS": Told.EXISTS, b"EXPUNGE": Told.EXPUNGE, b"here": Told.ALIVE, b"FETCH": Told.FETCH}
    assert [event.told for event in events] == [next(t for w, t in words.items() if w in line) for line in lines]


def test_delivery_to_dovecot_is_told(dovecot: Dovecot) -> None:
    """On a real server a delivery wakes the selector, and IDLE can be ended and begun again."""
    account = dovecot.account()
    with connect(account.server, account.credentials) as session:
        session.select("INBOX")
        idler = Idler(session)
        for number in (1, 2):
            idler.start()
            confirm(idler)
            put(account, message(number))
            assert (Told.EXISTS, number) in numbers(told(idler, lambda seen: any(e.told is Told.EXISTS for e in seen)))
            idler.stop()
            session.noop()
