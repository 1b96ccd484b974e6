"""Turns the start, text and end of HTML elements into blocks, with one stack and in one pass.

The one fact a newcomer would get wrong: this class never builds a tree, so depth costs nothing and no recursion can
overflow; everything an element needs from its ancestors stands in its frame.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from inboxguard.mail.caps import HTML_BLOCKS, HTML_DEPTH, HTML_EVENTS, HTML_PIECES, LINKS, STYLE_STEPS
from inboxguard.mail.flow import Flow, OpenLink, Zoned
from inboxguard.mail.message import Look, Seen
from inboxguard.mail.sight import Sight, doubting, hiding, length_px, within
from inboxguard.mail.style import Rule, Sheet, cascade, read_declarations
from inboxguard.mail.zones import Zone, zone_of

_BLOCK_TAGS_WORDS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody "
    "td tfoot th thead tr ul marquee menu dir"
)
_BLOCK_TAGS = frozenset(_BLOCK_TAGS_WORDS.split())
_BLOCK_DISPLAYS = frozenset({"block", "table", "table-cell", "table-row", "flex", "grid", "list-item"})
_DROPPED_TAGS = frozenset({"script", "style", "title", "template", "iframe", "object", "audio", "video", "datalist"})
_ACTING_TAGS = frozenset({"a", "br", "img", "area", "form", "button", "input"})
_STYLING = ("bgcolor", "color", "hidden", "background")
_TELLING = frozenset({*_STYLING, "class", "id", "style", "size", "text", "data-smartmail", "type", "cite"})
"""Every attribute that a frame depends on."""
ANCHOR = "x-a"
"""The name under which links are read, since lxml would end one of their own name where a table begins."""
_PRE_TAGS = frozenset({"pre", "xmp", "listing"})
_OPEN, _AFTER, _HEADER = Zone.OPEN, Zone.AFTER, Zone.HEADER  # looked up once; asking an Enum costs five times as much
_HIDDEN = Seen.HIDDEN
_BUTTONS = frozenset({"submit", "image", "button"})
_PLAIN_LOOK = Look()


class TooMuch(Exception):
    """The page has more elements, or deeper ones, than are read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An open element: what its content inherits."""

    tag: str
    sight: Sight
    look: Look
    block: bool
    zone: Zone
    pre: bool = False
    dropped: bool = False
    action: str = ""


class Page:
    """Reads the elements of one page; `sheet` may already hold rules found in an earlier reading."""

    def __init__(self, sheet: Sheet | None = None) -> None:
        self.sheet = sheet or Sheet()
        self.zoned: list[Zoned] = []
        self.images = 0
        self.dropped_chars = 0
        self.late_style = False
        self.depth = 0
        self._stack = [Frame("", Sight(), _PLAIN_LOOK, block=True, zone=Zone.OPEN)]
        self._flows = [Flow(), Flow()]
        self._link: OpenLink | None = None
        self._css: list[str] = []
        self._events = 0
        self._pieces = 0
        self._pending: list[str] = []
        self._links = 0
        self._sights: dict[tuple[object, ...], tuple[Sight, str]] = {}
        self._kept: list[Sight] = []
        self._frames: dict[tuple[int, str, tuple[str | None, ...]], Frame] = {}
        self._alive: list[Frame] = []  # frames are found by identity, so none may go
        self._known_sheet = sheet is not None
        self._after = Zone.OPEN

    # The three events of a parser

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._pending:
            self._take_text()
        if tag == ANCHOR:
            tag = "a"
        self._events += 1
        self.depth += 1
        if self.depth > HTML_DEPTH or self._events > HTML_EVENTS:
            raise TooMuch
        outer = self._stack[-1]
        if outer.dropped or tag in _DROPPED_TAGS:
            self._stack.append(Frame(tag, outer.sight, outer.look, block=False, zone=outer.zone, dropped=True))
            return
        plain = not attributes or _TELLING.isdisjoint(attributes)
        key = (id(outer), tag, () if plain else tuple(map(attributes.get, _TELLING)))
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(outer, tag, attributes)
        if frame.block and self._filled():
            self._flush()
        if frame.zone is not _OPEN and self._after is _OPEN and (frame.zone is _AFTER or frame.zone is _HEADER):
            self._flush()
            self._after = _AFTER
        self._stack.append(frame)
        if tag in _ACTING_TAGS:
            self._begin(frame, tag, attributes)

    def _frame(self, outer: Frame, tag: str, attributes: dict[str, str]) -> Frame:
        """The frame of an element; elements that tell the same inside the same one share it."""
        sight, display = self._sight(outer.sight, tag, attributes)
        block = (tag in _BLOCK_TAGS and display != "inline") or display in _BLOCK_DISPLAYS
        look = outer.look if sight is outer.sight else sight.look()
        pre = outer.pre or tag in _PRE_TAGS
        zone = zone_of(tag, attributes, outer.zone)
        return Frame(tag, sight, look, block, zone, pre, action=outer.action)

    def data(self, text: str) -> None:
        """A piece of text inside the innermost open element; every entity comes as a piece of its own."""
        self._pieces += 1
        if self._pieces > HTML_PIECES:
            raise TooMuch
        self._pending.append(text)

    def _take_text(self) -> None:
        self._events += 1
        if self._events > HTML_EVENTS:
            raise TooMuch
        text = self._pending[0] if len(self._pending) == 1 else "".join(self._pending)
        self._pending.clear()
        frame = self._stack[-1]
        if frame.dropped:
            self.dropped_chars += len(text)
            if frame.tag == "style":
                self._css.append(text)
            return
        look = frame.look
        which = 1 if look.seen is _HIDDEN else 0
        flow = self._flows[which]
        if frame.pre:
            self._add_lines(text, look, flow)
        else:
            flow.add(text, look)
        if self._link and self._link.looks[which] is None and not text.isspace():
            self._link.looks[which] = look

    def end(self, tag: str) -> None:
        """The innermost open element ends."""
        if self._pending:
            self._take_text()
        if len(self._stack) == 1:
            return
        self.depth -= 1
        frame = self._stack.pop()
        if frame.dropped:
            if tag == "style" and self._css:
                self._take_style()
            return
        if self._link and ((frame.tag == "a" and self._link.kind == "a") or frame.tag == "button"):
            self._close_link()
        if frame.block and self._filled():
            self._flush(frame.zone)

    def close(self) -> list[Zoned]:
        """The page ends: every block, in reading order."""
        with suppress(TooMuch):
            if self._pending:
                self._take_text()
            self._close_link()
            self._flush()
        return self.zoned

    def _event(self) -> None:
        self._events += 1
        if self._events > HTML_EVENTS:
            raise TooMuch

    # What a single element means

    def _begin(self, frame: Frame, tag: str, attributes: dict[str, str]) -> None:
        if tag == "a":
            self._close_link()
            if "href" in attributes:
                self._open_link(attributes["href"], "a")
        elif tag == "br":
            self._line_break(frame)
        elif tag == "img":
            self._image(frame, attributes)
        elif tag == "area" and "href" in attributes:
            link = OpenLink(attributes["href"], "area", [], image_text=attributes.get("alt", ""))
            link.image_look = self._image_look(frame, {})
            self._flows[0].take_empty_link(link)
        elif tag == "form":
            self._stack[-1] = replace(frame, action=attributes.get("action", ""))
            self._alive.append(self._stack[-1])
        elif tag == "button" and frame.action:
            self._close_link()
            self._open_link(attributes.get("formaction", frame.action), "form")
        elif tag == "input" and attributes.get("type", "").lower() in _BUTTONS and self._stack[-2].action:
            self._button(attributes)

    def _open_link(self, target: str, kind: str) -> None:
        self._link = OpenLink(target, kind, [flow.place() for flow in self._flows])
        self._links += 1
        if self._links > LINKS:
            raise TooMuch

    def _close_link(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        for which, flow in enumerate(self._flows):
            flow.take_link(link, which)
        if not link.emitted:
            hidden = link.image_look is not None and link.image_look.seen is Seen.HIDDEN
            self._flows[1 if hidden else 0].take_empty_link(link)

    def _button(self, attributes: dict[str, str]) -> None:
        self._close_link()
        self._open_link(attributes.get("formaction", self._stack[-2].action), "form")
        if attributes.get("value", "").strip():
            self.data(attributes["value"])
            self._take_text()
        elif self._link:
            self._link.image_text = attributes.get("alt", "")
            self._link.image_look = _PLAIN_LOOK
        self._close_link()

    def _line_break(self, frame: Frame) -> None:
        look = frame.look
        flow = self._flows[1 if look.seen is Seen.HIDDEN else 0]
        if not flow.new_line(look):
            self._flush()

    def _add_lines(self, text: str, look: Look, flow: Flow) -> None:
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number and not flow.new_line(look):
                self._flush()
                flow = self._flows[1 if look.seen is Seen.HIDDEN else 0]
            self._event()
            if line:
                flow.put(line, look)

    def _image_look(self, frame: Frame, attributes: dict[str, str]) -> Look:
        """An image is not made smaller by a font size nor hidden by a text colour."""
        sight = Sight(frame.sight.hidden, frame.sight.unsure, frame.sight.invisible, frame.sight.opacity)
        for side in ("width", "height"):
            size = length_px(attributes.get(side, "").strip())
            if size is not None and size <= 1 and "%" not in attributes[side]:
                return Look(Seen.HIDDEN, f"image {side} {size:g}")
        return sight.look()

    def _image(self, frame: Frame, attributes: dict[str, str]) -> None:
        look = self._image_look(frame, attributes)
        if look.seen is not Seen.HIDDEN:
            self.images += 1
        if self._link is None:
            return
        alternative = " ".join(attributes.get("alt", attributes.get("title", "")).split())
        if self._link.image_text is None or (alternative and not self._link.image_text):
            self._link.image_text, self._link.image_look = alternative, look

    # Style and blocks

    def _sight(self, outer: Sight, tag: str, attributes: dict[str, str]) -> tuple[Sight, str]:
        """What the element's content inherits, and its display; equal elements are settled once."""
        css_class, identifier = attributes.get("class", ""), attributes.get("id", "")
        inline = attributes.get("style", "")
        styling = tuple([(name, attributes[name]) for name in _STYLING if name in attributes])
        if tag == "font" and "size" in attributes:
            styling = (*styling, ("size", attributes["size"]))
        if tag == "body" and "text" in attributes:
            styling = (*styling, ("color", attributes["text"]))
        if not inline and not styling and not self.sheet.by_key and tag != "a":
            return outer, ""
        key = (id(outer), tag, css_class if self.sheet.by_key else "", identifier, inline, styling)
        found = self._sights.get(key)
        if found is None:
            rules = self.sheet.matching(tag, css_class, identifier)
            if self.sheet.steps > STYLE_STEPS:
                raise TooMuch
            found = self._settle(outer, tag, rules, inline, dict(styling))
            self._sights[key] = found
            self._kept.append(outer)
        return found

    def _settle(
        self, outer: Sight, tag: str, rules: list[Rule], inline: str, styling: dict[str, str]
    ) -> tuple[Sight, str]:
        style = cascade(rules, read_declarations(inline) if inline else {})
        unsure = ""
        for rule in rules:
            if not rule.sure:
                values = {name: value for name, (value, _) in rule.declarations.items()}
                unsure = unsure or hiding(values) or doubting(values)
        if not style and not styling and not unsure and tag != "a":
            return outer, ""
        return within(outer, style, styling, unsure=unsure, link=tag == "a"), style.get("display", "")

    def _take_style(self) -> None:
        if self._known_sheet:
            self._css = []
            return
        self.sheet.add("".join(self._css))
        self._css = []
        self._alive.extend(self._frames.values())
        self._frames = {}
        self.late_style = self.late_style or bool(self.zoned) or any(flow.length for flow in self._flows)

    def _filled(self) -> bool:
        """Whether there is anything that would become a block."""
        shown, hidden = self._flows
        return bool(shown.length or hidden.length or shown.links or hidden.links)

    def _flush(self, zone: Zone | None = None) -> None:
        """End the current block; an open link goes on in the next one."""
        if not self._filled():
            return
        zone = zone if zone is not None else self._stack[-1].zone
        zone = self._after if zone is _OPEN else zone
        link = self._link
        for which, flow in enumerate(self._flows):
            if link:
                flow.take_link(link, which)
                link.starts[which] = (0, 0)
            if flow.length or flow.links:
                block = flow.block()
                if block:
                    self.zoned.append(Zoned(block, zone))
                flow.clear()
        if len(self.zoned) > HTML_BLOCKS:
            raise TooMuch
