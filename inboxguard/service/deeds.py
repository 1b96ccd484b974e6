r"""Intent, deed, result: filing and tagging exactly once.

The reasoning, in the order of the code:

1. A message that was undone once is left alone, whatever the policy says now.
2. The message is looked at where it is said to lie. Another header there, or none, means that somebody was quicker; a
   message flagged \Deleted belongs to its user, who has decided about it.
3. The intent is written with everything needed to find out later what became of it: the message's identity, the
   destination's UIDVALIDITY and UIDNEXT, the flags.
4. MOVE is believed when COPYUID names the message and it is gone from its source. COPY is proven by looking before its
   source is removed. Whatever is not proven is looked for.
5. A connection that breaks in between leaves the intent open; `reconcile` settles it before anything else is done.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from inboxguard.errors import Refused
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.ports import Deed, Deedstore, Ended, Identity, Intent, Journal, Kind, Result, Snapshot, Standing, Way
from inboxguard.service.looking import Sight, look

AT_ONCE = 100
PUT_BACK_ONCE = "it was put back once, so it is left alone"
HAS_THE_TAG = "it has the tag already"


@dataclass(frozen=True, slots=True)
class Order:
    """What the policy decided for one message.

    `destination` is a name as the user writes it; `because` is the row, `parent` the intent it undoes.
    """

    kind: Kind
    ref: MessageRef
    key: MessageKey
    destination: str = ""
    keyword: str = ""
    sender: str = ""
    person: str = ""
    because: str = ""
    parent: int = 0


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of an order. `deed` is None when nothing was even meant to be done, and `says` tells why."""

    order: Order
    ended: Ended
    says: str = ""
    deed: Deed | None = None


def carry_out(
    orders: Iterable[Order], store: Deedstore, journal: Journal, *, run: str, now: datetime
) -> tuple[Handled, ...]:
    """Do what was ordered, each message at most once.

    A filing becomes a tag where the server can neither MOVE nor UID EXPUNGE and the order names a keyword.

    Raises:
        Unreachable, Misbehaved: when the session ended; what was begun is settled by `reconcile` later.
    """
    out: list[Handled] = []
    for group in _groups(orders, store.way):
        try:
            out += _carry_out_group(group, store, journal, run, now)
        except Refused as problem:
            done = {handled.order for handled in out}
            out += [Handled(order, Ended.REFUSED, str(problem)) for order in group if order not in done]
    return tuple(out)


def perform(intents: Collection[Intent], store: Deedstore, journal: Journal, now: datetime) -> tuple[Deed, ...]:
    """The deeds of intents already written, all of one kind, from one mailbox to one destination."""
    first = next(iter(intents))
    if first.kind is not Kind.FILE:
        results = _mark(intents, store, now)
        journal.conclude(results)
    elif store.way is Way.MOVE:
        results = _move(intents, store, journal, now)
        journal.conclude(results)
    else:
        results = []
        for intent in intents:
            results.append(_copy(intent, store, journal, now))
            journal.conclude(results[-1:])
    known = {result.intent: result for result in results}
    return tuple(Deed(intent, known[intent.id]) for intent in intents)


def finish_copy(intent: Intent, there: MessageRef, store: Deedstore, now: datetime) -> Result:
    """Remove the source of a copy that was seen at its destination."""
    ref = intent.ref
    try:
        store.standing(ref.mailbox, ref.uidvalidity, [ref.uid])
        store.remove_copied(ref.mailbox, ref.uid)
    except Refused as problem:
        return Result(intent.id, Ended.UNSETTLED, now, there, f"it lies in both mailboxes now: {problem}")
    if store.standing(ref.mailbox, ref.uidvalidity, [ref.uid]):
        return Result(intent.id, Ended.UNSETTLED, now, there, "it lies in both mailboxes now")
    return Result(intent.id, Ended.DONE, now, there)


def settled(intent: Intent, store: Deedstore, journal: Journal, now: datetime, *, else_says: str = "") -> Result:
    """What became of a filing that the server did not confirm; `else_says` is its reason for having done nothing."""
    seen = look(intent, store, journal)
    if seen.there and seen.sight is Sight.HALF:
        return finish_copy(intent, seen.there, store, now)
    if seen.sight is Sight.DONE:
        return Result(intent.id, Ended.DONE, now, seen.there)
    if seen.sight is Sight.NOT_BEGUN:
        return Result(intent.id, Ended.REFUSED, now, intent.ref, else_says or "the server left it where it was")
    if seen.sight is Sight.LOST:
        return Result(intent.id, Ended.VANISHED, now, None, "somebody else moved or removed it meanwhile")
    return Result(intent.id, Ended.UNSETTLED, now, None, seen.says)


def _groups(orders: Iterable[Order], way: Way) -> list[list[Order]]:
    groups: dict[tuple[Kind, str, int, str, str], list[Order]] = {}
    for order in orders:
        kind = Kind.TAG if order.kind is Kind.FILE and way is Way.TAG_ONLY and order.keyword else order.kind
        place = (kind, order.ref.mailbox, order.ref.uidvalidity, order.destination, order.keyword)
        groups.setdefault(place, []).append(order)
    return [group[at : at + AT_ONCE] for group in groups.values() for at in range(0, len(group), AT_ONCE)]


