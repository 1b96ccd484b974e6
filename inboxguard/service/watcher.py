"""One thread that holds every idle connection, and decides who works on which account.

The reasoning, in the order of the code:

1. A Seat is either here (waiting for a timer, or idling on a socket) or with a worker; what others want of it meanwhile
   is written into `wanted` and dealt with when it comes back. So nothing is looked at twice at once, and nothing is
   lost.
2. An event only means "look". The watcher ends IDLE itself, without waiting, and hands the session to a worker when
   the server has answered. A connection that looks alive and is dead therefore never reaches a worker.
3. Silence is suspicious. After `silence_seconds` without a word, IDLE is ended and begun anew; no answer within ten
   seconds means that the connection is dead. The same exchange renews IDLE long before servers end it.
4. What is lost is tried again, each account for itself, after a time that depends on what went wrong.

The one fact a newcomer would get wrong: a closed socket keeps its number in the selector. So the number is remembered
and taken out by itself, before somebody else's new socket has it.
"""

import heapq
import random
import selectors
import socket
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import Final

from inboxguard import clock
from inboxguard.errors import InboxguardError, Refused, ServerTrouble
from inboxguard.imap.watcher import IdleEvent, Told
from inboxguard.log import logger
from inboxguard.service.account import Office
from inboxguard.service.backoff import needs_a_person, seconds_before_retry
from inboxguard.service.health import Health, Pulse, State
from inboxguard.service.metrics import Metrics
from inboxguard.service.seat import Ending, Line, Seat, Where

Message = Callable[[], None]
_LONGEST_SLEEP: Final = 5.0
_JUMP: Final = 20.0
_LASTED: Final = 60.0


