"""One account's working set: its guard, its journal, and what is done when there is something new.

The one fact a newcomer would get wrong: the order of writing. What was judged of a message comes before its intent,
deed and result; all else that was examined comes after; and the cursor last. So a crash repeats a look but never a
deed, and no deed is without its judgement.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from inboxguard.errors import Refused
from inboxguard.examine import Examined
from inboxguard.log import logger
from inboxguard.mail.ref import RawMessage
from inboxguard.policy.table import Action, Mode
from inboxguard.ports import Correction, Cursor, Deedstore, Ended, Journal, Kind, Remembered, Snapshot, SpecialUse
from inboxguard.report.line import Line, as_stored
from inboxguard.service.deeds import Handled, Order, carry_out
from inboxguard.service.glance import Glance, glance
from inboxguard.service.guard import Guard
from inboxguard.service.outcome import line
from inboxguard.service.walk import walk

HOUR = timedelta(hours=1)


class Teller(Protocol):
    """Whom progress is told."""

    def begin(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins."""

    def step(self, by: int = 1) -> None:
        """So many more are done."""

    def say(self, line: str) -> None:
        """One line for a person."""


class Silent:
    """Tells nobody."""

    def begin(self, what: str, total: int | None = None) -> None:
        """Nothing."""

    def step(self, by: int = 1) -> None:
        """Nothing."""

    def say(self, line: str) -> None:
        """Nothing."""


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

    `held_back` counts the messages that the limit per hour turned from filing to tagging, `missing` names the watched
    mailboxes that could not be opened.
    """

    lines: list[Line]
    handled: tuple[Handled, ...] = ()
    notes: tuple[str, ...] = ()
    passing: int = 0
    held_back: int = 0
    missing: tuple[str, ...] = ()


class _Bodies:
    """The bodies of a mailstore's messages, for the walk."""

    def __init__(self, store: Deedstore) -> None:
        self._store = store

    def bodies(self, wanted: Sequence[RawMessage]) -> Iterable[RawMessage]:
        """Those that are still there."""
        return self._store.bodies([raw.ref for raw in wanted if raw.ref is not None])


class Desk:
    """Everything held for one account between looks; never used by two workers at once."""

    def __init__(
        self, rules: Rules, guard: Guard, journal: Journal, learn: Callable[[Iterable[RawMessage]], bool]
    ) -> None:
        self.rules = rules
        self.guard = guard
        self._journal = journal
        self._learn = learn
        self._sent = ""

    def look(self, store: Deedstore, *, now: datetime, run: str, tell: Teller | None = None) -> Looked:
        """See what is new, judge it, do what the policy asks and the mode allows, and remember.

        Raises:
            ServerTrouble: when the session ended, or no watched mailbox can be opened; nothing is lost, the next look
                begins where this one did.
        """
        tell = tell or Silent()
        self.guard.hear(self._journal.corrections(self.rules.account))
        snapshots, missing = self._snapshots(store)
        glances = self._glances(store, snapshots, now, tell)
        if self._learn(self._notices(store, glances)):
            glances = self._glances(store, snapshots, now, tell)
        tell.begin("reading mail", len(glances))
        looked = Looked([], missing=missing)
        examined: list[Examined] = []
        for found in walk(glances, _Bodies(store), self.guard, tell.step):
            if isinstance(found, Examined):
                self._take_back(found, now)
                examined.append(found)
            else:
                looked.passing += 1
        orders, looked.held_back = self._orders(examined, now)
        self._remember_judged(orders, examined, run)
        looked.handled = self._carry_out(orders, store, now, run, tell)
        looked.lines = self._lines(examined, looked.handled)
        looked.notes = (*_notes(looked.handled), *self._said_of(looked))
        if glances:
            self._remember(examined, looked.lines, run)
        for snapshot in snapshots:
            if self._journal.cursor(self.rules.account, snapshot.mailbox) != snapshot.cursor:
                self._journal.advance(self.rules.account, snapshot.mailbox, snapshot.cursor)
        return looked

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

    def _notices(self, store: Deedstore, glances: Iterable[Glance]) -> Iterable[RawMessage]:
        refs = [seen.raw.ref for seen in glances if seen.network and not seen.sent and seen.raw.ref]
        return store.bodies(refs) if refs else ()

    def _take_back(self, found: Examined, now: datetime) -> None:
        """A message we filed that lies in a watched mailbox again was moved back by its owner: learn from it."""
        account = self.rules.account
        filed = any(
            deed.intent.kind is Kind.FILE
            and not deed.intent.parent
            and deed.result is not None
            and deed.result.ended is Ended.DONE
            and found.ref != deed.intent.ref
            for deed in self._journal.deeds(account, key=found.key)
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

    def _carry_out(
        self, orders: Sequence[Order], store: Deedstore, now: datetime, run: str, tell: Teller
    ) -> tuple[Handled, ...]:
        if not orders:
            return ()
        tell.begin("filing and tagging", len(orders))
        handled = carry_out(orders, store, self._journal, run=run, now=now)
        for one in handled:
            logger().info(
                "message_dealt_with",
                account=self.rules.account, kind=one.order.kind.value, key=str(one.order.key), ended=one.ended.value,
            )  # fmt: skip
        return handled

    def _said_of(self, looked: Looked) -> Iterator[str]:
        """What a person should be told of this look besides its deeds."""
        if looked.held_back:
            limit = self.rules.moves_per_hour
            yield (
                f"{looked.held_back} were tagged instead of filed: at most {limit} are moved in an hour "
                "([safety].moves_per_hour)."
            )
        for mailbox in looked.missing:
            yield f"The mailbox “{mailbox}” cannot be opened; was it deleted or renamed?"

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
        done = {one.order.ref: _words(one) for one in handled}
        lines = []
        for found in examined:
            wanted = {Action.FILE: "would file", Action.TAG: "would tag"}.get(found.decision.action, "")
            lines.append(line(found).with_deed(done.get(found.ref, wanted) if found.ref else wanted))
        return lines

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


_DONE = {(Kind.FILE, Ended.DONE): "filed", (Kind.TAG, Ended.DONE): "tagged"}


def _words(one: Handled) -> str:
    kind = one.deed.intent.kind if one.deed else one.order.kind
    return (
        _DONE.get((kind, one.ended))
        or f"not {'filed' if kind is Kind.FILE else 'tagged'}: {one.says or one.ended.value}"
    )


def _notes(handled: Iterable[Handled]) -> tuple[str, ...]:
    """What a person should be told of deeds that did not go as ordered, each reason once."""
    failed: Counter[tuple[Kind, str]] = Counter()
    notes = []
    for one in handled:
        tagged_instead = one.order.kind is Kind.FILE and one.deed is not None and one.deed.intent.kind is Kind.TAG
        if tagged_instead:
            notes.append("The server can neither MOVE nor UID EXPUNGE, so messages are tagged instead of filed.")
        elif one.ended not in {Ended.DONE, Ended.WITHDRAWN}:
            failed[one.order.kind, one.says or one.ended.value] += 1
    words = {Kind.FILE: "filed", Kind.TAG: "tagged", Kind.UNTAG: "untagged"}
    notes += [f"{count} could not be {words[kind]}: {says}." for (kind, says), count in failed.items()]
    return tuple(dict.fromkeys(notes))
