"""Whose words a line holds: one pass over the lines, then one look at how the writer's own part ends.

The order of reasoning: markup of the mail program counts first; then `>`; then a forward marker, an original-message
marker or a copied header, after which everything is somebody else's; then an attribution, which owns the quotation
below it and, where none is marked, the rest; then "-- ". What is left is the writer's own, and of its end a closing
formula with short lines is the signature and legal text or an offer to unsubscribe the footer. No guess of the last
kind may leave the writer without words. The one fact a newcomer would get wrong: forwarded is not quoted. A
message that is nothing but a forward has no new text, yet it brings words of its own to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inboxguard.mail.attributions import attribution_start, header_end, is_bare_attribution, label_of, marker
from inboxguard.mail.closings import is_footer, is_mobile, is_postscript, signature_start
from inboxguard.mail.flow import Zoned
from inboxguard.mail.message import Block, Link, Segment
from inboxguard.mail.zones import Zone

_MAX_FOOTER_GROUPS = 8
_FOOTER_NEIGHBOUR = 240


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person reads it; `zone` is what markup says of it, `linked` whether it offers a link."""

    text: str
    zone: Zone = Zone.OPEN
    linked: bool = False


class _Scanner:
    """Gives every line its segment."""

    def __init__(self, lines: Sequence[Line], *, forwarded: bool) -> None:
        self.lines = lines
        self.texts = [line.text for line in lines]
        self.forwarded = forwarded
        self.out = [Segment.NEW] * len(lines)
        self.other = Segment.QUOTED
        self.cites = any(line.zone is Zone.QUOTE for line in lines)
        self.open_new = any(line.zone is Zone.OPEN and line.text.strip() for line in lines)

    def scan(self) -> list[Segment]:
        at, signing = 0, False
        while at < len(self.lines):
            line = self.lines[at]
            if not line.text.strip():
                self.out[at] = self.out[at - 1] if at else Segment.NEW
                at += 1
                continue
            known = self._marked(at)
            if known is not None:
                self.out[at] = known
                at, signing = at + 1, False
                continue
            rest = self._rest(at)
            if rest is not None:
                self._fill(rest[0], len(self.lines), rest[1])
                return self.out
            owned = self._attributed(at)
            if owned is not None:
                self._fill(owned[0], owned[1], self.other)
                at, signing = owned[1], False
                continue
            signing = signing or line.text.rstrip() == "--" or is_mobile(line.text)
            self.out[at] = Segment.SIGNATURE if signing else Segment.NEW
            signing = signing and not is_mobile(line.text)
            at += 1
        return self.out

    def _fill(self, start: int, stop: int, segment: Segment) -> None:
        self.out[start:stop] = [segment] * (stop - start)

    def _marked(self, at: int) -> Segment | None:
        """What markup or a ">" says of the line, or None."""
        line = self.lines[at]
        zone = line.zone
        if zone is Zone.OPEN:
            return self.other if line.text.lstrip(" \t\xa0").startswith((">", "＞")) else None
        if marker(line.text) == "forwarded" or (zone is Zone.FORWARD):
            self.other = Segment.FORWARDED
            return self.other
        if zone is Zone.SIGNATURE:
            return Segment.SIGNATURE
        if zone in {Zone.HEADER, Zone.AFTER}:
            return Segment.FORWARDED if self.forwarded else Segment.QUOTED
        if zone is Zone.INDENT:
            return self._indented(at)
        if zone is Zone.CONTAINER and self.other is Segment.QUOTED and self.cites and not self._introduces(at):
            return None
        return self.other

    def _introduces(self, at: int) -> bool:
        return is_bare_attribution(self.texts[at]) or label_of(self.texts[at]) != ""

    def _indented(self, at: int) -> Segment | None:
        """A bare blockquote quotes below an attribution, or when the writer said something beside it."""
        before = next((n for n in range(at - 1, -1, -1) if self.texts[n].strip()), None)
        if before is not None and self.out[before] in {Segment.QUOTED, Segment.FORWARDED}:
            return self.out[before]
        return self.other if self.open_new else None

    def _rest(self, at: int) -> tuple[int, Segment] | None:
        """Where the rest of the message turns into somebody else's words, if it does at this line."""
        kind = marker(self.texts[at])
        if kind == "forwarded":
            return at, Segment.FORWARDED
        whose = Segment.FORWARDED if self.forwarded else Segment.QUOTED
        if kind == "original":
            return at, whose
        if label_of(self.texts[at]) and header_end(self.texts, at) is not None:
            return self._rule_above(at), whose
        start = attribution_start(self.texts, at)
        if (
            start is not None
            and not self._quoted_below(at)
            and self._said_before(start)
            and not self._answers_below(at)
        ):
            return start, self.other
        return None

    def _rule_above(self, at: int) -> int:
        """A line of underscores or dashes above a copied header belongs to it."""
        above = self.texts[at - 1].strip() if at else ""
        return at - 1 if len(above) >= 5 and not above.strip("_-=") else at

    def _said_before(self, at: int) -> bool:
        return any(self.texts[n].strip() and self.out[n] is Segment.NEW for n in range(at))

    def _answers_below(self, at: int) -> bool:
        """Whether markup further down already tells quotation from answer."""
        return any(line.zone in {Zone.QUOTE, Zone.INDENT} for line in self.lines[at + 1 : at + 4])

    def _quoted_below(self, at: int) -> bool:
        below = next((n for n in range(at + 1, min(at + 4, len(self.lines))) if self.texts[n].strip()), None)
        if below is None:
            return False
        return self.texts[below].lstrip().startswith((">", "＞")) or self.lines[below].zone in {Zone.QUOTE, Zone.INDENT}

    def _attributed(self, at: int) -> tuple[int, int] | None:
        """The lines of an attribution that ends here and owns the quotation below it."""
        for end in range(at, min(at + 3, len(self.lines))):
            if not self.texts[end].strip():
                return None
            if self._quoted_below(end):
                start = attribution_start(self.texts, end)
                if start is not None and start == at:
                    return at, end + 1
                if start is None and end == at and is_bare_attribution(self.texts[end]):
                    return at, at + 1
        return None


