"""One way to normalise words, for everybody who compares them.

The one fact a newcomer would get wrong: folding is for comparing, never for showing, and it changes lengths, so
offsets into folded text mean nothing in the original.
"""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = frozenset(
    [0x00AD, 0x034F, 0xFEFF, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0x202A, 0x202F)]
)
_DROP = dict.fromkeys(INVISIBLE)
_DROP_TABLE: dict[int, str | None] = {**_DROP, 0x00A0: " ", 0x202F: " ", 0x2007: " "}
_LOOK_ALIKES = str.maketrans(
    # Cyrillic, then Greek letters that a reader takes for Latin ones
    "абвгеёзікмнорстухцьѕјһԁԛԝӏАВЕЗІКМНОРСТУХЅЈԌαβγεικνορτυχωϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abbreezikmhopctyxubsjhdqwlABE3IKMHOPCTYXSJGabyeikvoptuxwcABEZHIKMNOPTYX",
)
_WORD = re.compile(r"\w+")


def drop_invisible(text: str) -> str:
    """The text without soft hyphens, zero-width and direction characters; no-break spaces become spaces."""
    return text if text.isascii() else text.translate(_DROP_TABLE)


def fold(text: str) -> str:
    """What two texts are compared by: NFKC, nothing invisible, no-break space as space, no case."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text.translate(_DROP_TABLE)).translate(_DROP_TABLE).casefold()


def _mixed(word: str) -> bool:
    latin = other = False
    for char in word:
        if char.isascii():
            latin = latin or char.isalpha()
        else:
            code = ord(char)
            other = other or 0x370 <= code <= 0x52F
    return latin and other


def fold_confusables(text: str) -> str:
    """The text with look-alike letters turned into Latin ones, in words that mix Latin with Cyrillic or Greek."""
    if text.isascii():
        return text
    return _WORD.sub(lambda found: found[0].translate(_LOOK_ALIKES) if _mixed(found[0]) else found[0], text)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))


def strip_accents(text: str) -> str:
    """Latin letters without their accents ("désabonner" gives "desabonner"); other scripts stay as they are."""
    if text.isascii():
        return text
    return "".join(
        _bare(char) if 0xC0 <= ord(char) <= 0x24F or 0x1E00 <= ord(char) <= 0x1EFF else char for char in text
    )
