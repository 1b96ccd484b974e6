"""The MIME tree (RFC 2046), split by an own bounded reader.

The one fact a newcomer would get wrong: the standard library's parser recurses once per level and tries every open
boundary on every line, which costs seconds on small hostile input. Here each multipart looks only for its own boundary
inside its own bytes, to a depth of `caps.MIME_DEPTH`, so the cost is at most depth times size, in C.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inboxguard.mail.caps import MIME_DEPTH, MIME_PARTS
from inboxguard.mail.header_block import read_fields, split_header
from inboxguard.mail.message import Damage, Header
from inboxguard.mail.parameters import read_parameters, shown_parameter

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}\Z")


@dataclass(slots=True)
class Node:
    """A part: its kind, where its body lies in the message's bytes, and its children if it is a multipart."""

    content_type: str
    parameters: dict[str, str]
    encoding: str
    disposition: str
    filename: str
    start: int
    stop: int
    children: list[Node] = field(default_factory=list)

    @property
    def attached(self) -> bool:
        """Whether it is offered as a file instead of being shown."""
        return self.disposition == "attachment" or (bool(self.filename) and not self.content_type.startswith("text/"))


@dataclass(slots=True)
class Tree:
    """The tree as far as the caps allow, its leaves in order, and what was wrong with it."""

    root: Node
    leaves: list[Node]
    damage: list[Damage]


def _node(header: Header, start: int, stop: int, default: str) -> Node:
    content_type = default
    parameters: dict[str, str] = {}
    if found := header.first("Content-Type"):
        content_type, parameters = read_parameters(found.raw)
        if not _TYPE.match(content_type):
            content_type = "text/plain" if content_type in {"text", ""} else "application/octet-stream"
    disposition = ""
    about_file: dict[str, str] = {}
    if found := header.first("Content-Disposition"):
        disposition, about_file = read_parameters(found.raw)
    encoding = header.first("Content-Transfer-Encoding")
    return Node(
        content_type,
        parameters,
        read_parameters(encoding.raw)[0] if encoding else "",
        disposition,
        shown_parameter(about_file.get("filename") or parameters.get("name", "")),
        start,
        stop,
    )


def _spans(data: bytes, node: Node, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Where the parts of a multipart lie, and whether its closing delimiter was found (RFC 2046 §5.1.1)."""
    delimiter = re.compile(rb"--" + re.escape(boundary) + rb"(--)?[ \t]{0,80}\r?(?:\n|\Z)")
    spans: list[tuple[int, int]] = []
    opened = -1
    for found in delimiter.finditer(data, node.start, node.stop):
        at = found.start()
        if at != node.start and data[at - 1 : at] != b"\n":
            continue
        if opened >= 0:
            spans.append((opened, _before_line_end(data, opened, at)))
        if found[1]:
            return spans, True
        opened = found.end()
        if len(spans) > MIME_PARTS:
            return spans, False
    if opened >= 0:
        spans.append((opened, node.stop))
    return spans, False


def _before_line_end(data: bytes, start: int, at: int) -> int:
    """The end of a part: the line end before a delimiter belongs to the delimiter."""
    if at > start and data[at - 1 : at] == b"\n":
        at -= 1
        if at > start and data[at - 1 : at] == b"\r":
            at -= 1
    return at


NOT_CLOSED = "a multipart that is not closed"
"""Says that the message may have been cut off: a reader may act on what is there, not on what is missing."""


class _Splitter:
    """Splits one message, counting parts as it goes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.leaves: list[Node] = []
        self.damage: list[Damage] = []
        self.count = 0

    def split(self, node: Node, depth: int) -> None:
        if not node.content_type.startswith("multipart/"):
            self.leaves.append(node)
            return
        boundary = node.parameters.get("boundary", "").rstrip()[:300].encode("utf-8", "replace")
        spans, closed = _spans(self.data, node, boundary) if boundary else ([], False)
        if not spans:
            self.damage.append(Damage("body", "a multipart without the parts it announces", fatal=True))
            node.content_type = "text/plain"
            self.leaves.append(node)
            return
        if not closed:
            self.damage.append(Damage("body", NOT_CLOSED))
        if depth >= MIME_DEPTH:
            self.damage.append(Damage("body", f"parts nested deeper than {MIME_DEPTH}", fatal=True))
            return
        for start, stop in spans:
            self.count += 1
            if self.count > MIME_PARTS:
                if self.count == MIME_PARTS + 1:
                    self.damage.append(Damage("body", f"more than {MIME_PARTS} parts", fatal=True))
                return
            self._child(node, start, stop, depth)

    def _child(self, parent: Node, start: int, stop: int, depth: int) -> None:
        begin, end, body = split_header(self.data, start, stop)
        fields, damage = read_fields(self.data[begin:end])
        if not fields and damage:
            body, damage = start, [Damage("part", "a part without a header")]
        self.damage.extend(Damage(f"part {self.count}", found.says, found.fatal) for found in damage)
        default = "message/rfc822" if parent.content_type == "multipart/digest" else "text/plain"
        child = _node(Header(fields), body, stop, default)
        parent.children.append(child)
        self.split(child, depth + 1)


def read_tree(data: bytes, header: Header, start: int) -> Tree:
    """The MIME tree of a message whose body begins at `start`; a forwarded message inside it is a leaf."""
    root = _node(header, start, len(data), "text/plain")
    splitter = _Splitter(data)
    splitter.split(root, 1)
    return Tree(root, splitter.leaves, splitter.damage)
