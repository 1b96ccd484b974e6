"""What a text must hold at least one of for a phrase to be worth trying on it.

The one fact a newcomer would get wrong: a key must be part of every match. So it is taken from a word outside of
choices, or else from a choice that may not be left out, and then from each of its branches.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

KEY_LETTERS = 5
_PIECE = re.compile(r"\w+|\(|\)[?*+]?|\||\?|…|\*| +\?|[^\w()|?…* ]| +")
_WORD = re.compile(r"\w+")
_OPTIONAL_E = re.compile(r"\be-\?(\w{1,4})\w*[*?]?")


@dataclass(frozen=True, slots=True)
class _Choice:
    branches: tuple["tuple[str | _Choice, ...]", ...]
    optional: bool


_Sequence = tuple[str | _Choice, ...]


def needs_of_phrase(folded: str, *, unparted: bool) -> tuple[frozenset[str], ...]:
    """What a folded phrase needs, the most telling first: of each set a text must hold at least one.

    Empty when nothing is needed for sure, and then the phrase is never tried.
    """
    parsed, _ = _parse(_PIECE.findall(_OPTIONAL_E.sub(r"(e\1|\1)", folded)), 0)
    if len(parsed) == 1:
        needs = [need for need in _needs(parsed[0], unparted=unparted) if need]
        return tuple(sorted(dict.fromkeys(needs), key=_worth, reverse=True))
    branches = [_best(branch, unparted=unparted) for branch in parsed]
    return (frozenset().union(*branches),) if all(branches) else ()


def words_of(folded: str) -> frozenset[str]:
    """The words of a folded text, each once."""
    return frozenset(_WORD.findall(folded))


def keys_of(words: Iterable[str]) -> set[str]:
    """The keys that words hold: the first two to five letters of each."""
    return {word[:length] for word in words for length in range(2, KEY_LETTERS + 1)}


def _parse(pieces: list[str], at: int) -> tuple[list[_Sequence], int]:
    """The branches up to the closing bracket, and the place behind it."""
    branches: list[list[str | _Choice]] = [[]]
    while at < len(pieces) and not pieces[at].startswith(")"):
        piece = pieces[at]
        at += 1
        if piece == "|":
            branches.append([])
        elif piece == "(":
            inner, at = _parse(pieces, at)
            closing = pieces[at] if at < len(pieces) else ")"
            branches[-1].append(_Choice(tuple(inner), optional=closing in {")?", ")*"}))
            at += 1
        else:
            branches[-1].append(piece)
    return [tuple(branch) for branch in branches], at


def _best(sequence: _Sequence, *, unparted: bool, at_edge: bool = True) -> frozenset[str]:
    return max(_needs(sequence, unparted=unparted, at_edge=at_edge), key=_worth, default=frozenset())


def _needs(sequence: _Sequence, *, unparted: bool, at_edge: bool = True) -> list[frozenset[str]]:
    """What each item of one branch needs; `at_edge` says whether the branch begins at the edge of a word."""
    found: list[frozenset[str]] = []
    edge = at_edge or unparted
    for at, item in enumerate(sequence):
        follows = sequence[at + 1] if at + 1 < len(sequence) else ""
        if isinstance(item, _Choice):
            inner = [_best(branch, unparted=unparted, at_edge=edge) for branch in item.branches]
            found.append(frozenset().union(*inner) if not item.optional and all(inner) else frozenset())
            spaced = all(branch and branch[-1] == " " for branch in item.branches)
            edge = unparted or (spaced and (edge or not item.optional))
        elif item[0].isalnum():
            word = item[:-1] if follows == "?" else item
            if edge and (len(word) >= 2 or unparted):
                found.append(frozenset({word if unparted else word[:KEY_LETTERS]}))
            edge = unparted
        else:
            edge = unparted or (item not in {"?", "*"} and not item.endswith("?") and follows != "?")
    return found


def _worth(keys: frozenset[str]) -> tuple[int, int]:
    return (min((len(key) for key in keys), default=0), -len(keys))
