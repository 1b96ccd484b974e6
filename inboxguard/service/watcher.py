"""The one thread that decides who works on which account.

The reasoning, in the order of the code:

1. A Seat is either here (waiting for a timer, or idling on a socket) or with a worker; what others want of it meanwhile
   is written into `wanted` and dealt with when it comes back. So nothing is looked at twice at once, and nothing is
   lost.
2. What is lost is tried again, each account for itself, after a time that depends on what went wrong.
3. While a server does not answer, one account asks whether it is back; the others wait for that answer. So a dead
   server holds one connector, not all.

The one fact a newcomer would get wrong: other threads never touch a seat. They leave a message and ring.
"""

import random
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final

from inboxguard import clock
from inboxguard.errors import InboxguardError, Refused, ServerTrouble
from inboxguard.log import logger
from inboxguard.service.account import Office
from inboxguard.service.backoff import needs_a_person, seconds_before_retry
from inboxguard.service.health import Health, Pulse, State
from inboxguard.service.hosts import Hosts
from inboxguard.service.lines import Lines, Timers
from inboxguard.service.metrics import Metrics
from inboxguard.service.seat import Ending, Line, Seat, Where

Message = Callable[[], None]
_LONGEST_SLEEP: Final = 5.0
_JUMP: Final = 20.0
_LASTED: Final = 60.0
_ASK_AGAIN: Final = 15.0


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
        self.halted = False
        self._health = health
        self._metrics = metrics
        self._connect = connect
        self._visit = visit
        self._jumped = jumped
        self._chance = chance
        self._now = now
        self._monotonic = monotonic
        self._messages: deque[Message] = deque()
        self._lines = Lines(self, chance=chance, monotonic=monotonic)
        self._timers: Timers[Seat] = Timers()
        self._hosts = Hosts()
        self._offset = self._wall_ahead()

    # What other threads may call

    def ask(self, name: str, why: str) -> None:
        """Somebody should look at the account."""
        self._tell(lambda: self._asked(name, why))

    def come_back(self, seat: Seat, problem: InboxguardError | None = None) -> None:
        """A worker gives the seat back, with what went wrong."""
        self._tell(lambda: self._returned(seat, problem))

    def seat(self, offices: Iterable[Office]) -> None:
        """From now on these accounts are watched, and no others; one that waits is tried again at once."""
        wanted = {office.name: office for office in offices}
        self._tell(lambda: self._arrange(wanted))

    def beat(self) -> None:
        """Turn once, so that the health page sees that timers and watcher are well."""
        self._tell(self._health.beat)

    def halt(self) -> None:
        """Let there be no further turn after this one."""
        self._tell(self._halt)

    def _tell(self, message: Message) -> None:
        self._messages.append(message)
        self._lines.ring()

    # The thread

    def turn(self) -> None:
        """Wait for the next thing to happen and deal with it."""
        self._health.beat()
        self._lines.wait(0.0 if self._messages else self._timers.seconds_to_next(self._monotonic(), _LONGEST_SLEEP))
        for _ in range(len(self._messages)):
            self._messages.popleft()()
        for seat in self._timers.take_due(self._monotonic()):
            self._try_again(seat)
        self._mind_the_clock()

    def close(self) -> None:
        """Say goodbye on every connection that is here, without waiting for answers."""
        for seat in self.seats.values():
            if seat.where not in {Where.OUT, Where.CONNECTING}:
                self._hang_up(seat)
        self._lines.close()

    def _halt(self) -> None:
        self.halted = True

    # What the lines tell

    def heard(self, line: Line) -> None:
        """A sign of life."""
        self._alive(line.seat)

    def news(self, line: Line) -> None:
        """Somebody should look, because the server says so."""
        self._want(line.seat, "idle")

    def free(self, line: Line) -> None:
        """IDLE has ended, as somebody wants to work."""
        line.seat.main = None
        self._send_out(line.seat)

    def cannot_idle(self, line: Line, problem: Refused) -> None:
        """From now on the account is polled."""
        seat = line.seat
        logger().warning("idle_refused", account=seat.name, says=str(problem))
        if line.bell:
            line.idler.session.close()
            seat.bell = None
            return
        seat.can_idle, seat.main, seat.where = False, None, Where.PARKED
        if seat.wanted:
            self._send_out(seat)

    def lost(self, line: Line, problem: ServerTrouble) -> None:
        """The connection is gone; a second one is looked after at the next visit."""
        if line.bell:
            line.seat.bell = None
            self._want(line.seat, "second connection lost")
        else:
            self._failed(line.seat, problem)

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
            self._lines.end(seat.main, Ending.TAKE)

    def _send_out(self, seat: Seat) -> None:
        wanted, seat.wanted = seat.wanted, {}
        seat.where = Where.OUT
        for why in wanted:
            self._metrics.count("inboxguard_wakes_total", seat.name, why)
        self._visit(seat, wanted)

    def _returned(self, seat: Seat, problem: InboxguardError | None) -> None:
        """A worker is done: connected, or looked, or failed."""
        was_connecting = seat.where is Where.CONNECTING
        waited = self._hosts.tried(seat, problem) if was_connecting else set()
        if seat.gone or seat.replaced_by is not None:
            self._settle_change(seat)
        elif problem is not None:
            self._failed(seat, problem)
        elif was_connecting:
            seat.connected_at = self._monotonic()
            seat.wanted.setdefault("connected", seat.connected_at)
            self._send_out(seat)
        else:
            self._take_in(seat)
        for other in waited:
            self._timers.arm(other, self._monotonic() + self._chance())

    def _take_in(self, seat: Seat) -> None:
        """The seat comes from a look that went well, idling again unless its server cannot."""
        self._alive(seat)
        if seat.bell is not None and seat.bell.fd < 0:
            self._lines.adopt(seat.bell)
        if seat.main is None:
            seat.where = Where.PARKED
            if seat.wanted:
                self._send_out(seat)
            return
        seat.where = Where.IDLING
        self._lines.adopt(seat.main)
        if seat.wanted and seat.main is not None:
            self._lines.end(seat.main, Ending.TAKE)

    # Trouble

    def _failed(self, seat: Seat, problem: InboxguardError) -> None:
        """Wait, longer each time, and try again; this account alone."""
        now = self._monotonic()
        lasted = seat.connected_at and now - seat.connected_at > _LASTED
        seat.failures = 1 if lasted else seat.failures + 1
        self._hang_up(seat)
        seat.wanted.clear()
        seat.connected_at, seat.where = 0.0, Where.WAITING
        wait = seconds_before_retry(problem, seat.failures, self._chance)
        self._timers.arm(seat, now + wait)
        state = State.REFUSED if needs_a_person(problem) else State.DEGRADED
        says = f"{problem}" + (f"; try: {problem.mend}" if problem.mend else "")
        self._health.show(Pulse(seat.name, state, seat.proof_of_life, says))
        logger().warning(
            "account_waiting", account=seat.name, kind=type(problem).__name__, says=str(problem), mend=problem.mend,
            failures=seat.failures, seconds=round(wait, 1),
        )  # fmt: skip

    def _try_again(self, seat: Seat) -> None:
        if seat.where is not Where.WAITING or seat.gone:
            return
        if self._hosts.may_try(seat):
            seat.where = Where.CONNECTING
            self._connect(seat)
        else:
            self._timers.arm(seat, self._monotonic() + _ASK_AGAIN * (0.5 + self._chance() / 2))

    def _alive(self, seat: Seat) -> None:
        seat.proof_of_life = self._now()
        state = State.DEGRADED if seat.complaint else State.CONNECTED
        self._health.show(Pulse(seat.name, state, seat.proof_of_life, seat.complaint))

    def _hang_up(self, seat: Seat) -> None:
        """Close everything, politely where that needs no waiting, and forget what may be ahead of the journal."""
        for line in (seat.main, seat.bell):
            if line is not None:
                _say_goodbye(line)
                self._lines.drop(line)
        seat.hang_up()
        seat.forget()

    # The clock

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
                    self._lines.end(line, Ending.RENEW)
            if seat.where is Where.WAITING:
                self._timers.arm(seat, self._monotonic() + self._chance())
        self._jumped()

    # Change of configuration

    def _arrange(self, offices: dict[str, Office]) -> None:
        for name, seat in list(self.seats.items()):
            office = offices.get(name)
            if office is seat.office:
                seat.gone, seat.replaced_by = False, None
                if seat.where is Where.WAITING:
                    self._timers.arm(seat, self._monotonic())
                continue
            seat.gone, seat.replaced_by = office is None, office
            if seat.where not in {Where.OUT, Where.CONNECTING}:
                self._settle_change(seat)
        for name, office in offices.items():
            if name not in self.seats:
                seat = self.seats[name] = Seat(office)
                self._timers.arm(seat, self._monotonic())
        self._health.keep_only(tuple(offices))

    def _settle_change(self, seat: Seat) -> None:
        self._hang_up(seat)
        self._hosts.forget(seat)
        if seat.gone:
            self.seats.pop(seat.name, None)
            return
        assert seat.replaced_by is not None
        seat.office, seat.replaced_by, seat.can_idle = seat.replaced_by, None, True
        seat.where, seat.failures, seat.no_bell_until = Where.WAITING, 0, 0.0
        self._timers.arm(seat, self._monotonic())


def _say_goodbye(line: Line) -> None:
    """DONE and LOGOUT where the connection takes them; nobody waits for what the server says to it."""
    if line.idler.session.closed:
        return
    with suppress(ServerTrouble):
        line.idler.finish()
        stream = line.idler.session.stream
        stream.limit(0.5, 1)
        stream.send(b"Z LOGOUT\r\n")
