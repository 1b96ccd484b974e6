"""A stock of mail in order of time: headers first, bodies only where a verdict needs them.

The one fact a newcomer would get wrong: whether a body is needed is decided as late as possible, window by window,
because the mail just read may have taught that a thread belongs to somebody the guard watches.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inboxguard.errors import InboxguardError
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


@dataclass(frozen=True, slots=True)
class Unexamined:
    """A message that broke the examination, a fault of ours; `says` names the fault and its place, no word of mail."""

    seen: Glance
    says: str


def walk(
    glances: Sequence[Glance], stock: Stock, guard: Guard, step: Callable[[int], None] = lambda _: None
) -> Iterator[Examined | Glance | Unexamined]:
    """Every incoming message in order of time: examined, or only glanced at when nothing spoke for more.

    The user's own messages are taken in on the way and not given out, unless one of them breaks the examination.
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


def _one(seen: Glance, whole: RawMessage | None, guard: Guard) -> Examined | Glance | Unexamined | None:
    try:
        return _read(seen, whole, guard)
    except InboxguardError:
        raise
    except Exception as fault:  # noqa: BLE001 - one message must not stop the mailbox; it is left alone and logged
        where = "".join(traceback.format_tb(fault.__traceback__))
        logger().error("message_not_examined", source=seen.raw.source, says=_named(fault), traceback=where)
        return Unexamined(seen, _named(fault))


def _read(seen: Glance, whole: RawMessage | None, guard: Guard) -> Examined | Glance | None:
    if not seen.sent:
        return guard.examine(parse(whole)) if whole else seen
    if whole is None:
        guard.glance_sent(seen)
    else:
        guard.note_sent(parse(whole))
    return None


def _named(fault: Exception) -> str:
    """The kind of fault and where in our code it arose; its own words may be those of a mail."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _by_ref(raws: Iterable[RawMessage]) -> dict[MessageRef | None, RawMessage]:
    return {raw.ref: raw for raw in raws}
