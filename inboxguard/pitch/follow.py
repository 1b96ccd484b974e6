"""The Sequence: what one person has sent, kept as touches.

The one fact a newcomer would get wrong: a touch remembers a reading, never a text; what is kept of the words is a
sketch by which copies are known.

What is one touch for repetition: copies of one mail (the same Message-ID, or the same key) are one; mails less than
`apart` (12 hours) after the touch counted last add nothing, so several on one day are one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from inboxguard.mail.message import Message
from inboxguard.pitch.reading import Reading
from inboxguard.pitch.replies import is_contact, is_refusal
from inboxguard.pitch.sequence import Sequence, Touch
from inboxguard.pitch.sketch import sketch
from inboxguard.pitch.text import OwnText, bare_subject, read_text

FOLLOWING_UP: Final = frozenset(
    {"follows-up", "breaks-up", "promises-last", "fake-reply", "fake-forward", "self-threaded", "near-copy"}
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def step(
    sequence: Sequence, message: Message, reading: Reading, offer: str = "unknown", *, text: OwnText | None = None
) -> Touch:
    """The touch this message makes in the person's sequence; `offer` is the answer of the way-out check.

    A message without any time is placed right after the person's last one. Its verdict is filled in by the caller
    (`with_verdict`), since judging needs the touch.
    """
    names = {symbol.name for symbol in reading.symbols}
    last = sequence.touches[-1].at if sequence.touches else _EPOCH
    return Touch(
        key=str(message.key),
        at=aware(message.when) if message.when else last,
        address=str(message.sender_address or ""),
        message_id=message.message_id,
        subject=bare_subject(message.subject),
        probability=reading.probability,
        judged=reading.judged.value,
        gated=reading.gate is not None,
        follows_up=bool(names & FOLLOWING_UP),
        promised_last="promises-last" in names,
        offer=offer,
        copy_of=sketch((text or read_text(message)).body),
        alone=reading.alone,
    )


def with_verdict(touch: Touch, conclusion: str) -> Touch:
    """The touch with the conclusion about its message."""
    return replace(touch, verdict=conclusion)


def aware(at: datetime) -> datetime:
    """The instant with a time zone; one without is read as UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bar:
    """What makes a touch count, and how touches are counted."""

    pitch_at: float
    follow_up_at: float
    within: timedelta
    apart: timedelta


def counts(touch: Touch, before: Iterable[Touch], bar: Bar) -> bool:
    """Whether the touch is selling: no gate, and likely a pitch, or less likely one that follows up on a pitch."""
    if touch.gated:
        return False
    if touch.probability >= bar.pitch_at:
        return True
    return (
        touch.follows_up
        and touch.probability >= bar.follow_up_at
        and any(_leads(other, touch, bar) for other in before)
    )


def _leads(other: Touch, touch: Touch, bar: Bar) -> bool:
    """Whether the other touch is a pitch that this one may follow up on."""
    return not other.gated and other.probability >= bar.pitch_at and aware(other.at) < aware(touch.at)


def counted(touches: Iterable[Touch], bar: Bar, until: datetime) -> tuple[Touch, ...]:
    """The touches that count towards repetition at `until`: selling, within the window, apart, and no copies."""
    kept: list[Touch] = []
    seen: set[str] = set()
    ordered = sorted(touches, key=lambda touch: (aware(touch.at), touch.key))
    for touch in ordered:
        names = {touch.key, touch.message_id} - {""}
        copied = bool(names & seen)
        seen |= names
        if copied or not counts(touch, ordered, bar) or aware(until) - aware(touch.at) > bar.within:
            continue
        if kept and aware(touch.at) - aware(kept[-1].at) < bar.apart:
            continue
        kept.append(touch)
    return tuple(kept)


def distinct(touches: Iterable[Touch]) -> int:
    """How many different messages these are."""
    seen: set[str] = set()
    number = 0
    for touch in touches:
        names = {touch.key, touch.message_id} - {""}
        number += not names & seen
        seen |= names
    return number


def since_contact(sequence: Sequence) -> tuple[Touch, ...]:
    """The touches after the user's last answer of interest: such an answer sets the count back to nothing."""
    answered = max((aware(reply.at) for reply in sequence.replies if is_contact(reply)), default=None)
    return tuple(touch for touch in sequence.touches if answered is None or aware(touch.at) > answered)


def refused_before(sequence: Sequence, at: datetime) -> bool:
    """Whether the user had refused by then, without showing interest afterwards."""
    said = [
        reply for reply in sequence.replies if aware(reply.at) <= aware(at) and (is_refusal(reply) or is_contact(reply))
    ]
    return bool(said) and is_refusal(said[-1])


def broke_promise(sequence: Sequence, touch: Touch) -> Touch | None:
    """The earlier touch that promised to be the last, when this one comes after it."""
    return next((t for t in sequence.touches if t.promised_last and aware(t.at) < aware(touch.at)), None)


def is_recent(
    accepted: datetime | None, at: datetime | None, window: timedelta, *, learnt_by_notice: bool = False
) -> bool:
    """Whether the person was accepted within the window before the message.

    An unknown day of acceptance is not recent, unless the connection was learnt from a notice, which is recent itself.
    A message from before the acceptance is not of a connection.
    """
    if accepted is None:
        return learnt_by_notice
    if at is None:
        return False
    age = aware(at) - aware(accepted)
    return timedelta(days=-1) <= age <= window