def segment_lines(lines: Sequence[Line], *, forwarded: bool = False) -> list[Segment]:
    """The segment of every line; `forwarded` says that the subject marks the message as a forward."""
    segments = _Scanner(lines, forwarded=forwarded).scan()
    _close(lines, segments)
    return segments


def _groups(lines: Sequence[Line], segments: Sequence[Segment]) -> list[list[int]]:
    """The writer's own lines in groups between empty lines."""
    groups: list[list[int]] = []
    last = -2
    for at, line in enumerate(lines):
        if segments[at] is Segment.NEW and line.text.strip():
            if at != last + 1:
                groups.append([])
            groups[-1].append(at)
            last = at
    return groups


def _close(lines: Sequence[Line], segments: list[Segment]) -> None:
    """Turn the end of the writer's own part into signature and footer, leaving at least one line new."""
    groups = _groups(lines, segments)
    footer = len(groups)
    for number in range(len(groups) - 1, max(len(groups) - _MAX_FOOTER_GROUPS, 0), -1):
        text = "\n".join(lines[at].text for at in groups[number])
        if is_footer(text, linked=any(lines[at].linked for at in groups[number])):
            footer = number
        elif len(text) > _FOOTER_NEIGHBOUR:
            break
    for group in groups[footer:]:
        for at in group:
            segments[at] = Segment.FOOTER
    own = [at for group in groups[:footer] for at in group]
    _sign(lines, segments, own)


def _sign(lines: Sequence[Line], segments: list[Segment], own: list[int]) -> None:
    start = signature_start([lines[at].text for at in own])
    if start is None:
        return
    below = own[start:]
    for number, at in enumerate(below):
        if is_postscript(lines[at].text):
            return
        segments[at] = Segment.SIGNATURE
        after = below[number + 1] if number + 1 < len(below) else len(lines)
        for empty in range(at + 1, after):
            if not lines[empty].text.strip():
                segments[empty] = Segment.SIGNATURE


def segment_blocks(zoned: Sequence[Zoned], *, forwarded: bool = False) -> tuple[Block, ...]:
    """Blocks of a page with their segments; one that holds words of two sorts is divided between its lines."""
    lines: list[Line] = []
    spans: list[tuple[int, int]] = []
    for found in zoned:
        start = len(lines)
        linked = bool(found.block.links)
        lines.extend(Line(text, found.zone, linked) for text in found.block.text.split("\n"))
        spans.append((start, len(lines)))
        lines.append(Line("", found.zone))
    segments = segment_lines(lines, forwarded=forwarded)
    out: list[Block] = []
    for found, (start, stop) in zip(zoned, spans, strict=True):
        if len(set(segments[start:stop])) == 1:
            out.append(replace(found.block, segment=segments[start]))
        else:
            out.extend(_divided(found.block, segments[start:stop]))
    return tuple(out)


def _divided(block: Block, segments: Sequence[Segment]) -> list[Block]:
    out: list[Block] = []
    texts = block.text.split("\n")
    at = offset = 0
    while at < len(texts):
        end = at
        while end < len(texts) and segments[end] is segments[at]:
            end += 1
        text = "\n".join(texts[at:end])
        links = tuple(
            _moved(link, offset, len(text)) for link in block.links if offset <= link.start <= offset + len(text)
        )
        if text.strip() or links:
            out.append(replace(block, text=text, segment=segments[at], links=links))
        offset += len(text) + 1
        at = end
    return out


def _moved(link: Link, offset: int, length: int) -> Link:
    return replace(link, start=link.start - offset, end=min(link.end - offset, length))
