"""What a worker does with an account: connect, settle what is open, look, and leave it idling.

The one fact a newcomer would get wrong: between the look and IDLE there is a gap in which mail arrives and nobody says
so. So the mailbox is opened once more before IDLE, and when its UIDNEXT is beyond the cursor, the look is repeated.
"""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from inboxguard import clock
from inboxguard.errors import InboxguardError, JournalTrouble, Refused, ServerTrouble
from inboxguard.imap.credentials import Limits
from inboxguard.imap.filing import ImapDeedstore
from inboxguard.imap.session import Session
from inboxguard.imap.sign_in import open_session
from inboxguard.imap.watcher import Idler
from inboxguard.log import logger
from inboxguard.people.contacts import build_contacts
from inboxguard.policy.table import Mode
from inboxguard.service.account import allowed_mode, desk_with, trusted_servers
from inboxguard.service.common_book import CommonBook, SharedRoster
from inboxguard.service.desk import Desk, Looked
from inboxguard.service.metrics import Metrics
from inboxguard.service.reconcile import reconcile
from inboxguard.service.requests import fulfil
from inboxguard.service.seat import Line, Seat
from inboxguard.service.sign_in import server_of
from inboxguard.service.wishes import Wishes

_CONNECT_SECONDS: Final = 20.0
_DONE_SECONDS: Final = 10
_AGAIN_AT_MOST: Final = 5
_NO_SECOND_SECONDS: Final = 3600.0
_ENDS_BY_ITSELF_SECONDS: Final = 1200


class Halting(InboxguardError):
    """The service ends; what was being read is read again at the next start."""


