"""A short digest of a text by which copies and near copies are known without keeping the text.

The one fact a newcomer would get wrong: equal sketches mean equal words, but unequal ones can still be compared; the
sketch keeps the smallest hashes of all runs of three words (a bottom-k sketch), so that the share of common runs can
be estimated from two of them.
"""

from typing import Final
from zlib import crc32

from inboxguard.pitch.phrases import Words

_KEPT: Final = 16
_DIGITS: Final = 8


def sketch(words: Words) -> str:
    """Up to 128 hexadecimal digits; the empty string for a text without words."""
    tokens = [token for token in words.tokens if token.isalnum()]
    runs = set(zip(tokens, tokens[1:], tokens[2:], strict=False)) or {tuple(tokens)} - {()}
    hashes = sorted({crc32(" ".join(run).encode()) for run in runs})
    return "".join(f"{value:08x}" for value in hashes[:_KEPT])


def likeness(one: str, other: str) -> float:
    """The estimated share of common runs of two sketches, 0 to 1 (Jaccard); 0 where either is empty."""
    first, second = _values(one), _values(other)
    if not first or not second:
        return 0.0
    smallest = sorted(first | second)[: max(1, min(_KEPT, max(len(first), len(second))))]
    return sum(value in first and value in second for value in smallest) / len(smallest)


def _values(digits: str) -> set[str]:
    return {digits[at : at + _DIGITS] for at in range(0, len(digits) - _DIGITS + 1, _DIGITS)}
