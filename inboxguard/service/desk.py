"""One account's working set: its guard, its journal, and what is done when there is something new.

The one fact a newcomer would get wrong: the order of writing. What was judged of a message comes before its intent,
deed and result; all else that was examined comes after; and the cursor last. So a crash repeats a look but never a
deed, and no deed is without its judgement.
"""

import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inboxguard.errors import Refused
from inboxguard.examine import Examined
from inboxguard.log import logger
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.policy.table import Action, Mode
from inboxguard.ports import (
    Correction,
    Cursor,
    Deedstore,
    Ended,
    Journal,
    Kind,
    Postponed,
    Remembered,
    Snapshot,
    SpecialUse,
)  # fmt: skip
from inboxguard.report.line import Line, as_stored
from inboxguard.service.deeds import Handled, Order, carry_out
from inboxguard.service.glance import Glance, glance
from inboxguard.service.guard import Guard
from inboxguard.service.outcome import line
from inboxguard.service.postponed import postpone, take_up, waiting
from inboxguard.service.said import meant, notes, words
from inboxguard.service.teller import Silent, Teller
from inboxguard.service.walk import Unexamined, walk

HOUR = timedelta(hours=1)
_REST_AFTER = timedelta(hours=12)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rules:
    """How an account is to be treated: the names are those of the settings."""

    account: str
    me: frozenset[str]
    mode: Mode = Mode.OBSERVE
    mailboxes: tuple[str, ...] = ("INBOX",)
    sent: str = ""
    file_into: str = "Hard sell"
    keyword: str = "HardSell"
    since: timedelta = timedelta(days=120)
    moves_per_hour: int = 30


