"""The idle connections in one selector, and the timers of everything that waits.

The reasoning, in the order of the code:

1. An event only means "look". IDLE is ended without waiting, and the session is given away when the server has
   answered. A connection that looks alive and is dead therefore never reaches a worker.
2. Silence is suspicious. After `silence_seconds` without a word, IDLE is ended and begun anew; no answer in time means
   that the connection is dead. The same exchange renews IDLE long before servers end it.

The one fact a newcomer would get wrong: a closed socket keeps its number in the selector. So the number is remembered
and taken out by itself, before somebody else's new socket has it.
"""

import heapq
import selectors
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from typing import Generic, Protocol, TypeVar

from inboxguard.errors import Refused, ServerTrouble
from inboxguard.imap.watcher import IdleEvent, Told
from inboxguard.service.seat import Ending, Line


class Timed(Protocol):
    """Something that waits for a moment; 0 when for none."""

    due: float


Kind = TypeVar("Kind", bound=Timed)


class Timers(Generic[Kind]):
    """Moments of the monotonic clock at which something is due; setting another moment replaces the first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Kind]] = []
        self._numbers = count()

    def arm(self, what: Kind, at: float) -> None:
        """It is due at that moment, and no earlier."""
        what.due = at
        heapq.heappush(self._heap, (at, next(self._numbers), what))

    def take_due(self, now: float) -> Iterator[Kind]:
        """What is due, each once."""
        while self._heap and self._heap[0][0] <= now:
            at, _, what = heapq.heappop(self._heap)
            if what.due == at:
                what.due = 0.0
                yield what

    def seconds_to_next(self, now: float, most: float) -> float:
        """How long nothing is due, at most so long."""
        return max(0.0, min(most, self._heap[0][0] - now)) if self._heap else most


class Listener(Protocol):
    """Whom the lines tell what they hear."""

    def heard(self, line: Line) -> None:
        """The server said something: it is alive."""

    def news(self, line: Line) -> None:
        """There is new mail, or the server says so."""

    def free(self, line: Line) -> None:
        """IDLE was ended for somebody who wants the session; the line is dropped."""

    def lost(self, line: Line, problem: ServerTrouble) -> None:
        """The connection has ended or is useless; the line is dropped and its session closed."""

    def cannot_idle(self, line: Line, problem: Refused) -> None:
        """The server will not idle; the line is dropped, its session is good."""


class Lines:
    """Every idling connection; belongs to the watcher's thread."""

    def __init__(self, listener: Listener, *, chance: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self._listener = listener
        self._chance = chance
        self._monotonic = monotonic
        self._timers: Timers[Line] = Timers()
        self._selector = selectors.DefaultSelector()
        self._bell, self._rope = socket.socketpair()
        for end in (self._bell, self._rope):
            end.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ, None)

    def ring(self) -> None:
        """Make `wait` return at once; the only thing here that other threads may call."""
        with suppress(OSError):  # full: it rings already; closed: nobody listens any more
            self._rope.send(b"!")

    def wait(self, seconds: float) -> None:
        """Deal with what arrives and with what is due, waiting at most so long."""
        sleep = self._timers.seconds_to_next(self._monotonic(), seconds)
        for key, _ in self._selector.select(sleep):
            if not isinstance(key.data, Line):
                with suppress(BlockingIOError):
                    while self._bell.recv(4096):
                        pass
            elif key.data.fd >= 0:  # dropped while an earlier one of the same batch was dealt with
                self._read(key.data)
        now = self._monotonic()
        for line in self._timers.take_due(now):
            self._look_after(line, now)

    def adopt(self, line: Line) -> None:
        """Hold this line, on which IDLE was just asked for; what has arrived meanwhile is dealt with now."""
        line.fd, line.heard, line.ending = line.idler.fileno(), self._monotonic(), None
        self._selector.register(line.fd, selectors.EVENT_READ, line)
        self._plan_renewal(line)
        self._timers.arm(line, line.idler.answers_by)
        self._read(line)

    def drop(self, line: Line) -> None:
        """Hold it no longer."""
        if line.fd >= 0:
            with suppress(KeyError):
                self._selector.unregister(line.fd)
        line.fd, line.due = -1, 0.0

    def end(self, line: Line, why: Ending) -> None:
        """Ask the server to end IDLE; as soon as it has confirmed that it idles, if it has not yet."""
        if line.ending is not Ending.TAKE:
            line.ending = why
        try:
            line.idler.finish()
        except ServerTrouble as problem:
            self._lose(line, problem)
        else:
            self._timers.arm(line, line.idler.answers_by)

    def close(self) -> None:
        """Give everything back to the system."""
        self._selector.close()
        self._bell.close()
        self._rope.close()

    def _read(self, line: Line) -> None:
        events: list[IdleEvent] = []
        try:
            while some := line.idler.events():
                events += some
                if some[-1].told is Told.ENDED:
                    break
        except Refused as problem:
            self.drop(line)
            self._listener.cannot_idle(line, problem)
            return
        except ServerTrouble as problem:
            self._lose(line, problem)
            return
        line.heard = self._monotonic()
        self._listener.heard(line)
        if any(event.told is Told.EXISTS for event in events):
            self._listener.news(line)
        if line.fd < 0:
            return
        if events and events[-1].told is Told.ENDED:
            self._ended(line)
        elif line.ending is not None:
            self.end(line, line.ending)

    def _ended(self, line: Line) -> None:
        """IDLE is over: somebody wants the session, or it is begun anew."""
        if line.ending is Ending.TAKE:
            self.drop(line)
            self._listener.free(line)
            return
        line.ending = None
        try:
            line.idler.start()
        except ServerTrouble as problem:
            self._lose(line, problem)
        else:
            self._timers.arm(line, line.idler.answers_by)

    def _look_after(self, line: Line, now: float) -> None:
        """A line's time has come: its answer is overdue, or it has been silent for too long, or neither yet."""
        try:
            line.idler.check(now)
        except ServerTrouble as problem:
            self._lose(line, problem)
            return
        if line.ending is not None or not line.idler.confirmed:
            self._timers.arm(line, max(now, line.idler.answers_by) + 0.05)
            return
        silence = line.seat.office.settings.service.silence_seconds * (0.85 + 0.15 * self._chance())
        quiet_until = min(line.heard + silence, line.renew_at)
        if now >= quiet_until:
            self._plan_renewal(line)
            self.end(line, Ending.RENEW)
        else:
            self._timers.arm(line, quiet_until)

    def _plan_renewal(self, line: Line) -> None:
        seconds = line.seat.office.settings.service.idle_renew_seconds
        line.renew_at = self._monotonic() + seconds * (0.8 + 0.2 * self._chance())

    def _lose(self, line: Line, problem: ServerTrouble) -> None:
        self.drop(line)
        line.idler.session.close()
        self._listener.lost(line, problem)
