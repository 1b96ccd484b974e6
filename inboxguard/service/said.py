"""What became of messages, in the words of the report.

The one fact a newcomer would get wrong: not everything that was not done has failed. A server that keeps no keywords,
or a message that its owner put back, is said as what it is; "not filed" and "not tagged" are left for what went wrong.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from inboxguard.examine import Examined
from inboxguard.policy.table import Action
from inboxguard.ports import Ended, Kind
from inboxguard.service.deeds import HAS_THE_TAG, PUT_BACK_ONCE, Handled
from inboxguard.service.postponed import in_words

if TYPE_CHECKING:
    from inboxguard.service.desk import Looked, Rules

PUT_BACK: Final = "put back"
_TAKEN_BACK: Final = "taken-back"
_DONE: Final = {(Kind.FILE, Ended.DONE): "filed", (Kind.TAG, Ended.DONE): "tagged"}
_INSTEAD: Final = {HAS_THE_TAG: "tagged", PUT_BACK_ONCE: PUT_BACK}


def meant(found: Examined) -> str:
    """What the policy would do with a message that nothing was done with, or that its owner put it back."""
    if found.decision.row == _TAKEN_BACK:
        return PUT_BACK
    return {Action.FILE: "would file", Action.TAG: "would tag"}.get(found.decision.action, "")


def words(one: Handled) -> str:
    """What became of an order: "filed", "tagged", "put back", "left: …", or "not filed: …" where something failed."""
    kind = one.deed.intent.kind if one.deed else one.order.kind
    says = one.says or one.ended.value
    if one.ended is Ended.NOT_KEPT:
        return "left: the server keeps no keywords"
    if one.ended is Ended.WITHDRAWN:
        return _INSTEAD.get(says, f"left: {says}")
    return _DONE.get((kind, one.ended)) or f"not {'filed' if kind is Kind.FILE else 'tagged'}: {says}"


def notes(looked: "Looked", rules: "Rules") -> Iterator[str]:
    """What a person should be told of a look besides its lines."""
    yield from _of_deeds(looked.handled)
    back = sum(line.row == _TAKEN_BACK for line in looked.lines)
    if back:
        yield f"{_messages(back)} left alone, because you put {'it' if back == 1 else 'them'} back."
    if looked.held_back:
        yield (
            f"{looked.held_back} were tagged instead of filed: at most {rules.moves_per_hour} are moved in an hour "
            "([safety].moves_per_hour)."
        )
    for one in looked.failed:
        yield in_words(one)
    for mailbox in looked.missing:
        yield f"The mailbox “{mailbox}” cannot be opened; was it deleted or renamed?"


def _of_deeds(handled: Iterable[Handled]) -> Iterator[str]:
    """What is to be said of deeds that did not go as ordered, each reason once."""
    failed: Counter[tuple[Kind, str]] = Counter()
    instead = untagged = 0
    for one in handled:
        instead += one.order.kind is Kind.FILE and one.deed is not None and one.deed.intent.kind is Kind.TAG
        if one.ended is Ended.NOT_KEPT:
            untagged += 1
        elif one.ended not in {Ended.DONE, Ended.WITHDRAWN}:
            failed[one.order.kind, one.says or one.ended.value] += 1
    if instead:
        yield "The server can neither MOVE nor UID EXPUNGE, so messages are tagged instead of filed."
    if untagged:
        yield f"The server keeps no keywords, so {_messages(untagged)} left without a tag."
    named = {Kind.FILE: "filed", Kind.TAG: "tagged", Kind.UNTAG: "untagged"}
    for (kind, says), count in failed.items():
        yield f"{count} could not be {named[kind]}: {says}."


def _messages(count: int) -> str:
    return "1 message is" if count == 1 else f"{count} messages are"
