"""Text as the vocabulary compares it: one case, no accents, no invisible characters, plain quotes, dashes and blanks.

The one fact a newcomer would get wrong: folding may change the length of a text, so a `Folded` knows for every place
in it the place in the original; links and evidence speak of the original only.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "＇": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "‹": '"', "›": '"',
        "「": '"', "」": '"', "『": '"', "』": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i",
        "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
    }
)  # fmt: skip
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвнɡοαερτυκινѵցսոՏ",
    "aeopcyxijshdqwkmtbhgoaeptukivvgunS",
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_MIXED_WORD = re.compile(r"(?=\w{0,40}[a-z])(?=\w{0,40}[\u0370-\u058f])\w{3,40}")
_SPACED_LETTERS = re.compile(r"[ .*_-]\w[ .*_-]\w[ .*_-]")  # part of every spaced-out word, and quicker to search for
_SPACED_WORD = re.compile(r"(?<!\w)(?:\w[ .*_-]){5,14}\w(?!\w)")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what patterns look at; `starts` maps its places to the original's, None where they are the same."""

    text: str
    starts: tuple[int, ...] | None = None

    def original(self, at: int) -> int:
        """The place in the original of a place in the folded text."""
        return at if self.starts is None else self.starts[at]


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    if _INVISIBLE.match(letter):
        return ""
    plain = letter.translate(_PLAIN)
    bare = "".join(part for part in unicodedata.normalize("NFKD", plain.casefold()) if not "\u0300" <= part <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def fold(text: str) -> Folded:
    """The text folded for comparison; linear in its length."""
    if text.isascii():
        lowered = text.lower().replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("`", "'")
        return Folded(lowered)
    pieces = [_fold_letter(letter) for letter in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(len(piece) == 1 for piece in pieces):
        return Folded(folded)
    starts = [at for at, piece in enumerate(pieces) for _ in piece]
    return Folded(folded, (*starts, len(text)))


def fold_phrase(text: str) -> str:
    """A piece of the vocabulary, folded the same way; the sign for a gap stays."""
    return "…".join(fold(piece).text for piece in text.split("…"))


def unmask(folded: Folded) -> Folded | None:
    """The text with look-alike letters and spaced-out words read as what they imitate; None when it has neither."""
    mixed = not folded.text.isascii() and _MIXED_WORD.search(folded.text)
    spaced = _SPACED_LETTERS.search(folded.text) and _SPACED_WORD.search(folded.text)
    if not mixed and not spaced:
        return None
    text = _MIXED_WORD.sub(lambda word: word[0].translate(_LOOK_ALIKES), folded.text) if mixed else folded.text
    if not spaced:
        return Folded(text, folded.starts)
    dropped = {at for word in _SPACED_WORD.finditer(text) for at in range(word.start() + 1, word.end(), 2)}
    kept = [at for at in range(len(text)) if at not in dropped]
    places = [folded.original(at) for at in kept]
    return Folded("".join(text[at] for at in kept), (*places, folded.original(len(text))))


def has_invisible(text: str) -> bool:
    """Whether invisible characters stand in it, as in a word split to escape a filter."""
    return not text.isascii() and _INVISIBLE.search(text) is not None
