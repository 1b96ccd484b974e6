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
from dataclasses import replace

from inboxguard.mail.attributions import attribution_start, header_end, is_bare_attribution, label_of, marker
from inboxguard.mail.closings import is_footer, is_mobile, is_postscript, signature_start
from inboxguard.mail.flow import Zoned
from inboxguard.mail.message import Block, Link, Segment
from inboxguard.mail.zones import Zone

_MAX_FOOTER_GROUPS = 8
_MAX_HEADER_TRIES = 300
_FOOTER_NEIGHBOUR = 240


_QUOTE_SIGNS = (">", "＞")
_MARKER_SIGNS = frozenset("-_=*~#—–:：")


class _Scanner:
    """Gives every line its segment. `zones` is empty for plain text."""

    def __init__(self, texts: Sequence[str], zones: Sequence[Zone], *, forwarded: bool) -> None:
        self.texts = [text.strip() for text in texts]
        self.zones = zones
        self.whose = Segment.FORWARDED if forwarded else Segment.QUOTED
        self.out = [Segment.NEW] * len(texts)
        self.other = Segment.QUOTED
        self.tries = _MAX_HEADER_TRIES
        self.cites = any(zone is Zone.QUOTE for zone in zones)
        self.open_new = any(zone is Zone.OPEN and text for zone, text in zip(zones, self.texts, strict=False))

    def scan(self) -> list[Segment]:
        new = Segment.NEW
        at, signing, last = 0, False, new
        unmarked = not any(zone is not Zone.OPEN for zone in self.zones)
        while at < len(self.texts):
            text = self.texts[at]
            if not text:
                self.out[at] = last
                at += 1
                continue
            found = None if unmarked and text[0] not in _QUOTE_SIGNS else self._marked(at)
            if found is None and (text[0] in _MARKER_SIGNS or ":" in text or "：" in text):
                found = self._told(at, text)
            if found is not None:
                start, stop, last = found
                self.out[start:stop] = [last] * (stop - start)
                at, signing = stop, False
                continue
            mobile = is_mobile(text)
            signing = signing or text == "--"
            last = self.out[at] = Segment.SIGNATURE if signing or mobile else new
            at += 1
        return self.out

    def _marked(self, at: int) -> tuple[int, int, Segment] | None:
        """What markup or a ">" says of the line, or None."""
        zone = self.zones[at] if self.zones else Zone.OPEN
        if zone is Zone.OPEN:
            return (at, at + 1, self.other) if self.texts[at].startswith(_QUOTE_SIGNS) else None
        said = self._zoned(at, zone)
        return None if said is None else (at, at + 1, said)

    def _zoned(self, at: int, zone: Zone) -> Segment | None:
        if zone is Zone.FORWARD or marker(self.texts[at]) == "forwarded":
            self.other = Segment.FORWARDED
            return self.other
        if zone is Zone.SIGNATURE:
            return Segment.SIGNATURE
        if zone is Zone.HEADER or zone is Zone.AFTER:
            return self.whose
        if zone is Zone.INDENT:
            return self._indented(at)
        if zone is Zone.CONTAINER and self.other is Segment.QUOTED and self.cites and not self._introduces(at):
            return None
        return self.other

    def _introduces(self, at: int) -> bool:
        return is_bare_attribution(self.texts[at]) or label_of(self.texts[at]) != ""

    def _indented(self, at: int) -> Segment | None:
        """A bare blockquote quotes below an attribution, or when the writer said something beside it."""
        before = next((n for n in range(at - 1, max(at - 20, -1), -1) if self.texts[n]), None)
        if before is not None and self.out[before] in {Segment.QUOTED, Segment.FORWARDED}:
            return self.out[before]
        return self.other if self.open_new else None

    def _told(self, at: int, text: str) -> tuple[int, int, Segment] | None:
        """The lines that this one says are somebody else's: itself, or all that follow."""
        framed = text[0] in _MARKER_SIGNS or text[-1] in ":："
        kind = marker(text) if framed else ""
        if kind == "forwarded":
            return at, len(self.texts), Segment.FORWARDED
        if kind == "original":
            return self._copied(at, at + 1)
        if ":" not in text and "：" not in text:
            return None
        if self.tries and label_of(text):
            self.tries -= 1
            if header_end(self.texts, at) is not None:
                return self._copied(self._rule_above(at), at)
        return self._attributed(at) if text[-1] in ":：" else None

    def _copied(self, start: int, header: int) -> tuple[int, int, Segment]:
        """A marker or a copied header: it owns the rest, or itself alone where what follows is marked with ">"."""
        end = (header_end(self.texts, header) if header < len(self.texts) else None) or header
        if self._quoted_at(end):
            return start, max(end, start + 1), self.whose
        return start, len(self.texts), self.whose

    def _rule_above(self, at: int) -> int:
        """A line of underscores or dashes above a copied header belongs to it."""
        above = self.texts[at - 1] if at else ""
        return at - 1 if len(above) >= 5 and not above.strip("_-=") else at

    def _attributed(self, at: int) -> tuple[int, int, Segment] | None:
        """An attribution that ends in this line; it owns the marked quotation below it, or else the rest."""
        marked = self._quoted_at(at + 1)
        start = attribution_start(self.texts, at, marked=marked)
        if marked:
            if start is None and is_bare_attribution(self.texts[at]):
                start = at
            return None if start is None else (start, at + 1, self.other)
        if start is None or not any(self.texts[n] and self.out[n] is Segment.NEW for n in range(start)):
            return None
        return start, len(self.texts), self.other

    def _quoted_at(self, at: int) -> bool:
        """Whether the next line that is not empty is marked as a quotation."""
        for number in range(at, min(at + 4, len(self.texts))):
            if self.texts[number]:
                zone = self.zones[number] if self.zones else Zone.OPEN
                return self.texts[number].startswith(_QUOTE_SIGNS) or zone is Zone.QUOTE or zone is Zone.INDENT
        return False


