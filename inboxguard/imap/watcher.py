"""Waiting for news on a session's socket without waiting: made to be one of thousands in a selector.

The one fact a newcomer would get wrong: an event only means "look". What is told may be old, doubled or wrong; what
counts is what a search from the cursor finds.

How to use it: `start()`, register it with a selector, and when its socket is readable, or `has_waiting` is true right
after the start, call `events()`. Call `check(clock.monotonic())` now and then. Before anything else is done with the
session, `stop()`; or, without waiting, `finish()` and go on with `events()` until ENDED is told.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inboxguard import clock
from inboxguard.errors import InboxguardError, Misbehaved, Unreachable
from inboxguard.imap import response
from inboxguard.imap.conversation import ORDINARY_BYTES, goodbye, refusal
from inboxguard.imap.session import Session

_NUMBERED: Final = re.compile(rb"\* (\d{1,10}) ([A-Za-z]{1,20})")


class Told(StrEnum):
    """What a server says while it is idled with; ENDED means that IDLE is over, by its own will."""

    EXISTS = "exists"
    EXPUNGE = "expunge"
    FETCH = "fetch"
    ALIVE = "alive"
    BYE = "bye"
    ENDED = "ended"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class IdleEvent:
    """`number` is that of EXISTS, EXPUNGE and FETCH, else 0; `text` is what a status line says."""

    told: Told
    number: int = 0
    text: str = ""


class Idler:
    """IDLE (RFC 2177) on one session, which it owns from `start` to `stop`."""

    __slots__ = ("_broken", "_by", "_confirmed", "_done", "_seconds", "_tag", "session")

    def __init__(self, session: Session, *, seconds: float = 10.0) -> None:
        self.session = session
        self._seconds = seconds
        self._tag = b""
        self._by = 0.0
        self._confirmed = False
        self._done = False
        self._broken: InboxguardError | None = None

    def fileno(self) -> int:
        """The socket, for a selector."""
        return self.session.stream.socket.fileno()

    @property
    def idling(self) -> bool:
        """Whether the server was asked to tell and has not ended it."""
        return bool(self._tag)

    @property
    def confirmed(self) -> bool:
        """Whether the server has said that it will tell."""
        return self._confirmed

    @property
    def answers_by(self) -> float:
        """Until when the server has to answer to IDLE or to DONE, by `clock.monotonic`."""
        return self._by

    @property
    def has_waiting(self) -> bool:
        """Whether something is here already that no selector would announce."""
        return self.session.stream.waiting_bytes > 0 or self._broken is not None

    def start(self) -> None:
        """Ask the server to tell; does not wait for its answer.

        Raises:
            Unreachable: when the connection has ended.
        """
        with self.session.talking() as conversation:
            conversation.settle()
            tag = conversation.new_tag()
            self.session.stream.limit(self._seconds, ORDINARY_BYTES)
            self.session.stream.send(tag + b" IDLE\r\n")
        self._tag, self._confirmed, self._done, self._broken = tag, False, False, None
        self._by = clock.monotonic() + self._seconds

    def events(self) -> tuple[IdleEvent, ...]:
        """What was told since the last call; never waits, never returns half a line.

        Raises:
            Refused: when the server will not idle; the session can be used on.
            Unreachable: when the connection ended, after everything that came before was returned.
            Misbehaved: when the server broke the protocol.
        """
        with self.session.talking():
            self._read()
            out = self._take_lines()
            if self._broken is not None and not out:
                raise self._broken
            return tuple(out)

    def check(self, now: float) -> None:
        """Be sure that the server has answered to IDLE and to DONE in time; `now` is from `clock.monotonic`.

        Raises:
            Unreachable: when it has not.
        """
        if self._tag and (self._done or not self._confirmed) and now > self._by:
            with self.session.talking():
                raise Unreachable(f"{self.session.server.host} did not answer to {self._asked} in time")

    def finish(self) -> None:
        """Ask the server to end IDLE, without waiting; nothing before it has confirmed, or when asked already.

        Raises:
            Unreachable: when the connection has ended.
        """
        if self._tag and self._confirmed and not self._done:
            with self.session.talking():
                self.session.stream.limit(self._seconds, ORDINARY_BYTES)
                self.session.stream.send(b"DONE\r\n")
            self._done = True
            self._by = clock.monotonic() + self._seconds

    def stop(self) -> tuple[IdleEvent, ...]:
        """End IDLE, so that the session can be used; what was told meanwhile.

        Raises:
            Refused: when the server had refused to idle; the session can be used.
            Unreachable: when the connection ended or the server did not answer in time.
            Misbehaved: when the server broke the protocol.
        """
        out: list[IdleEvent] = []
        with self.session.talking():
            stream = self.session.stream
            stream.limit(self._seconds, ORDINARY_BYTES)
            while self._tag:
                out += self._take_lines()
                if self._broken is not None:
                    raise self._broken
                if self._confirmed and self._tag and not self._done:
                    stream.send(b"DONE\r\n")
                    self._done = True
                if self._tag:
                    self._take(stream.readline(), out)
        return tuple(out)

    @property
    def _asked(self) -> str:
        return "DONE" if self._done else "IDLE"

    def _read(self) -> None:
        if self._broken is None:
            try:
                self.session.stream.fill_now()
            except Unreachable as problem:
                self._broken = problem

    def _take_lines(self) -> list[IdleEvent]:
        out: list[IdleEvent] = []
        while self._tag and (line := self.session.stream.next_line()) is not None:
            self._take(line, out)
        return out

    def _take(self, line: bytes, out: list[IdleEvent]) -> None:
        if line.startswith(b"+"):
            if self._confirmed:
                raise Misbehaved(f"{self.session.server.host} answered to IDLE twice")
            self._confirmed = True
        elif line.startswith(b"* "):
            out.append(self._untagged(line))
        elif line.startswith(self._tag + b" "):
            self._ended(line, out)
        else:
            raise Misbehaved(f"{self.session.server.host} sent a line that answers nothing we asked")

    def _untagged(self, line: bytes) -> IdleEvent:
        if response.has_literals(line) and line.rstrip().endswith(b"}"):
            raise Misbehaved(f"{self.session.server.host} sent something long while idling")
        if numbered := _NUMBERED.match(line):
            word, number = numbered[2].decode("ascii").lower(), int(numbered[1])
            told = Told(word) if word in {Told.EXISTS, Told.EXPUNGE, Told.FETCH} else Told.OTHER
            if told is Told.EXISTS:
                self.session.conversation.exists = number
            return IdleEvent(told, number)
        said = response.status(line[2:])
        if said is None:
            return IdleEvent(Told.OTHER)
        if said.word == "BYE":
            self._broken = goodbye(self.session.server.host, said)
            return IdleEvent(Told.BYE, 0, f"[{said.code}] {said.text}" if said.code else said.text)
        return IdleEvent(Told.ALIVE if said.word == "OK" else Told.OTHER, 0, said.text)

    def _ended(self, line: bytes, out: list[IdleEvent]) -> None:
        said = response.status(line.partition(b" ")[2])
        self._tag = b""
        if said is None:
            raise Misbehaved(f"{self.session.server.host} sent a line that cannot be read")
        if said.word != "OK" and not self._confirmed:
            raise refusal("IDLE", said)
        out.append(IdleEvent(Told.ENDED, 0, said.text))
