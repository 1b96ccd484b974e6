"""an unsubscribe link buried far below the text or inside small print

It measures how many characters stand between the end of the text and the best visible way out, and whether that way
out lies inside a long paragraph that is smaller or fainter than the text.
It matters because a reader stops searching after a screen of legal notices.
The sender can put the line first in the footer.
It cannot see how a program lays the message out, and goes by characters and stated sizes.
"""

from inboxguard.compliance.in_body import block_of, seen
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import OTA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.message import Block, Segment

_FAR = 1500
_LONG = 600
_THEIRS = {Segment.QUOTED, Segment.FORWARDED}


def check(case: Case) -> Outcome:
    """Whether the best way out stands near the end of the text."""
    placed = [(found, option) for option in seen(case) if option.usable and (found := block_of(case, option))]
    if not placed:
        return OutOfScope("no link in the body offers a way out")
    blocks = case.message.blocks
    depths = [
        (_depth(blocks, at, option.link.start if option.link else 0), block, option) for (at, block), option in placed
    ]
    depth, block, option = min(depths, key=lambda one: one[0])
    if depth > _FAR:
        return Breach(f"buries its way out {depth} characters below the end of its text", option.evidence)
    if len(block.text) > _LONG and _smaller(block, blocks):
        return Breach("buries its way out in a long paragraph of small print", option.evidence)
    return Kept(option.evidence)


def _depth(blocks: tuple[Block, ...], at: int, start: int) -> int:
    """The characters of small print and signature between the last block of new text above it and the option."""
    if blocks[at].segment is Segment.NEW:
        return 0
    depth = start
    for block in reversed(blocks[:at]):
        if block.segment is Segment.NEW:
            break
        depth += 0 if block.segment in _THEIRS else len(block.text)
    return depth


def _smaller(block: Block, blocks: tuple[Block, ...]) -> bool:
    """Whether the paragraph is set smaller or fainter than most of the text."""
    text = [one.look for one in blocks if one.segment is Segment.NEW and one is not block]
    sizes = sorted(look.font_px for look in text if look.font_px)
    contrasts = sorted(look.contrast for look in text if look.contrast)
    small = bool(sizes and block.look.font_px and block.look.font_px < sizes[len(sizes) // 2])
    return small or bool(contrasts and block.look.contrast and block.look.contrast < contrasts[len(contrasts) // 2] / 2)


_LEGAL = "\n".join(["This message and its annexes are meant for the addressee and are not to be passed on."] * 22)

LINT = Lint(
    code="UNS320",
    name="buried-unsubscribe-link",
    level=Level.INFO,
    scope=selling_body,
    check=check,
    cites=(OTA.cite("practice 1", "visible from the last sentence of the body, not buried in legal text"),),
    examples=(
        Example(
            "below pages of legal text",
            pitch(body=f"{SELLING}\n\n-- \nMara Lindqvist\n\n{_LEGAL}\n\nUnsubscribe: https://growth.example/u/3f9a"),
            Breach,
        ),
        Example(
            "right below the text",
            pitch(body=f"{SELLING}\n\n-- \nMara Lindqvist\nUnsubscribe: https://growth.example/u/3f9a"),
            Kept,
        ),
        Example("no way out", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
    ),
)
