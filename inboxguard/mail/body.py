"""Which parts of the tree a person is shown, and their blocks.

The one fact a newcomer would get wrong: of a multipart/alternative the HTML is shown, unless nothing of it can be
seen; the plain text beside it is `other_blocks`, which a person is unlikely to see (RFC 2046 §5.1.4).
"""

import re
from dataclasses import dataclass, field

from inboxguard.mail.caps import TEXT_CHARS, TEXT_LINES
from inboxguard.mail.html import read_html
from inboxguard.mail.message import Block, Damage, Part, Seen
from inboxguard.mail.mime import Node, Tree
from inboxguard.mail.plain import read_plain
from inboxguard.mail.transfer import decode_charset, decode_transfer

_FORWARD = re.compile(
    r"\s{0,20}(?:\[?\s?(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|pd|ynt|転送|转发|轉寄)\s?[:：\]])", re.IGNORECASE
)
_PLAIN_KINDS = frozenset({"text/plain", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"})
_HTML_KINDS = frozenset({"text/html", "text/x-amp-html"})
_READ_AS_TEXT = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report"})
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(slots=True)
class Body:
    """What was read of a message below its header."""

    parts: tuple[Part, ...] = ()
    blocks: tuple[Block, ...] = ()
    other_blocks: tuple[Block, ...] = ()
    encrypted: bool = False
    damage: list[Damage] = field(default_factory=list)


class _Reader:
    """Reads the leaves of one tree once, counting text as it goes."""

    def __init__(self, data: bytes, tree: Tree, *, forwarded: bool) -> None:
        self.data = data
        self.forwarded = forwarded
        self.left = TEXT_CHARS
        self.damage = list(tree.damage)
        self.numbers = {id(leaf): number for number, leaf in enumerate(tree.leaves, start=1)}
        self.parts = {id(leaf): self._part(leaf) for leaf in tree.leaves}
        self._blocks: dict[int, tuple[Block, ...]] = {}

    def _part(self, leaf: Node) -> Part:
        text, charset = "", leaf.parameters.get("charset", "")
        wanted = leaf.content_type.startswith("text/") or leaf.content_type in _READ_AS_TEXT
        if wanted and not leaf.attached:
            text = self._text(leaf, charset)
        size = leaf.stop - leaf.start
        return Part(leaf.content_type, text, charset, leaf.disposition, leaf.filename, size)

    def _text(self, leaf: Node, charset: str) -> str:
        place = f"part {self.numbers[id(leaf)]}"
        size = leaf.stop - leaf.start
        if size > self.left * 4:
            self.damage.append(Damage(place, "more text than is read", fatal=True))
        data = self.data[leaf.start : min(leaf.stop, leaf.start + self.left * 4)]
        decoded, whole = decode_transfer(data, leaf.encoding)
        if not whole:
            self.damage.append(Damage(place, f"damaged or unknown transfer encoding {leaf.encoding[:40]!r}"))
        text, sure = decode_charset(decoded, charset)
        if not sure and not text.isascii():
            self.damage.append(Damage(place, f"text that does not fit its charset {charset[:40]!r}"))
        if len(text) > self.left:
            self.damage.append(Damage(place, "more text than is read", fatal=True))
            text = text[: self.left]
        if text.count("\n") > TEXT_LINES and leaf.content_type != "text/html":
            self.damage.append(Damage(place, f"more than {TEXT_LINES} lines", fatal=True))
            text = "\n".join(text.split("\n", TEXT_LINES)[:TEXT_LINES])
        self.left -= len(text)
        return text

    def blocks(self, leaf: Node) -> tuple[Block, ...]:
        """The blocks of a leaf, read once."""
        if id(leaf) not in self._blocks:
            self._blocks[id(leaf)] = self._read(leaf)
        return self._blocks[id(leaf)]

    def _read(self, leaf: Node) -> tuple[Block, ...]:
        part = self.parts.get(id(leaf))
        if part is None or not part.text.strip():
            return ()
        if leaf.content_type in _HTML_KINDS:
            reading = read_html(part.text, forwarded=self.forwarded)
            self.damage.extend(reading.damage)
            return reading.blocks
        flowed = leaf.parameters.get("format", "").lower() == "flowed"
        delete_space = leaf.parameters.get("delsp", "").lower() == "yes"
        return read_plain(part.text, flowed=flowed, delete_space=delete_space, forwarded=self.forwarded)

    def shown(self, node: Node) -> tuple[list[Node], list[Node]]:
        """The leaves a mail program shows below this node, and those it passes over."""
        if not node.children:
            if node.content_type == "text/x-amp-html" and not node.attached:
                return [], [node]
            return ([node] if self._showable(node) else []), []
        below = [self.shown(child) for child in node.children]
        passed = [leaf for _, others in below for leaf in others]
        choices = [leaves for leaves, _ in below if leaves]
        if node.content_type != "multipart/alternative" or len(choices) < 2:
            return [leaf for leaves in choices for leaf in leaves], passed
        best = max(range(len(choices)), key=lambda at: (self._worth(choices[at]), at))
        passed += [leaf for at, leaves in enumerate(choices) if at != best for leaf in leaves]
        return choices[best], passed

    def _showable(self, leaf: Node) -> bool:
        return not leaf.attached and (leaf.content_type in _PLAIN_KINDS or leaf.content_type == "text/html")

    def _worth(self, leaves: list[Node]) -> int:
        """2 for HTML that shows something, 1 for other text that does, 0 for nothing."""
        seen = [leaf for leaf in leaves if any(_visible(block) for block in self.blocks(leaf))]
        if not seen:
            return 0
        return 2 if any(leaf.content_type == "text/html" for leaf in seen) else 1


def _visible(block: Block) -> bool:
    return block.look.seen is not Seen.HIDDEN and bool(block.text or block.links)


def _encrypted(tree: Tree, blocks: tuple[Block, ...]) -> bool:
    """RFC 3156 and RFC 8551 §3.3 envelopes, and inline OpenPGP."""
    nodes = [tree.root, *tree.leaves]
    if any(node.content_type == "multipart/encrypted" for node in nodes):
        return True
    sealed = [node for node in nodes if node.content_type in _SEALED]
    if any("signed" not in node.parameters.get("smime-type", "").lower() for node in sealed):
        return True
    return bool(blocks) and blocks[0].text.lstrip().startswith("-----BEGIN PGP MESSAGE-----")


def read_body(data: bytes, tree: Tree, subject: str) -> Body:
    """Everything below the header, as far as the caps allow."""
    reader = _Reader(data, tree, forwarded=bool(_FORWARD.match(subject)))
    shown, passed = reader.shown(tree.root)
    blocks = tuple(block for leaf in shown for block in reader.blocks(leaf))
    others = tuple(block for leaf in passed for block in reader.blocks(leaf))
    parts = tuple(reader.parts[id(leaf)] for leaf in tree.leaves)
    return Body(parts, blocks, others, _encrypted(tree, blocks), reader.damage)
