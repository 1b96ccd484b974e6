"""The options and the words about opting out that a body holds, as the lints of the body ask for them.

The one fact a newcomer would get wrong: a quotation is somebody else's text, and the plain text beside HTML is not
seen; neither is the sender's own visible offer, though both are kept so that a lint can name them.
"""

from inboxguard.compliance.spec import Case
from inboxguard.compliance.way_out import Fault, Option, OptionKind, Wording, WordingKind
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Block, Seen, Segment

_HEAD, _TAIL = 3_000, 6_000
IN_BODY = frozenset({OptionKind.BODY_LINK, OptionKind.BODY_MAILTO, OptionKind.FORM})
NAMES_IT = frozenset({WordingKind.ACTION, WordingKind.LEADIN})
_HINTS = frozenset({Fault.IMPLICIT, Fault.UNSAID})
_UNSEEN = frozenset({Fault.HIDDEN, Fault.OTHER_PART, Fault.QUOTED})
_THEIRS = frozenset({Segment.QUOTED, Segment.FORWARDED})


def offered(case: Case) -> tuple[Option, ...]:
    """Every link, address and form of the body that is known to offer a way out, usable or not."""
    return tuple(option for option in case.ways_out.options if option.kind in IN_BODY and option.fault not in _HINTS)


def seen(case: Case) -> tuple[Option, ...]:
    """Those of them a person sees in the sender's own words."""
    return tuple(option for option in offered(case) if option.fault not in _UNSEEN)


def usable(case: Case, *, replies: bool = True) -> Option | None:
    """The best way out of the body that one can take, a reply among them, or None."""
    kinds = IN_BODY | ({OptionKind.REPLY} if replies else set())
    return next((option for option in case.ways_out.usable if option.kind in kinds), None)


def own_wording(case: Case, *kinds: WordingKind) -> tuple[Wording, ...]:
    """The phrases of these kinds in the sender's own visible text."""
    return tuple(
        one
        for one in case.ways_out.wording
        if one.kind in kinds and not one.other and one.segment not in _THEIRS and not hidden(case, one)
    )


def hidden(case: Case, wording: Wording) -> bool:
    """Whether a phrase stands in a block that a person does not see."""
    blocks = case.message.other_blocks if wording.other else case.message.blocks
    return wording.block < len(blocks) and blocks[wording.block].look.seen is Seen.HIDDEN


def block_of(case: Case, option: Option) -> tuple[int, Block] | None:
    """The visible block that holds the option's link, with its number, or None."""
    if option.link is None:
        return None
    for at, block in enumerate(case.message.blocks):
        if option.link in block.links:
            return at, block
    return None


def text_to_read(case: Case) -> str:
    """All the sender's own visible words: text, signature and footer."""
    return f"{case.message.new_text}\n{case.message.signature_text}".strip()


def ends_to_read(case: Case) -> str:
    """The beginning and the end of them, where senders say who they are and what they send."""
    text = text_to_read(case)
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"


def opening(case: Case) -> Evidence:
    """How the message begins, as evidence of what is not in it."""
    return quote("body", case.message.new_text or case.message.subject or "(nothing to read)")
