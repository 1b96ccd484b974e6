"""Putting back what was done: deeds like any other, backwards.

The one fact a newcomer would get wrong: a message that was put back is new mail to the next scan. So it is first
written down as one to be left alone, and only then moved.
"""

from collections.abc import Iterable
from datetime import datetime

from inboxguard.errors import Refused
from inboxguard.ports import Deed, Deedstore, Ended, Intent, Journal, Kind, Standing
from inboxguard.service.deeds import Handled, Order, carry_out


def undo(deeds: Iterable[Deed], store: Deedstore, journal: Journal, *, run: str, now: datetime) -> tuple[Handled, ...]:
    """Put back those of the deeds that were done and not put back yet, latest first.

    `journal.deeds(run=…)`, `(key=…)` or `(sender=…)` choose them.

    Raises:
        Unreachable, Misbehaved: when the session ended; what was begun is settled by `reconcile` later.
    """
    wanted = [deed for deed in deeds if undoable(deed, journal)]
    journal.keep_out(store.account, [deed.intent.identity.key for deed in wanted], now)
    out: list[Handled] = []
    orders: list[Order] = []
    for deed in reversed(wanted):
        standing = _find(deed, store)
        order = _order(deed.intent, standing)
        if standing is None:
            where = deed.intent.destination or deed.intent.ref.mailbox
            out.append(Handled(order, Ended.VANISHED, f"it is not in {where} any more"))
        elif order.kind is Kind.UNTAG and not standing.has(deed.intent.keyword):
            out.append(Handled(order, Ended.WITHDRAWN, "it does not have the tag any more"))
        else:
            orders.append(order)
    return (*out, *carry_out(orders, store, journal, run=run, now=now))


def undoable(deed: Deed, journal: Journal) -> bool:
    """Whether there is anything to put back: it was done, by us, and not put back yet."""
    intent = deed.intent
    if deed.result is None or deed.result.ended is not Ended.DONE or intent.parent:
        return False
    if intent.kind is Kind.TAG and intent.keyword.lower() in {flag.lower() for flag in intent.flags_before}:
        return False
    later = journal.deeds(intent.ref.account, key=intent.identity.key)
    return not any(
        other.intent.parent == intent.id and other.result and other.result.ended is Ended.DONE for other in later
    )


def _order(intent: Intent, standing: Standing | None) -> Order:
    filed = intent.kind is Kind.FILE
    return Order(
        Kind.FILE if filed else Kind.UNTAG,
        standing.ref if standing else intent.ref,
        intent.identity.key,
        intent.ref.mailbox if filed else "",
        "" if filed else intent.keyword,
        intent.sender,
        intent.person,
        "undo",
        intent.id,
    )


def _find(deed: Deed, store: Deedstore) -> Standing | None:
    """The message by the place the deed left it at, else by what it is."""
    intent, result = deed.intent, deed.result
    place = result.now_at if result and result.now_at else intent.ref
    try:
        found = store.standing(place.mailbox, place.uidvalidity, [place.uid]).get(place.uid)
        if found and found.identity.key == intent.identity.key:
            return found
    except Refused:
        found = None
    try:
        alike = store.look_for(place.mailbox, intent.identity)[1]
    except Refused:
        return None
    return alike[-1] if alike else None
