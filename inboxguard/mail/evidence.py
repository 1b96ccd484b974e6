"""A place in a message plus the exact words found there; everything said about a message rests on some."""

from dataclasses import dataclass

MAX_WORDS = 240


@dataclass(frozen=True, slots=True)
class Evidence:
    """`place` is "header List-Unsubscribe", "body", "html link", "signature"…; `words` at most 240 characters."""

    place: str
    words: str


def quote(place: str, words: str) -> Evidence:
    """Evidence with white space folded and the words cut to what a report can show."""
    folded = " ".join(words.split())
    return Evidence(place, folded if len(folded) <= MAX_WORDS else folded[: MAX_WORDS - 1] + "…")


def absent(field: str) -> Evidence:
    """Evidence that a header field is not there."""
    return Evidence(f"header {field}", "(no such field)")