class Watcher:
    """Owns every seat that no worker has. `connect` and `visit` put a job for a seat on a worker's queue."""

    def __init__(
        self,
        health: Health,
        metrics: Metrics,
        *,
        connect: Callable[[Seat], None],
        visit: Callable[[Seat, dict[str, float]], None],
        jumped: Callable[[], None] = lambda: None,
        chance: Callable[[], float] = random.random,
        now: Callable[[], datetime] = clock.now,
        monotonic: Callable[[], float] = clock.monotonic,
    ) -> None:
        self.seats: dict[str, Seat] = {}
        self._health = health
        self._metrics = metrics
        self._connect = connect
        self._visit = visit
        self._jumped = jumped
        self._chance = chance
        self._now = now
        self._monotonic = monotonic
        self._messages: deque[Message] = deque()
        self._selector = selectors.DefaultSelector()
        self._bell, self._rope = socket.socketpair()
        for end in (self._bell, self._rope):
            end.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ, None)
        self._timers: list[tuple[float, int, Line | Seat]] = []
        self._numbers = count()
        self._halted = False
        self._offset = self._wall_ahead()

    # What other threads may call

    def ask(self, name: str, why: str) -> None:
        """Somebody should look at the account."""
        self._tell(lambda: self._asked(name, why))

    def come_back(self, seat: Seat, problem: InboxguardError | None = None) -> None:
        """A worker gives the seat back, with what went wrong."""
        self._tell(lambda: self._returned(seat, problem))

    def seat(self, offices: Iterable[Office]) -> None:
        """From now on these accounts are watched, and no others."""
        wanted = {office.name: office for office in offices}
        self._tell(lambda: self._arrange(wanted))

    def halt(self) -> None:
        """End `run` after the present turn."""
        self._tell(self._halt)

    def turn_seconds(self) -> float:
        """How long the next turn may sleep."""
        if self._messages:
            return 0.0
        next_due = self._timers[0][0] - self._monotonic() if self._timers else _LONGEST_SLEEP
        return max(0.0, min(_LONGEST_SLEEP, next_due))

    # The thread

    @property
    def halted(self) -> bool:
        """Whether `halt` was heard."""
        return self._halted

    def turn(self) -> None:
        """Wait for the next thing to happen and deal with it."""
        self._health.beat()
        for key, _ in self._selector.select(self.turn_seconds()):
            if isinstance(key.data, Line):
                self._readable(key.data)
            else:
                self._quiet_bell()
        for _ in range(len(self._messages)):
            self._messages.popleft()()
        self._fire_timers()
        self._mind_the_clock()

    def close(self) -> None:
        """Say goodbye on every connection that is here, without waiting for answers."""
        for seat in self.seats.values():
            if seat.where not in {Where.OUT, Where.CONNECTING}:
                _say_goodbye(seat)
                self._hang_up(seat)
        self._selector.close()
        self._bell.close()
        self._rope.close()

    def _tell(self, message: Message) -> None:
        self._messages.append(message)
        with suppress(OSError):  # full: it rings already; closed: nobody listens any more
            self._rope.send(b"!")

    def _quiet_bell(self) -> None:
        with suppress(BlockingIOError):
            while self._bell.recv(4096):
                pass

    def _halt(self) -> None:
        self._halted = True

    # Events

    def _readable(self, line: Line) -> None:
        """Take in what the server said; what it means depends on what the line is there for."""
        events: list[IdleEvent] = []
        try:
            while some := line.idler.events():
                events += some
                if some[-1].told is Told.ENDED:
                    break
        except Refused as problem:
            self._cannot_idle(line, problem)
            return
        except ServerTrouble as problem:
            self._lost(line, problem)
            return
        if not events and line.ending is None:
            return
        line.heard = self._monotonic()
        seat = line.seat
        self._alive(seat)
        if any(event.told is Told.EXISTS for event in events):
            self._want(seat, "idle")
        if events and events[-1].told is Told.ENDED:
            self._ended(line)
        elif line.ending is not None:
            self._end(line, line.ending)

    def _ended(self, line: Line) -> None:
        """IDLE is over: somebody wants the session, or it is begun anew."""
        if line.ending is Ending.TAKE:
            self._drop(line)
            line.seat.main = None
            self._send_out(line.seat)
            return
        line.ending = None
        try:
            line.idler.start()
        except ServerTrouble as problem:
            self._lost(line, problem)
        else:
            self._arm(line, line.idler.answers_by)

    def _end(self, line: Line, why: Ending) -> None:
        """Ask the server to end IDLE; as soon as it has confirmed that it idles, if it has not yet."""
        if line.ending is not Ending.TAKE:
            line.ending = why
        try:
            line.idler.finish()
        except ServerTrouble as problem:
            self._lost(line, problem)
        else:
            self._arm(line, line.idler.answers_by)

    def _cannot_idle(self, line: Line, problem: Refused) -> None:
        """The server refused to idle; the session is good, and from now on the account is polled."""
        seat = line.seat
        self._drop(line)
        logger().warning("idle_refused", account=seat.name, says=str(problem))
        if line.bell:
            line.idler.session.close()
            seat.bell = None
            return
        seat.can_idle, seat.main, seat.where = False, None, Where.PARKED
        if seat.wanted:
            self._send_out(seat)

    def _lost(self, line: Line, problem: InboxguardError) -> None:
        seat = line.seat
        self._drop(line)
        line.idler.session.close()
        if line.bell:
            seat.bell = None
            self._want(seat, "second connection lost")
            return
        self._failed(seat, problem)

    # Requests

    def _asked(self, name: str, why: str) -> None:
        seat = self.seats.get(name)
        if seat is not None and seat.where is not Where.WAITING:
            self._want(seat, why)

    def _want(self, seat: Seat, why: str) -> None:
        """Somebody should look: now if the session is here, else when it comes back."""
        seat.wanted.setdefault(why, self._monotonic())
        if seat.where is Where.PARKED:
            self._send_out(seat)
        elif seat.where is Where.IDLING and seat.main is not None:
            self._end(seat.main, Ending.TAKE)

    def _send_out(self, seat: Seat) -> None:
        wanted, seat.wanted = seat.wanted, {}
        seat.where = Where.OUT
        for why in wanted:
            self._metrics.count("inboxguard_wakes_total", seat.name, why)
        self._visit(seat, wanted)

    def _returned(self, seat: Seat, problem: InboxguardError | None) -> None:
        """A worker is done: connected, or looked, or failed."""
        if seat.gone or seat.replaced_by is not None:
            self._settle_change(seat)
        elif problem is not None:
            self._failed(seat, problem)
        elif seat.where is Where.CONNECTING:
            seat.connected_at = self._monotonic()
            seat.wanted.setdefault("connected", seat.connected_at)
            self._send_out(seat)
        else:
            self._take_in(seat)

    def _take_in(self, seat: Seat) -> None:
        """The seat comes from a look that went well, idling again unless its server cannot."""
        self._alive(seat)
        if seat.bell is not None and seat.bell.fd < 0:
            self._adopt(seat.bell)
        if seat.main is None:
            seat.where = Where.PARKED
            if seat.wanted:
                self._send_out(seat)
            return
        seat.where = Where.IDLING
        line = seat.main
        self._adopt(line)
        if seat.wanted and seat.main is line and seat.where is Where.IDLING:
            self._end(line, Ending.TAKE)

    def _adopt(self, line: Line) -> None:
        now = self._monotonic()
        service = line.seat.office.settings.service
        line.fd, line.heard, line.ending = line.idler.fileno(), now, None
        line.renew_at = now + service.idle_renew_seconds * (0.8 + 0.2 * self._chance())
        self._selector.register(line.fd, selectors.EVENT_READ, line)
        self._arm(line, line.idler.answers_by)
        self._readable(line)

    def _drop(self, line: Line) -> None:
        if line.fd >= 0:
            with suppress(KeyError):
                self._selector.unregister(line.fd)
        line.fd, line.due = -1, 0.0

    # Trouble

    def _hang_up(self, seat: Seat) -> None:
        """Close everything, and forget what may be ahead of the journal."""
        for line in (seat.main, seat.bell):
            if line is not None:
                self._drop(line)
        seat.hang_up()
        seat.forget()

    def _failed(self, seat: Seat, problem: InboxguardError) -> None:
        """Wait, longer each time, and try again; this account alone."""
        now = self._monotonic()
        lasted = seat.connected_at and now - seat.connected_at > _LASTED
        seat.failures = 1 if lasted else seat.failures + 1
        self._hang_up(seat)
        seat.wanted.clear()
        seat.connected_at, seat.where = 0.0, Where.WAITING
        wait = seconds_before_retry(problem, seat.failures, self._chance)
        state = State.REFUSED if needs_a_person(problem) else State.DEGRADED
        says = f"{problem}" + (f"; try: {problem.mend}" if problem.mend else "")
        known = next((pulse for pulse in self._health.pulses if pulse.account == seat.name), None)
        self._health.show(Pulse(seat.name, state, known.proof_of_life if known else None, says))
        logger().warning(
            "account_waiting", account=seat.name, kind=type(problem).__name__, says=str(problem), mend=problem.mend,
            failures=seat.failures, seconds=round(wait, 1),
        )  # fmt: skip
        self._arm(seat, now + wait)

    def _alive(self, seat: Seat) -> None:
        says = seat.complaint
        state = State.DEGRADED if says else State.CONNECTED
        self._health.show(Pulse(seat.name, state, self._now(), says))

    # Time

    def _arm(self, what: Line | Seat, at: float) -> None:
        what.due = at
        heapq.heappush(self._timers, (at, next(self._numbers), what))

    def _fire_timers(self) -> None:
        now = self._monotonic()
        while self._timers and self._timers[0][0] <= now:
            at, _, what = heapq.heappop(self._timers)
            if what.due != at:
                continue  # another time was set meanwhile
            if isinstance(what, Seat):
                self._try_again(what)
            else:
                self._look_after(what, now)

    def _try_again(self, seat: Seat) -> None:
        seat.due = 0.0
        if seat.where is Where.WAITING and not seat.gone:
            seat.where = Where.CONNECTING
            self._connect(seat)

    def _look_after(self, line: Line, now: float) -> None:
        """A line's time has come: its answer is overdue, or it has been silent for too long, or neither yet."""
        try:
            line.idler.check(now)
        except ServerTrouble as problem:
            self._lost(line, problem)
            return
        if line.ending is not None or not line.idler.confirmed:
            self._arm(line, max(now + 0.1, line.idler.answers_by + 0.01))
            return
        silence = line.seat.office.settings.service.silence_seconds * (0.85 + 0.15 * self._chance())
        quiet_until = min(line.heard + silence, line.renew_at)
        if now >= quiet_until:
            service = line.seat.office.settings.service
            line.renew_at = now + service.idle_renew_seconds * (0.8 + 0.2 * self._chance())
            self._end(line, Ending.RENEW)
        else:
            self._arm(line, quiet_until)

    def _wall_ahead(self) -> float:
        return self._now().timestamp() - self._monotonic()

    def _mind_the_clock(self) -> None:
        """When the wall clock jumped, the machine slept or was set right: ask every connection for a sign of life."""
        offset = self._wall_ahead()
        jump, self._offset = offset - self._offset, offset
        if abs(jump) < _JUMP:
            return
        logger().warning("clock_jumped", seconds=round(jump))
        for seat in self.seats.values():
            for line in (seat.main, seat.bell):
                if line is not None and line.fd >= 0 and line.ending is None:
                    self._end(line, Ending.RENEW)
            if seat.where is Where.WAITING:
                self._arm(seat, self._monotonic() + self._chance())
        self._jumped()

    # Change of configuration

    def _arrange(self, offices: dict[str, Office]) -> None:
        for name, seat in list(self.seats.items()):
            office = offices.get(name)
            if office is None:
                seat.gone = True
            elif office is not seat.office:
                seat.replaced_by, seat.gone = office, False
            else:
                continue
            if seat.where not in {Where.OUT, Where.CONNECTING}:
                self._settle_change(seat)
        for name, office in offices.items():
            if name not in self.seats:
                seat = self.seats[name] = Seat(office)
                self._arm(seat, self._monotonic())
        self._health.keep_only(tuple(offices))

    def _settle_change(self, seat: Seat) -> None:
        _say_goodbye(seat)
        self._hang_up(seat)
        if seat.gone:
            self.seats.pop(seat.name, None)
            return
        assert seat.replaced_by is not None
        seat.office, seat.replaced_by, seat.can_idle = seat.replaced_by, None, True
        seat.where, seat.failures = Where.WAITING, 0
        self._arm(seat, self._monotonic())


def _say_goodbye(seat: Seat) -> None:
    """DONE and LOGOUT where the connection takes them; nobody waits for what the server says to it."""
    for line in (seat.main, seat.bell):
        if line is None or line.idler.session.closed:
            continue
        with suppress(ServerTrouble):
            line.idler.finish()
            stream = line.idler.session.stream
            stream.limit(0.5, 1)
            stream.send(b"Z LOGOUT\r\n")
