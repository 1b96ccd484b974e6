"""Whether a person sees an element: what it inherits and what its own style adds.

The order of reasoning: an ancestor that is not displayed hides for good; visibility and font size are inherited and
may be set back by a child, so the nearest statement counts (mail built with MJML sets font-size:0 on every wrapper);
opacity multiplies; a box without size hides only when it also cuts off what flows over; text in the colour of its
known background is hidden, and on an unknown one nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from inboxguard.mail import colour as colours
from inboxguard.mail.colour import Colour
from inboxguard.mail.message import Look, Seen

_LENGTH = re.compile(r"(-?\d{0,6}\.?\d{1,6})\s?([a-z%]{0,4})")
_PX = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "rem": 16.0}
_KEYWORD_PX = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
               "xx-large": 32.0}  # fmt: skip
_FONT_ATTRIBUTE_PX = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_TINY_PX = 2.0
_SAME_COLOUR = 1.12
COLOUR_OF_GROUND = "text in the colour of its background"
_FAR_AWAY_PX = -900.0


def length_px(text: str, *, parent: float | None = None) -> float | None:
    """A CSS length in pixels; `parent` settles em and %; None when it cannot be settled."""
    if text in _KEYWORD_PX:
        return _KEYWORD_PX[text]
    found = _LENGTH.match(text)
    if not found:
        return None
    value, unit = float(found[1]), found[2]
    if value == 0:
        return 0.0
    if unit in _PX:
        return value * _PX[unit]
    scale = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}.get(unit)
    return value * scale * (16.0 if parent is None else parent) if scale else None


@dataclass(frozen=True, slots=True)
class Sight:
    """What text inside an element inherits."""

    hidden: str = ""
    unsure: str = ""
    invisible: bool = False
    opacity: float = 1.0
    font_px: float | None = None
    text: Colour | None = None
    background: Colour | None = None

    def look(self) -> Look:
        """How text at this place appears."""
        return _look(self)


@lru_cache(maxsize=4096)
def _look(sight: Sight) -> Look:
    ground = sight.background if sight.background is not None else colours.WHITE
    ratio = colours.contrast(sight.text, ground) if sight.text is not None else None
    known = ratio if sight.background is not None or ratio is None or ratio > _SAME_COLOUR else None
    seen, why = Seen.VISIBLE, ""
    if sight.hidden:
        seen, why = Seen.HIDDEN, sight.hidden
    elif sight.invisible:
        seen, why = Seen.HIDDEN, "visibility:hidden"
    elif sight.opacity <= 0.05:
        seen, why = Seen.HIDDEN, "opacity:0"
    elif sight.font_px is not None and sight.font_px <= _TINY_PX:
        seen, why = Seen.HIDDEN, f"font-size:{sight.font_px:g}px"
    elif sight.text is not None and sight.text[3] <= 0.05:
        seen, why = Seen.HIDDEN, "color:transparent"
    elif ratio is not None and ratio <= _SAME_COLOUR:
        seen = Seen.HIDDEN if sight.background is not None else Seen.UNKNOWN
        why = COLOUR_OF_GROUND
    elif sight.unsure:
        seen, why = Seen.UNKNOWN, sight.unsure
    return Look(seen, why, sight.font_px, known)


def _no_size(style: dict[str, str]) -> str:
    """The declaration that leaves a box without size and cuts off what flows over, or empty."""
    if "hidden" not in (style.get("overflow", ""), style.get("overflow-y", "")):
        return ""
    for name in ("max-height", "height", "max-width", "width"):
        size = length_px(style.get(name, ""))
        if size is not None and size <= 1 and "%" not in style[name]:
            return f"{name}:{style[name]};overflow:hidden"
    return ""


def hiding(style: dict[str, str]) -> str:
    """The declaration that hides an element and everything in it, or empty."""
    if style.get("display") == "none":
        return "display:none"
    if style.get("clip", "").replace(" ", "").startswith("rect(0") and style.get("position") == "absolute":
        return "clip"
    indent = length_px(style.get("text-indent", ""))
    if indent is not None and indent <= _FAR_AWAY_PX:
        return "text-indent"
    return _no_size(style)


def doubting(style: dict[str, str]) -> str:
    """The declaration that hides in some mail programs only, or empty."""
    if style.get("mso-hide") == "all":
        return "mso-hide:all"
    if style.get("position") in {"absolute", "fixed"}:
        offsets = [length_px(style.get(side, "")) for side in ("left", "top")]
        if any(offset is not None and offset <= _FAR_AWAY_PX for offset in offsets):
            return "moved off the page"
    if "scale(0" in style.get("transform", "").replace(" ", ""):
        return "transform:scale(0)"
    return ""


def _number(text: str) -> float | None:
    found = _LENGTH.match(text)
    return float(found[1]) / (100 if found[2] == "%" else 1) if found else None


def _font(style: dict[str, str], parent: float | None) -> float | None:
    stated = style.get("font-size")
    if stated is None and "font" in style:
        stated = next(
            (word.split("/")[0] for word in style["font"].split() if word[:1].isdigit() and word[-1:].isalpha()), None
        )
    if stated is None:
        return parent
    if stated in {"smaller", "larger"}:
        return (16.0 if parent is None else parent) * (0.83 if stated == "smaller" else 1.2)
    settled = length_px(stated, parent=parent)
    return settled if settled is not None and settled >= 0 else parent


def within(
    outer: Sight, style: dict[str, str], attributes: dict[str, str], *, unsure: str = "", link: bool = False
) -> Sight:
    """What is inherited inside an element of this style and these attributes (bgcolor, color, size, hidden)."""
    text = colours.read_colour(style.get("color", "") or attributes.get("color", ""))
    own = colours.read_background(
        style.get("background-color") or style.get("background") or attributes.get("bgcolor", "")
    )
    if "background" in attributes and own is None:
        own = colours.UNSETTLED
    visibility = style.get("visibility")
    font = _font(style, outer.font_px)
    if "size" in attributes and "font-size" not in style:
        font = _FONT_ATTRIBUTE_PX.get(attributes["size"].strip(), font)
    opacity = _number(style.get("opacity", ""))
    return replace(
        outer,
        hidden=outer.hidden or ("hidden attribute" if "hidden" in attributes else "") or hiding(style),
        unsure=outer.unsure or unsure or doubting(style),
        invisible={"hidden": True, "collapse": True, "visible": False}.get(visibility or "", outer.invisible),
        opacity=outer.opacity * (1.0 if opacity is None else max(0.0, min(1.0, opacity))),
        font_px=font,
        text=text if text is not None else (None if link else outer.text),
        background=_ground(own, outer.background),
    )


def _ground(own: Colour | None, outer: Colour | None) -> Colour | None:
    if own is None or own[3] == 0:
        return outer
    if own[3] < 1 and own is not colours.UNSETTLED:
        return colours.over(own, outer if outer is not None else colours.WHITE)
    return own
