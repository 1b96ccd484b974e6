"""Words brought to one spelling, so that Müller, Mueller and Muller, or Иван and Ivan, compare equal.

Two strengths. `fold` undoes accents, scripts and the German and Nordic digraphs: equal folds are the same word.
`sound` also undoes spelling habits (y/i, ph/f, doubled letters): equal sounds are only likely the same word, unless
one side was transliterated, where spelling is a matter of the clerk.
"""

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans({
    "ä": "a", "ö": "o", "ü": "u", "ø": "o", "å": "a", "æ": "a", "œ": "o", "ß": "ss", "þ": "th", "ð": "d", "ı": "i",
    "ł": "l", "đ": "d", "ь": "", "ъ": "", "’": "", "'": "", "`": "", "´": "", "ʼ": "", "‘": "",
})  # fmt: skip
_LOOKALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТХУЅІЈοαερυνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijshdqwABEKMHOPCTXYSIJoaepuvikABEZHIKMNOPTYX"
)
_DIGRAPH = re.compile(r"([aou])e(?=[a-z])|aa")
_SOUNDS_WITH_H = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("gh", "g"),
)  # fmt: skip
_SOUNDS = (
    ("ck", "k"), ("tz", "ts"), ("cz", "ch"), ("sz", "sh"), ("ou", "u"), ("dj", "j"), ("y", "i"), ("j", "i"),
    ("w", "v"), ("q", "k"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def has_script(text: str, *names: str) -> bool:
    """Whether a letter of one of these scripts (as Unicode names them: "CYRILLIC", "CJK") stands in the text."""
    return any(unicodedata.name(ch, "").startswith(names) for ch in text if not ch.isascii())


def true_letters(word: str) -> str:
    """The word with look-alike letters of another alphabet replaced, when it mixes alphabets."""
    if word.isascii() or not any(ch.isascii() and ch.isalpha() for ch in word):
        return word
    return word.translate(_LOOKALIKE) if has_script(word, "CYRILLIC", "GREEK") else word


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word in lower-case a-z and digits, one spelling for all common transliterations; may be empty."""
    lowered = (word if word.isascii() else true_letters(word)).lower()
    if not lowered.isascii():
        import anyascii

        composed = unicodedata.normalize("NFC", lowered)
        lowered = str(anyascii.anyascii(composed.translate(_SPECIAL))).lower()
    plain = lowered if lowered.isalnum() else _NOT_LETTERS.sub("", lowered)
    if "e" not in plain and "aa" not in plain:
        return plain
    return _DIGRAPH.sub(lambda found: found[1] or "a", plain)


@lru_cache(maxsize=65536)
def sound(folded: str) -> str:
    """A coarser spelling of an already folded word; equal sounds are likely one name."""
    text = folded
    if "h" in text:
        for pattern, plain in _SOUNDS_WITH_H:
            text = text.replace(pattern, plain)
    for pattern, plain in _SOUNDS:
        if pattern in text:
            text = text.replace(pattern, plain)
    text = text.replace("c", "k") if "ch" not in text else text
    if _DOUBLED.search(text):
        text = _DOUBLED.sub(r"\1", text)
    return text.rstrip("h") if len(text) > 3 else text