@dataclass(slots=True)
class Halt:
    """Tells a look to end, between two messages while reading and never while acting."""

    asked: threading.Event = field(default_factory=threading.Event)

    def begin(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins."""
        del what, total
        self._check()

    def step(self, by: int = 1) -> None:
        """So many more are done."""
        del by
        self._check()

    def say(self, line: str) -> None:
        """Nobody listens."""

    def _check(self) -> None:
        if self.asked.is_set():
            raise Halting("the service ends")


@dataclass(slots=True)
class Visitor:
    """What all visits share; has no state of its own, so any number of workers may use it at once."""

    common: CommonBook
    metrics: Metrics
    halt: Halt

    def connect(self, seat: Seat) -> None:
        """Sign in, and settle what an earlier run left open.

        Raises:
            InboxguardError: whatever keeps it from being done.
        """
        try:
            session = self._signed_in(seat)
        except InboxguardError as problem:
            self.metrics.count("inboxguard_connections_total", seat.name, type(problem).__name__.lower())
            raise
        self.metrics.count("inboxguard_connections_total", seat.name, "ok")
        seat.session, seat.store = session, ImapDeedstore(session, seat.name)
        self.halt.step()
        now = clock.now()
        may_act = allowed_mode(seat.office, Wishes(now)) is not Mode.OBSERVE
        settled = reconcile(seat.store, seat.office.journal, now=now, may_act=may_act)
        logger().info("account_connected", account=seat.name, settled=len(settled))

    def look(self, seat: Seat, wanted: Mapping[str, float]) -> None:
        """Put back what other commands asked for, deal with what is new, and leave the account idling.

        Raises:
            InboxguardError: whatever keeps it from being done; the session must not be used on then.
        """
        assert seat.session is not None
        assert seat.store is not None
        fulfil(seat.store, seat.office.journal, clock.now())
        self._look_once(seat, wanted)
        for _ in range(_AGAIN_AT_MOST):
            if not self._news(seat):
                break
            self._look_once(seat, {})
        self._leave(seat)

    def _signed_in(self, seat: Seat) -> Session:
        command_seconds = float(seat.office.settings.service.command_seconds)
        limits = Limits(min(_CONNECT_SECONDS, command_seconds), command_seconds)
        session = open_session(server_of(seat.office.account), seat.office.sign_in, now=clock.now(), limits=limits)
        _keep_alive(session)
        return session

    def _look_once(self, seat: Seat, wanted: Mapping[str, float]) -> None:
        assert seat.store is not None
        now = clock.now()
        mode = allowed_mode(seat.office, Wishes(now))
        desk = self._desk(seat, now, mode)
        looked = desk.look(seat.store, now=now, run=f"{now:%Y%m%dT%H%M%S}", tell=self.halt)
        if seat.roster is not None:
            seat.roster.notices.clear()
        first = f"seen:{seat.name}"
        if not seat.office.journal.setting(first):
            seat.office.journal.set_setting(first, now.isoformat())
        seat.complaint = " ".join(f"the mailbox “{name}” cannot be opened" for name in looked.missing)
        self._count(seat, looked, wanted)

    def _desk(self, seat: Seat, now: datetime, mode: Mode) -> Desk:
        """The account's desk, made when there is none, knowing everybody who is known now."""
        if seat.desk is None or seat.roster is None:
            assert seat.store is not None
            office = seat.office
            trusted = trusted_servers(office, seat.store, now)
            seat.roster = SharedRoster(
                self.common, trusted, office.me, office.name, shared=office.settings.people.share_notices
            )
            seat.roster.add_own(office.account.exports)
            seat.desk = desk_with(office, seat.roster, Wishes(now), mode)
        elif seat.roster.refresh():
            people = seat.office.settings.people
            allowed = build_contacts(allowed=(*people.allow, *seat.roster.facts.allowed))
            if seat.roster.told_by_others:
                seat.desk.rest()
            seat.desk.change(book=seat.roster.book(), contacts=allowed)
        if seat.desk.rules.mode is not mode:
            logger().info("mode_changed", account=seat.name, mode=mode.value)
            seat.desk.rules = replace(seat.desk.rules, mode=mode)
        return seat.desk

    def _count(self, seat: Seat, looked: Looked, wanted: Mapping[str, float]) -> None:
        for line in looked.lines:
            self.metrics.count("inboxguard_messages_total", seat.name, line.verdict)
        for one in looked.handled:
            self.metrics.count("inboxguard_deeds_total", seat.name, one.order.kind.value, one.ended.value)
        if looked.handled and "idle" in wanted:
            self.metrics.observe("inboxguard_reaction_seconds", clock.monotonic() - wanted["idle"])
        if looked.held_back:
            self.metrics.count("inboxguard_valve_total", seat.name, "moves_per_hour", by=looked.held_back)
        if looked.lines or looked.passing:
            logger().info(
                "mailbox_looked_at", account=seat.name, by=sorted(wanted), judged=len(looked.lines),
                passed=looked.passing, dealt_with=len(looked.handled),
            )  # fmt: skip
        for note in looked.notes:
            logger().warning("look_noted", account=seat.name, says=note)

    def _news(self, seat: Seat) -> bool:
        """Open the mailbox that is to be idled on; whether something came since the look."""
        assert seat.store is not None
        for mailbox in seat.office.account.mailboxes:
            with suppress(Refused):
                now = seat.store.snapshot(mailbox)
                return seat.office.journal.cursor(seat.name, now.mailbox) != now.cursor
        raise Refused("no watched mailbox can be opened")

    def _leave(self, seat: Seat) -> None:
        """Idle, where the server can; where it cannot, keep the session for the next poll."""
        assert seat.session is not None
        if seat.can_idle and seat.session.has("IDLE"):
            seat.main = _idling(seat, seat.session)
            self._second(seat)
        elif seat.office.settings.service.poll_seconds > _ENDS_BY_ITSELF_SECONDS:
            seat.session.noop()

    def _second(self, seat: Seat) -> None:
        """A second connection that idles on the second mailbox, where there is one and the server lets us."""
        names = seat.office.account.mailboxes
        if len(names) < 2 or seat.bell is not None or clock.monotonic() < seat.no_bell_until:
            return
        assert seat.store is not None
        try:
            session = self._signed_in(seat)
            try:
                session.select(ImapDeedstore(session, seat.name).server_name(names[1]))
                seat.bell = _idling(seat, session, bell=True)
            except InboxguardError:
                session.close()
                raise
        except ServerTrouble as problem:
            seat.no_bell_until = clock.monotonic() + _NO_SECOND_SECONDS
            logger().warning("second_connection_refused", account=seat.name, says=str(problem))


def problem_of(trouble: InboxguardError, seat: Seat) -> InboxguardError:
    """The trouble, logged where a person should know at once: the state cannot be written, so nothing is done."""
    if isinstance(trouble, JournalTrouble):
        logger().error("journal_trouble", account=seat.name, says=str(trouble), mend=trouble.mend)
    return trouble


def _idling(seat: Seat, session: Session, *, bell: bool = False) -> Line:
    seconds = min(_DONE_SECONDS, seat.office.settings.service.silence_seconds)
    idler = Idler(session, seconds=float(seconds))
    idler.start()
    return Line(idler, seat, bell)


def _keep_alive(session: Session) -> None:
    """Let the system notice a peer that is gone, as far as this system can: 30 s of silence, then 3 questions."""
    plain = session.stream.socket
    for name, value in (
        ("TCP_KEEPIDLE", 30),
        ("TCP_KEEPINTVL", 10),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", 40_000),
    ):
        option = getattr(socket, name, None)
        if option is not None:
            with suppress(OSError):
                plain.setsockopt(socket.IPPROTO_TCP, option, value)
