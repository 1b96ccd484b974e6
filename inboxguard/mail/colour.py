"""CSS colours and how well one is read on another (WCAG 2.1, relative luminance and contrast ratio).

The one fact a newcomer would get wrong: a colour that cannot be settled (a gradient, a variable) is not "no colour";
it is UNSETTLED, and whatever stands on it has no known contrast.
"""

import re
from functools import lru_cache

Colour = tuple[int, int, int, float]
UNSETTLED: Colour = (-1, -1, -1, 1.0)
TRANSPARENT: Colour = (0, 0, 0, 0.0)
WHITE: Colour = (255, 255, 255, 1.0)

_NAMED_WORDS = (
    "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 "
    "black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue "
    "5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c "
    "cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey "
    "a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc "
    "darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f "
    "darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 "
    "dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc "
    "ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 "
    "honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa "
    "lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan "
    "e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 "
    "lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightsteelblue b0c4de "
    "lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine "
    "66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue "
    "7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream "
    "f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 "
    "olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 "
    "paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum "
    "dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 "
    "saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver "
    "c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f "
    "steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat "
    "f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32"
)
_NAMED = _NAMED_WORDS.split()
_NAMES = dict(zip(_NAMED[::2], _NAMED[1::2], strict=True))
_HEX = re.compile(r"#?([0-9a-f]{3,8})\Z")
_NUMBER = re.compile(r"-?\d{0,9}\.?\d{1,9}%?")


def _from_hex(digits: str) -> Colour | None:
    if len(digits) in {3, 4}:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in {6, 8}:
        return None
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue, int(digits[6:8], 16) / 255 if len(digits) == 8 else 1.0


def _channel(text: str) -> int:
    value = float(text.rstrip("%")) * (2.55 if text.endswith("%") else 1)
    return max(0, min(255, round(value)))


def _from_function(text: str) -> Colour | None:
    numbers = _NUMBER.findall(text)
    if not text.startswith("rgb") or len(numbers) < 3:
        return UNSETTLED
    alpha = 1.0
    if len(numbers) > 3:
        alpha = float(numbers[3].rstrip("%")) / (100 if numbers[3].endswith("%") else 1)
    return _channel(numbers[0]), _channel(numbers[1]), _channel(numbers[2]), max(0.0, min(1.0, alpha))


@lru_cache(maxsize=2048)
def read_colour(text: str) -> Colour | None:
    """The colour written in CSS or in an HTML attribute; UNSETTLED when it depends on more; None when it is none."""
    text = text.strip().lower()[:200]
    if text in _NAMES:
        return _from_hex(_NAMES[text])
    if text == "transparent":
        return TRANSPARENT
    if "(" in text:
        return _from_function(text)
    found = _HEX.match(text)
    return _from_hex(found[1]) if found else None


@lru_cache(maxsize=2048)
def read_background(text: str) -> Colour | None:
    """The colour of a `background` shorthand; a picture or a gradient leaves it UNSETTLED."""
    text = text.strip().lower()[:2000]
    if "url(" in text or "gradient" in text or "var(" in text:
        return UNSETTLED
    if (whole := read_colour(text)) is not None:
        return whole
    if "(" in text:
        return read_colour(text[max(text.find("rgb"), 0) : text.find(")") + 1])
    found = [colour for word in text.split() if (colour := read_colour(word)) is not None]
    return found[0] if found else (TRANSPARENT if text == "none" else None)


def over(top: Colour, below: Colour) -> Colour:
    """What is seen when a partly transparent colour lies on another."""
    if top is UNSETTLED or below is UNSETTLED:
        return below if top[3] == 0 else UNSETTLED
    share = top[3]
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(top[:3], below[:3], strict=True))
    return red, green, blue, 1.0


def _luminance(colour: Colour) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])


@lru_cache(maxsize=4096)
def contrast(text: Colour, background: Colour) -> float | None:
    """The contrast ratio, 1 (the same) to 21 (black on white); None when either colour is unsettled."""
    if text is UNSETTLED or background is UNSETTLED or text[0] < 0 or background[0] < 0:
        return None
    first, second = _luminance(over(text, background)), _luminance(background)
    return round((max(first, second) + 0.05) / (min(first, second) + 0.05), 2)
