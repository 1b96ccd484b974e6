"""What the user's own new text says to somebody who pitched: interest, refusal, or neither.

The one fact a newcomer would get wrong: a refusal is recorded only where it can be read as one. Whatever cannot be
read counts as contact, and contact leaves the person's mail alone; a wrong refusal would do the opposite. The exception
is a bare question such as "who are you?": it is NEUTRAL like other small talk, but `is_contact` does not count it,
since whoever has to ask does not know the person.
"""

from datetime import timedelta
from typing import Final

from inboxguard.pitch.phrases import Hit, Words, cut
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence
from inboxguard.pitch.signals import LANGUAGES, guess_language, language, languages_to_try

_SHORT_QUESTION: Final = 14
_FEW_WORDS: Final = 30
_FIRST_MAILS: Final = 2
_SELLS: Final = 0.35
_FIRST_DAYS: Final = timedelta(days=21)
_TOO_SHORT_TO_TELL: Final = 8


def read_reply(text: str) -> ReplyKind:
    """What the reply says; `text` is the user's own new text, without quotation and signature.

    An opt-out outranks everything. A refusal holds unless interest is voiced after it ("no thanks to the demo, but send
    me the price list"); interest taken back in the same breath ("sounds good, but we are all set") is a refusal.
    """
    words = cut(text)
    found = _places(words)
    if "opted_out" in found:
        return ReplyKind.OPTED_OUT
    declined, engaged = found.get("declined"), found.get("engaged")
    if declined is None:
        return ReplyKind.ENGAGED if engaged is not None else ReplyKind.NEUTRAL
    return ReplyKind.ENGAGED if engaged is not None and engaged.at >= declined.end else ReplyKind.DECLINED


def is_contact(reply: Reply) -> bool:
    """Whether the reply shows that the user deals with the person: anything but a refusal or a bare "who are you?"."""
    if reply.kind is ReplyKind.ENGAGED:
        return True
    return reply.kind is ReplyKind.NEUTRAL and not asks_who(reply.words)


def is_pleasantry(reply: Reply, sequence: Sequence) -> bool:
    """Whether a neutral reply is small talk of the first days: short, no question, nothing sold before it.

    "Thanks, likewise!" to somebody accepted last week must not exempt the pitches that follow. Where the day of
    acceptance is unknown, or two mails and more came before, it counts as contact.
    """
    if reply.kind is not ReplyKind.NEUTRAL or "?" in reply.words or sequence.accepted is None:
        return False
    few = 0 < len(sequence.touches) <= _FIRST_MAILS and len(cut(reply.words).tokens) <= _FEW_WORDS
    sold = any(touch.alone >= _SELLS or touch.gated for touch in sequence.touches)
    return few and not sold and reply.at - sequence.accepted <= _FIRST_DAYS


def is_refusal(reply: Reply) -> bool:
    """Whether the user declined or opted out."""
    return reply.kind in {ReplyKind.DECLINED, ReplyKind.OPTED_OUT}


def asks_who(text: str) -> bool:
    """Whether the text is a short question about who writes, and nothing else."""
    words = cut(text)
    return 0 < len(words.tokens) <= _SHORT_QUESTION and "asks_who" in _places(words)


def _places(words: Words) -> dict[str, Hit]:
    """Where each kind of reply is first voiced."""
    found: dict[str, Hit] = {}
    tried = LANGUAGES if len(words.tokens) <= _TOO_SHORT_TO_TELL else languages_to_try(guess_language(words))
    for code in tried:
        for kind, hit in language(code).replies.find(words).items():
            if kind not in found or hit.at < found[kind].at:
                found[kind] = hit
    return found