def segment_lines(
    texts: Sequence[str],
    zones: Sequence[Zone] = (),
    linked: Sequence[bool] = (),
    *,
    forwarded: bool = False,
) -> list[Segment]:
    """The segment of every line.

    `zones` is what markup says of each line and `linked` whether it offers a link; both may be empty for plain text.
    `forwarded` says that the subject marks the message as a forward, which decides what a copied header means.
    """
    segments = _Scanner(texts, zones, forwarded=forwarded).scan()
    _close(texts, segments, linked)
    return segments


def _groups(texts: Sequence[str], segments: Sequence[Segment]) -> list[list[int]]:
    """The writer's own lines in groups between empty lines."""
    groups: list[list[int]] = []
    last, new = -2, Segment.NEW
    for at, text in enumerate(texts):
        if text and segments[at] is new and not text.isspace():
            if at != last + 1:
                groups.append([])
            groups[-1].append(at)
            last = at
    return groups


def _close(texts: Sequence[str], segments: list[Segment], linked: Sequence[bool]) -> None:
    """Turn the end of the writer's own part into signature and footer, leaving at least one line new."""
    groups = _groups(texts, segments)
    footer = len(groups)
    for number in range(len(groups) - 1, max(len(groups) - _MAX_FOOTER_GROUPS, 0), -1):
        text = "\n".join(texts[at] for at in groups[number])
        links = any(linked[at] for at in groups[number]) if linked else "://" in text
        if is_footer(text, linked=links):
            footer = number
        elif len(text) > _FOOTER_NEIGHBOUR:
            break
    for group in groups[footer:]:
        for at in group:
            segments[at] = Segment.FOOTER
    _sign(texts, segments, [at for group in groups[:footer] for at in group])


def _sign(texts: Sequence[str], segments: list[Segment], own: list[int]) -> None:
    start = signature_start([texts[at] for at in own[-30:]])
    if start is None or start + max(len(own) - 30, 0) == 0:
        return
    for at in own[start + max(len(own) - 30, 0) :]:
        if is_postscript(texts[at]):
            return
        segments[at] = Segment.SIGNATURE


def segment_blocks(zoned: Sequence[Zoned], *, forwarded: bool = False) -> tuple[Block, ...]:
    """Blocks of a page with their segments; one that holds words of two sorts is divided between its lines."""
    texts: list[str] = []
    zones: list[Zone] = []
    linked: list[bool] = []
    spans: list[tuple[int, int]] = []
    for found in zoned:
        start = len(texts)
        texts.extend(found.block.text.split("\n"))
        spans.append((start, len(texts)))
        texts.append("")
        added = len(texts) - start
        zones.extend([found.zone] * added)
        linked.extend([bool(found.block.links)] * added)
    segments = segment_lines(texts, zones, linked, forwarded=forwarded)
    out: list[Block] = []
    new = Segment.NEW
    for found, (start, stop) in zip(zoned, spans, strict=True):
        first = segments[start]
        if stop == start + 1 or all(segment is first for segment in segments[start:stop]):
            out.append(found.block if first is new else replace(found.block, segment=first))
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
    """A link as it lies in a piece of its block; one that goes on below the piece ends with it."""
    start, end = link.start - offset, link.end - offset
    if end <= length:
        return replace(link, start=start, end=end)
    return replace(link, start=start, end=length, text=link.text[: length - start])
