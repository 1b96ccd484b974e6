"""Plain text to lines and blocks as a person reads them (RFC 3676 for format=flowed)."""

from collections.abc import Sequence

from inboxguard.mail.links import bare_links
from inboxguard.mail.message import Block, Segment
from inboxguard.mail.quotes import segment_lines


def _depth(line: str) -> int:
    depth = 0
    while depth < len(line) and line[depth] == ">":
        depth += 1
    return depth


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Format=flowed text with its soft line ends taken out (RFC 3676 §4.1 to §4.5)."""
    out: list[str] = []
    pending: list[str] = []
    pending_depth = 0
    for line in text.split("\n"):
        depth = _depth(line)
        content = line[depth:].removeprefix(" ")
        flowed = content.endswith(" ") and content != "-- "
        if pending and (depth != pending_depth or content == "-- "):
            out.append(_quoted("".join(pending), pending_depth))
            pending = []
        pending_depth = depth
        pending.append(content[:-1] if flowed and delete_space else content)
        if not flowed:
            out.append(_quoted("".join(pending), depth))
            pending = []
    if pending:
        out.append(_quoted("".join(pending), pending_depth))
    return "\n".join(out)


def _quoted(content: str, depth: int) -> str:
    return f"{'>' * depth} {content}" if depth else content


def clean_lines(text: str) -> str:
    """Text with one kind of line end and without NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def read_plain(
    text: str, *, flowed: bool = False, delete_space: bool = False, forwarded: bool = False
) -> tuple[Block, ...]:
    """The blocks of a plain text part, each with its segment and its bare links.

    `forwarded` says that the subject marks the message as a forward, which decides what an embedded header means.
    """
    text = clean_lines(text)
    if flowed:
        text = unflow(text, delete_space=delete_space)
    lines = text.split("\n")
    segments = segment_lines(lines, forwarded=forwarded)
    return _grouped(lines, segments)


def _grouped(lines: Sequence[str], segments: Sequence[Segment]) -> tuple[Block, ...]:
    """Lines between empty lines and of one segment make a block."""
    blocks: list[Block] = []
    held: list[str] = []
    held_segment = Segment.NEW
    for line, segment in zip(lines, segments, strict=True):
        text = line.rstrip()
        if held and (not text or segment is not held_segment):
            blocks.append(_block(held, held_segment))
            held = []
        if text:
            held.append(text)
            held_segment = segment
    if held:
        blocks.append(_block(held, held_segment))
    return tuple(blocks)


def _block(lines: list[str], segment: Segment) -> Block:
    text = "\n".join(lines)
    return Block(text, "plain", segment, links=bare_links(text))
