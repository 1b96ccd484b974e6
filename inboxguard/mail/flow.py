"""The running text of a block while an HTML page is read: white space folded, links with their places.

The one fact a newcomer would get wrong: tags do not separate words (`un<b>sub</b>scribe` is one word); only white
space, `<br>` and the edges of blocks do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from inboxguard.mail.caps import LINKS
from inboxguard.mail.message import Block, Link, Look, Seen
from inboxguard.mail.zones import Zone

_NOTHING_TO_SEE = Look(Seen.HIDDEN, "nothing to click on")


@dataclass(slots=True)
class OpenLink:
    """A link whose end has not been read yet; `starts` are its places (part, offset) in the two flows."""

    target: str
    kind: str
    starts: list[tuple[int, int]]
    looks: list[Look | None] = field(default_factory=lambda: [None, None])
    image_text: str | None = None
    image_look: Look | None = None
    emitted: bool = False


class Flow:
    """Text and links that will become one block."""

    __slots__ = ("last", "length", "links", "parts", "weights")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.links: list[Link] = []
        self.weights: dict[int, tuple[Look, int]] = {}
        self.last = "\n"

    def clear(self) -> None:
        """Begin the next block."""
        self.parts.clear()
        self.length = 0
        self.links.clear()
        self.weights.clear()
        self.last = "\n"

    def place(self) -> tuple[int, int]:
        """Where the next text will stand: the number of its part, and its offset."""
        return len(self.parts), self.length

    def put(self, text: str, look: Look) -> None:
        """Add text as it stands."""
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]
        before = self.weights.get(id(look))
        self.weights[id(look)] = (look, len(text) + before[1] if before else len(text))

    def add(self, data: str, look: Look) -> None:
        """Add text as HTML reads it: runs of white space count as one space, none at the start of a line."""
        words = data.split()
        if not words:
            if data and self.last not in " \n":
                self.put(" ", look)
            return
        text = " ".join(words)
        if data[0].isspace() and self.last not in " \n":
            text = " " + text
        if data[-1].isspace():
            text += " "
        self.put(text, look)

    def new_line(self, look: Look) -> bool:
        """A line end; False when the flow already stands at one, so that two make a paragraph."""
        if self.last == "\n":
            return not self.length
        self.put("\n", look)
        return True

    def take_link(self, link: OpenLink, which: int) -> None:
        """Close the piece of an open link that lies in this flow, if it shows anything."""
        part, start = link.starts[which]
        if start >= self.length:
            return
        shown = "".join(self.parts[part:])
        text = shown.strip()
        look = link.looks[which]
        if text and look is not None and len(self.links) < LINKS:
            start += len(shown) - len(shown.lstrip())
            self.links.append(Link(text, link.target, link.kind, start, start + len(text), look))
            link.emitted = True

    def take_empty_link(self, link: OpenLink) -> None:
        """Close a link that showed no text: it is an image, or nothing at all."""
        if len(self.links) >= LINKS:
            return
        look = link.image_look or _NOTHING_TO_SEE
        image = link.image_text is not None
        self.links.append(Link(link.image_text or "", link.target, link.kind, self.length, self.length, look, image))

    def look(self) -> Look:
        """The look of most of the text; a block with any visible text is visible."""
        if not self.weights:
            return self.links[0].look if self.links else Look()
        if len(self.weights) == 1:
            return next(iter(self.weights.values()))[0]
        weighed = list(self.weights.values())
        seen = [pair for pair in weighed if pair[0].seen is Seen.VISIBLE] or weighed
        return max(seen, key=lambda pair: pair[1])[0]

    def block(self) -> Block | None:
        """The finished block, or None when there is nothing in it."""
        if not self.length and not self.links:
            return None
        text = "".join(self.parts).rstrip()
        if not self.links:
            return Block(text, "html", look=self.look()) if text else None
        end = len(text)
        links = tuple([_clamped(link, end) if link.end > end else link for link in self.links])
        return Block(text, "html", look=self.look(), links=links)


def _clamped(link: Link, end: int) -> Link:
    start = min(link.start, end)
    return Link(link.text, link.target, link.kind, start, min(link.end, end), link.look, link.image_only)


class Zoned(NamedTuple):
    """A block together with what the page's own markup says about whose words it holds."""

    block: Block
    zone: Zone
