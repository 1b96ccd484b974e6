"""A message's blocks with what their words say: read once, used by every kind of option.

The one fact a newcomer would get wrong: `other` blocks are the plain text beside HTML, which a person does not see.
The reader's own address is no link here, since writing to oneself stops nobody.
"""

import re
from dataclasses import dataclass, replace

from inboxguard.compliance.belonging import addressees
from inboxguard.compliance.way_out import Wording, WordingKind
from inboxguard.compliance.wording import Phrasing, read_text
from inboxguard.mail.links import bare_links
from inboxguard.mail.message import Block, Link, Message, Seen, Segment

_BARE = re.compile(r"://|www\.|@")
_OWN = frozenset({Segment.NEW, Segment.SIGNATURE, Segment.FOOTER})
_HIDDEN = Seen.HIDDEN


@dataclass(frozen=True, slots=True)
class Read:
    """One block and its phrasings."""

    block: Block
    at: int
    other: bool
    phrasings: tuple[Phrasing, ...]

    @property
    def own(self) -> bool:
        """Whether the words are the sender's own and can be seen."""
        return self.block.segment in _OWN and not self.hidden and not self.other

    @property
    def hidden(self) -> bool:
        """Whether a person does not see the block."""
        return self.block.look.seen is _HIDDEN

    def sentence(self, phrasing: Phrasing) -> str:
        """The sentence a phrasing stands in, with the next line where it ends in a colon."""
        start, end = phrasing.sentence
        return self.block.text[start:end]

    def says(self, *kinds: WordingKind) -> bool:
        """Whether one of these kinds was read in it."""
        return any(phrasing.kind in kinds for phrasing in self.phrasings)


def read_message(message: Message) -> tuple[Read, ...]:
    """Every block of the message, in order, first those a person sees."""
    own = addressees(message)
    shown = [_read(block, at, own, other=False) for at, block in enumerate(message.blocks)]
    return (*shown, *(_read(block, at, own, other=True) for at, block in enumerate(message.other_blocks)))


def _read(block: Block, at: int, own: frozenset[str], *, other: bool) -> Read:
    if block.origin == "html" and _BARE.search(block.text):
        block = _with_bare_links(block)
    if own and any(_leads_to(link, own) for link in block.links):
        block = replace(block, links=tuple(link for link in block.links if not _leads_to(link, own)))
    return Read(block, at, other, read_text(block.text, broken_lines=block.origin == "html"))


def _leads_to(link: Link, addresses: frozenset[str]) -> bool:
    if link.kind != "address" and link.target[:7].lower() != "mailto:":
        return False
    return link.target.lower().removeprefix("mailto:").partition("?")[0].strip() in addresses


def _with_bare_links(block: Block) -> Block:
    """The block with the addresses that stand in it as text, which most mail programs turn into links."""
    covered = [(link.start, link.end) for link in block.links]
    bare = [
        link
        for link in bare_links(block.text)
        if not any(start < link.end and link.start < end for start, end in covered)
    ]
    return replace(block, links=tuple(sorted((*block.links, *bare), key=lambda link: link.start)))


def wording_of(reads: tuple[Read, ...]) -> tuple[Wording, ...]:
    """All phrasings as wording, for whoever reports them."""
    return tuple(
        Wording(
            phrasing.kind,
            phrasing.language,
            read.sentence(phrasing),
            read.at,
            phrasing.start,
            phrasing.end,
            read.block.segment,
            read.other,
            phrasing.obfuscated,
        )
        for read in reads
        for phrasing in read.phrasings
    )
