"""A stock of mail in order of time: headers first, bodies only where a verdict needs them.

The one fact a newcomer would get wrong: whether a body is needed is decided as late as possible, window by window,
because the mail just read may have taught that a thread belongs to somebody the guard watches.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from inboxguard.examine import Examined
from inboxguard.log import logger
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.service.glance import Glance, Interest
from inboxguard.service.guard import Guard

WINDOW = 200


class Stock(Protocol):
    """Where bodies come from."""

    def bodies(self, wanted: Sequence[RawMessage]) -> Iterable[RawMessage]:
        """Those of the messages that are still there, whole."""


def walk(
    glances: Sequence[Glance], stock: Stock, guard: Guard, step: Callable[[int], None] = lambda _: None
) -> Iterator[Examined | Glance]:
    """Every incoming message in order of time: examined, or only glanced at when nothing spoke for more.

    The user's own messages are taken in on the way and not given out. A message that breaks the examination is logged
    and given out as glanced at.
    """
    ordered = sorted(glances, key=lambda seen: seen.order)
    for start in range(0, len(ordered), WINDOW):
        window = ordered[start : start + WINDOW]
        wanted = [seen for seen in window if guard.interest(seen) is not Interest.PASSING]
        asked = {seen.raw.ref for seen in wanted}
        bodies = _by_ref(stock.bodies([seen.raw for seen in wanted]))
        for seen in window:
            whole = bodies.get(seen.raw.ref)
            if seen.raw.ref not in asked and guard.linked(seen):
                whole = next(iter(stock.bodies([seen.raw])), None)
            step(1)
            found = _one(seen, whole, guard)
            if found is not None:
                yield found


def _one(seen: Glance, whole: RawMessage | None, guard: Guard) -> Examined | Glance | None:
    if seen.sent:
        if whole is None:
            guard.glance_sent(seen)
        else:
            guard.note_sent(parse(whole))
        return None
    if whole is None:
        return seen
    try:
        return guard.examine(parse(whole))
    except Exception:  # noqa: BLE001 - one message must not stop the mailbox; it is left alone and logged
        logger().exception("message_not_examined", source=seen.raw.source)
        return seen


def _by_ref(raws: Iterable[RawMessage]) -> dict[MessageRef | None, RawMessage]:
    return {raw.ref: raw for raw in raws}