@dataclass(slots=True)
class Looked:
    """What one look saw and did.

    `failed` names the messages whose examination broke, `held_back` counts those that the limit per hour turned from
    filing to tagging, `missing` names the watched mailboxes that could not be opened.
    """

    lines: list[Line]
    handled: tuple[Handled, ...] = ()
    notes: tuple[str, ...] = ()
    passing: int = 0
    held_back: int = 0
    failed: tuple[Postponed, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pass:
    """When a look began, and the run its deeds belong to."""

    now: datetime
    run: str


class _Bodies:
    """The bodies of a mailstore's messages, for the walk."""

    def __init__(self, store: Deedstore) -> None:
        self._store = store

    def bodies(self, wanted: Sequence[RawMessage]) -> Iterable[RawMessage]:
        """Those that are still there."""
        return self._store.bodies([raw.ref for raw in wanted if raw.ref is not None])


class Desk:
    """Everything held for one account between looks; never used by two workers at once.

    `make` gives a guard that knows what the journal remembers. It is asked when there is mail to judge, and again after
    a long rest, so that an account without mail costs nothing.
    """

    def __init__(
        self,
        rules: Rules,
        make: Callable[[], Guard],
        journal: Journal,
        learn: Callable[[Iterable[RawMessage]], bool] = lambda _: False,
    ) -> None:
        self.rules = rules
        self._make = make
        self._guard: Guard | None = None
        self._journal = journal
        self._learn = learn
        self._sent = self._told = ""
        self._used = _NEVER

    @property
    def guard(self) -> Guard:
        """The guard, made when there is none."""
        if self._guard is None:
            self._guard = self._make()
        return self._guard

    @property
    def resting(self) -> bool:
        """Whether no guard is held."""
        return self._guard is None

    @property
    def new_domains(self) -> frozenset[tuple[str, str]]:
        """Companies and the domains from which their people surely wrote, as seen since the guard was made."""
        return frozenset(self._guard.new_domains) if self._guard else frozenset()

    def rest(self) -> None:
        """Let go of the guard; the next one knows what the journal says then."""
        self._guard = None

    def change(self, **changes: object) -> None:
        """Tell the guard what has changed; one that is made later knows it from its maker."""
        if self._guard is not None:
            self._guard.change(**changes)

    def look(self, store: Deedstore, *, now: datetime, run: str, tell: Teller | None = None) -> Looked:
        """See what is new, judge it, do what the policy asks and the mode allows, and remember.

        Raises:
            ServerTrouble: when the session ended, or no watched mailbox can be opened; nothing is lost, the next look
                begins where this one did.
        """
        tell = tell or Silent()
        snapshots, missing = self._snapshots(store)
        glances = self._glances(store, snapshots, now, tell)
        if self._learn(self._notices(store, glances)):
            glances = self._glances(store, snapshots, now, tell)
        glances += self._once_more(store, snapshots, {seen.raw.ref for seen in glances})
        looked = Looked([], missing=missing)
        if glances:
            self._used = now
            self._deal_with(glances, looked, store, tell, _Pass(now, run))
        elif now - self._used > _REST_AFTER:
            self.rest()
        looked.notes = tuple(notes(looked, self.rules))
        for snapshot in snapshots:
            if self._journal.cursor(self.rules.account, snapshot.mailbox) != snapshot.cursor:
                self._journal.advance(self.rules.account, snapshot.mailbox, snapshot.cursor)
        return looked

    def _deal_with(
        self, glances: Sequence[Glance], looked: Looked, store: Deedstore, tell: Teller, this: "_Pass"
    ) -> None:
        """Judge, act and remember, as the module says in which order."""
        told = self._journal.setting(f"told:{self.rules.account}")
        if told != self._told:
            self.rest()
            self._told = told
        self.guard.hear(self._journal.corrections(self.rules.account))
        tell.begin("reading mail", len(glances))
        examined: list[Examined] = []
        for found in walk(glances, _Bodies(store), self.guard, tell.step):
            if isinstance(found, Examined):
                self._take_back(found, this.now)
                examined.append(found)
            elif isinstance(found, Unexamined):
                looked.failed += postpone(found, self._journal, this.now)
            else:
                looked.passing += 1
        orders, looked.held_back = self._orders(examined, this.now)
        self._remember_judged(orders, examined, this.run)
        looked.handled = self._carry_out(orders, store, tell, this)
        looked.lines = self._lines(examined, looked.handled)
        self._remember(examined, looked.lines, this.run)
        take_up(glances, looked.failed, self._journal, self.rules.account)

    def _snapshots(self, store: Deedstore) -> tuple[list[Snapshot], tuple[str, ...]]:
        """The mailboxes that are there, and the names of those that are not: deleted, renamed or mistyped."""
        found: list[Snapshot] = []
        missing: dict[str, Refused] = {}
        sent = self.rules.sent or store.special(SpecialUse.SENT) or ""
        for mailbox in dict.fromkeys((sent, *self.rules.mailboxes) if sent else self.rules.mailboxes):
            try:
                found.append(store.snapshot(mailbox))
            except Refused as problem:
                missing[mailbox] = problem
            else:
                self._sent = found[-1].mailbox if mailbox == sent else self._sent
        if missing.keys() >= set(self.rules.mailboxes):
            raise next(iter(missing.values()))
        return found, tuple(missing)

    def _glances(self, store: Deedstore, snapshots: Iterable[Snapshot], now: datetime, tell: Teller) -> list[Glance]:
        """What is new, without what nobody will ever ask for again."""
        kept: list[Glance] = []
        for snapshot in snapshots:
            cursor = self._journal.cursor(self.rules.account, snapshot.mailbox)
            since = None if _same(cursor, snapshot) else (now - self.rules.since).date()
            tell.begin(f"looking through {snapshot.mailbox}", snapshot.messages if since else None)
            for raw in store.headers_since(snapshot, cursor, received_since=since):
                seen = glance(raw, self.rules.me, sent_mailbox=snapshot.mailbox == self._sent)
                tell.step()
                kept.append(seen)
        return kept

    def _once_more(
        self, store: Deedstore, snapshots: Iterable[Snapshot], new: Container[MessageRef | None]
    ) -> list[Glance]:
        """The messages that earlier looks could not examine, other than those that are seen anew."""
        return [
            glance(raw, self.rules.me, sent_mailbox=raw.ref is not None and raw.ref.mailbox == self._sent)
            for raw in waiting(store, snapshots, self._journal)
            if raw.ref not in new
        ]

    def _notices(self, store: Deedstore, glances: Iterable[Glance]) -> Iterable[RawMessage]:
        refs = [seen.raw.ref for seen in glances if seen.network and not seen.sent and seen.raw.ref]
        return store.bodies(refs) if refs else ()

    def _take_back(self, found: Examined, now: datetime) -> None:
        """A message we filed that lies in a watched mailbox again was moved back by its owner: learn from it.

        What undo put back says nothing about its sender; `inboxguard not-a-pitch` does.
        """
        account = self.rules.account
        deeds = self._journal.deeds(account, key=found.key)
        done = [deed.intent for deed in deeds if deed.result and deed.result.ended is Ended.DONE]
        undone = {intent.parent for intent in done}
        filed = any(
            intent.kind is Kind.FILE and not intent.parent and intent.id not in undone and found.ref != intent.ref
            for intent in done
        )
        told = self._journal.corrections(account) if filed else ()
        if not filed or any(one.key == found.key for one in told):
            return
        self._journal.keep_out(account, [found.key], now)
        self._journal.correct(Correction(account, found.key, now, "moved back", found.person.id, found.person.name))
        self.guard.hear(self._journal.corrections(account))
        logger().info("message_moved_back", account=account, key=str(found.key))

    def _orders(self, examined: Iterable[Examined], now: datetime) -> tuple[list[Order], int]:
        """What is to be done, and how many filings became tags because of the limit per hour."""
        left = self.rules.moves_per_hour - self._journal.filed_since(self.rules.account, now - HOUR)
        held_back = 0
        orders: list[Order] = []
        for found in examined:
            action = self.rules.mode.allows(found.decision.action)
            if action is Action.FILE and left <= 0:
                action = Action.TAG
                held_back += 1
            left -= action is Action.FILE
            order = self._order(found, action)
            if order:
                orders.append(order)
        return orders, held_back

    def _carry_out(self, orders: Sequence[Order], store: Deedstore, tell: Teller, this: "_Pass") -> tuple[Handled, ...]:
        if not orders:
            return ()
        tell.begin("filing and tagging", len(orders))
        handled = carry_out(orders, store, self._journal, run=this.run, now=this.now)
        for one in handled:
            logger().info(
                "message_dealt_with",
                account=self.rules.account, kind=one.order.kind.value, key=str(one.order.key), ended=one.ended.value,
            )  # fmt: skip
        return handled

    def _order(self, found: Examined, action: Action) -> Order | None:
        if action is Action.LEAVE or found.ref is None:
            return None
        return Order(
            kind=Kind.FILE if action is Action.FILE else Kind.TAG,
            ref=found.ref,
            key=found.key,
            destination=self.rules.file_into if action is Action.FILE else "",
            keyword=self.rules.keyword,
            sender=found.sender.lower(),
            person=found.person.id,
            because=found.decision.row,
        )

    def _lines(self, examined: Iterable[Examined], handled: Iterable[Handled]) -> list[Line]:
        done = {one.order.ref: words(one) for one in handled}
        return [
            line(found).with_deed(done.get(found.ref, meant(found)) if found.ref else meant(found))
            for found in examined
        ]

    def _remember_judged(self, orders: Sequence[Order], examined: Iterable[Examined], run: str) -> None:
        """Keep what was judged of the messages that are to be moved or tagged; a crash must not leave a bare deed."""
        wanted = {order.ref for order in orders}
        judged = [found for found in examined if found.ref in wanted]
        if judged:
            self._journal.remember(_remembered(judged, self._lines(judged, ()), run))

    def _remember(self, examined: Sequence[Examined], lines: Sequence[Line], run: str) -> None:
        self._journal.remember(_remembered(examined, lines, run))
        self._journal.remember_replies(self.rules.account, self.guard.take_replies())
        self._journal.set_setting(f"past:{self.rules.account}", json.dumps(self.guard.world.past.as_stored()))


def _remembered(examined: Iterable[Examined], lines: Iterable[Line], run: str) -> Iterator[Remembered]:
    for found, its in zip(examined, lines, strict=True):
        if found.ref is not None:
            yield Remembered(
                key=found.key, ref=found.ref, received=found.when, sender=found.sender.lower(), subject=found.subject,
                message_id=found.message_id, person=found.person.id, touch=found.touch,
                verdict=json.dumps(as_stored(its), ensure_ascii=False), run=run,
            )  # fmt: skip


def _same(cursor: Cursor | None, snapshot: Snapshot) -> bool:
    return cursor is not None and cursor.uidvalidity == snapshot.uidvalidity