def _carry_out_group(group: list[Order], store: Deedstore, journal: Journal, run: str, now: datetime) -> list[Handled]:
    first = group[0]
    filing = first.kind is Kind.FILE and store.way is not Way.TAG_ONLY
    if first.kind is Kind.FILE and not filing and not first.keyword:
        raise Refused("the server can neither MOVE nor UID EXPUNGE, so nothing is filed")
    name = store.server_name(first.destination) if filing else ""
    if filing and name == first.ref.mailbox:
        return [Handled(order, Ended.WITHDRAWN, "it lies there already") for order in group]
    target = store.destination(name) if filing else None
    found = store.standing(first.ref.mailbox, first.ref.uidvalidity, [order.ref.uid for order in group])
    kept_out = journal.kept_out(first.ref.account, [order.key for order in group if not order.parent])
    out: list[Handled] = []
    wanted: list[tuple[Order, Intent]] = []
    for order in group:
        standing = found.get(order.ref.uid)
        hindrance = _hindrance(order, standing, kept_out)
        if hindrance:
            out.append(hindrance)
        elif standing:
            wanted.append((order, _intent(order, standing, target, run, now)))
    if wanted:
        written = journal.intend([intent for _, intent in wanted])
        deeds = perform(written, store, journal, now)
        for (order, _), deed in zip(wanted, deeds, strict=True):
            result = deed.result
            assert result is not None
            out.append(Handled(order, result.ended, result.says, deed))
    return out


def _hindrance(order: Order, standing: Standing | None, kept_out: frozenset[MessageKey]) -> Handled | None:
    if order.key in kept_out:
        return Handled(order, Ended.WITHDRAWN, PUT_BACK_ONCE)
    if standing is None or standing.identity.key != order.key:
        return Handled(order, Ended.VANISHED, "somebody else moved or removed it meanwhile")
    if standing.has("\\Deleted"):
        return Handled(order, Ended.WITHDRAWN, "it is marked for deletion by its owner")
    if order.kind is Kind.TAG and standing.has(order.keyword):
        return Handled(order, Ended.WITHDRAWN, HAS_THE_TAG)
    return None


def _intent(order: Order, standing: Standing, target: Snapshot | None, run: str, now: datetime) -> Intent:
    kind = Kind.TAG if order.kind is Kind.FILE and target is None else order.kind
    return Intent(
        kind,
        standing.ref,
        Identity(order.key, standing.identity.size, standing.identity.server_id),
        now,
        run,
        standing.flags,
        target.mailbox if target else "",
        target.uidvalidity if target else 0,
        target.uidnext if target else 0,
        "" if target else order.keyword,
        order.sender,
        order.person,
        order.because,
        order.parent,
    )


def _move(intents: Collection[Intent], store: Deedstore, journal: Journal, now: datetime) -> list[Result]:
    first = next(iter(intents))
    source, uids = first.ref, [intent.ref.uid for intent in intents]
    says = ""
    moved: dict[int, int] = {}
    try:
        store.standing(source.mailbox, source.uidvalidity, uids[:1])
        moved = store.move(source.mailbox, uids, first.destination)
    except Refused as problem:
        says = str(problem)
    still = store.standing(source.mailbox, source.uidvalidity, uids)
    results = []
    for intent in intents:
        uid = intent.ref.uid
        if uid in moved and uid not in still:
            there = MessageRef(source.account, first.destination, first.destination_uidvalidity, moved[uid])
            results.append(Result(intent.id, Ended.DONE, now, there))
        else:
            results.append(settled(intent, store, journal, now, else_says=says))
    return results


def _copy(intent: Intent, store: Deedstore, journal: Journal, now: datetime) -> Result:
    ref = intent.ref
    says = ""
    try:
        store.standing(ref.mailbox, ref.uidvalidity, [ref.uid])
        store.copy(ref.mailbox, ref.uid, intent.destination)
    except Refused as problem:
        says = str(problem)
    return settled(intent, store, journal, now, else_says=says)


def _mark(intents: Collection[Intent], store: Deedstore, now: datetime) -> list[Result]:
    first = next(iter(intents))
    source, uids = first.ref, [intent.ref.uid for intent in intents]
    setting = first.kind is Kind.TAG
    says = "the server said yes and did not keep the tag" if setting else "the server said yes and kept the tag"
    try:
        store.standing(source.mailbox, source.uidvalidity, uids[:1])
        change = store.keep_keyword if setting else store.drop_keyword
        has = change(source.mailbox, uids, first.keyword)
    except Refused as problem:
        return [Result(intent.id, Ended.REFUSED, now, intent.ref, str(problem)) for intent in intents]
    results = []
    for intent in intents:
        uid = intent.ref.uid
        if uid not in has:
            results.append(Result(intent.id, Ended.VANISHED, now, None, "somebody else moved or removed it meanwhile"))
        elif has[uid] is setting:
            results.append(Result(intent.id, Ended.DONE, now, intent.ref))
        else:
            results.append(Result(intent.id, Ended.NOT_KEPT, now, intent.ref, says))
    return results
