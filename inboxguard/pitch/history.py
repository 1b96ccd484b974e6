"""What the person's earlier mail adds to the reading of this one.

The one fact a newcomer would get wrong: a follow-up such as "any thoughts?" is a pitch only because of what came before
it. As soon as the user answered with anything but a refusal, nothing of this counts any more. And an earlier mail
counts only where it spoke for a pitch by itself, so that one mistake does not breed the next.
"""

import re
from collections.abc import Iterator
from typing import Final

from inboxguard.mail.address import parse_address
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.pitch.context import Context
from inboxguard.pitch.replies import is_contact, is_refusal
from inboxguard.pitch.sequence import Sequence, Touch
from inboxguard.pitch.signals import catalogue
from inboxguard.pitch.sketch import likeness, sketch
from inboxguard.pitch.text import OwnText

SURE: Final = 0.8
PITCHED: Final = 0.5
LIKELY: Final = 0.2
_FORWARD: Final = re.compile(r"^\s{0,5}(?:fwd?|wg|tr|rv|enc|i|doorst)\s?:", re.IGNORECASE)
NEAR_COPY: Final = 0.5
SHORT: Final = 30
ORDINARY: Final = 3
HISTORY: Final = frozenset(
    {
        "earlier-pitch",
        "earlier-pitches",
        "earlier-sure-pitch",
        "earlier-likely",
        "self-threaded",
        "fake-forward",
        "rotated-domain",
        "near-copy",
        "after-refusal",
        "ordinary-before",
    }
)


def read_history(message: Message, context: Context, text: OwnText) -> Iterator[tuple[str, Evidence]]:
    """The symbols that rest on the person's earlier, unanswered mail."""
    sequence = context.sequence
    if sequence is None or not sequence.touches:
        return
    answered = max((reply.at for reply in sequence.replies if is_contact(reply)), default=None)
    earlier = [touch for touch in sequence.touches if not touch.gated and (answered is None or touch.at > answered)]
    if not earlier:
        return
    yield from _form(message, context, earlier)
    ordinary = _ordinary(earlier)
    if ordinary:
        yield "ordinary-before", Evidence("earlier mail", f"{ordinary} earlier messages that sell nothing")
        return
    if not _could_follow_up(text, refused=just_refused(sequence)):
        return
    yield from _pitched(earlier)
    own = sketch(text.body)
    likely = [touch for touch in earlier if touch.alone >= LIKELY and touch.message_id != message.message_id]
    copied = next((touch for touch in reversed(likely) if likeness(own, touch.copy_of) >= NEAR_COPY), None)
    if copied is not None:
        yield "near-copy", _seen(copied)
    refusal = next((reply for reply in reversed(sequence.replies) if is_refusal(reply)), None)
    if refusal is not None and likely:
        yield "after-refusal", quote("your reply", refusal.words or refusal.kind.value)


def just_refused(sequence: Sequence) -> bool:
    """Whether the user refused after the person's last mail, so that this one may be no more than the answer to it."""
    last = max((touch.at for touch in sequence.touches), default=None)
    return any(is_refusal(reply) and (last is None or reply.at > last) for reply in sequence.replies)


def _could_follow_up(text: OwnText, *, refused: bool) -> bool:
    """Whether the mail makes a selling move of its own, or is so short that it can only be about an earlier one.

    Without this an honest mail of somebody who once seemed to sell would be held for a pitch, and so would the next.
    A short word after a refusal may be "understood", so there it takes a selling move.
    """
    known = catalogue()
    if any(name in known and known[name].sells for name in text.hits):
        return True
    return not refused and text.length <= SHORT


def _ordinary(earlier: list[Touch]) -> int:
    """How many earlier mails sold nothing, where these are several and the pitches among the rest few; else 0.

    A customer who reports every day will be misread once; that must not make the next report a follow-up.
    """
    plain = sum(touch.alone < LIKELY for touch in earlier)
    pitches = sum(pitched(touch) for touch in earlier)
    return plain if plain >= ORDINARY and plain > 2 * pitches else 0


def _pitched(earlier: list[Touch]) -> Iterator[tuple[str, Evidence]]:
    pitches = [touch for touch in earlier if pitched(touch)]
    likely = [touch for touch in earlier if touch.alone >= LIKELY]
    if pitches:
        yield "earlier-pitch", _seen(pitches[-1])
    elif likely:
        yield "earlier-likely", _seen(likely[-1])
    surest = max(pitches, key=lambda touch: touch.alone, default=None)
    if surest is not None and surest.alone >= SURE:
        yield "earlier-sure-pitch", _seen(surest)
    if len(pitches) > 1:
        yield "earlier-pitches", Evidence("earlier mail", f"{len(pitches)} earlier pitches")


def pitched(touch: Touch) -> bool:
    """Whether the touch was a pitch by itself, or spoke for one by itself and was one as a follow-up."""
    return touch.alone >= PITCHED or (touch.alone >= LIKELY and touch.probability >= PITCHED)


def _form(message: Message, context: Context, earlier: list[Touch]) -> Iterator[tuple[str, Evidence]]:
    known = {touch.message_id for touch in earlier if touch.message_id}
    named = [name for name in (*message.in_reply_to, *message.references) if name in known]
    subjects = {touch.subject for touch in earlier}
    if named and not context.in_owner_thread:
        yield "self-threaded", quote("header In-Reply-To", named[0])
    if _FORWARD.match(message.subject) and any(other and other in message.subject for other in subjects):
        yield "fake-forward", quote("subject", message.subject)
    address = message.sender_address
    if address is not None and not is_freemail(address.domain):
        others = [parse_address(touch.address) for touch in earlier]
        other = next((o for o in others if o and o.organisation != address.organisation), None)
        if other is not None:
            yield "rotated-domain", quote("header From", f"{address}, earlier {other}")


def _seen(touch: Touch) -> Evidence:
    return quote("earlier mail", f"{touch.at:%Y-%m-%d} {touch.subject}")
