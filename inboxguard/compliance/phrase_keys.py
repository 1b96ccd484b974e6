"""What a text must hold at least one of for a phrase to be worth trying on it.

The one fact a newcomer would get wrong: a key must be part of every match. So it is taken from a word outside of
choices, or else from a choice that may not be left out, and then from each of its branches.
"""

import re
from dataclasses import dataclass

KEY_LETTERS = 5
_PIECE = re.compile(r"\w+|\(|\)[?*+]?|\||\?|…|\*| +\?|[^\w()|?…* ]| +")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Choice:
    branches: tuple["tuple[str | _Choice, ...]", ...]
    optional: bool


_Sequence = tuple[str | _Choice, ...]


def keys_of_phrase(folded: str, *, unparted: bool) -> frozenset[str]:
    """The keys of a folded phrase; empty when it has none, and then it is never tried."""
    parsed, _ = _parse(_PIECE.findall(folded.replace("e-?mail", "(email|mail)")), 0)
    branches = [_keys(branch, unparted=unparted) for branch in parsed]
    return frozenset().union(*branches) if all(branches) else frozenset()


def keys_of(folded: str) -> set[str]:
    """The keys a text holds: the first two to five letters of each of its words."""
    words = set(_WORD.findall(folded))
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


def _keys(sequence: _Sequence, *, unparted: bool, at_edge: bool = True) -> frozenset[str]:
    """The best keys of one branch; `at_edge` says whether it begins at the edge of a word."""
    best: frozenset[str] = frozenset()
    edge = at_edge or unparted
    for at, item in enumerate(sequence):
        follows = sequence[at + 1] if at + 1 < len(sequence) else ""
        found: frozenset[str] = frozenset()
        if isinstance(item, _Choice):
            inner = [_keys(branch, unparted=unparted, at_edge=edge) for branch in item.branches]
            found = frozenset().union(*inner) if not item.optional and all(inner) else frozenset()
            spaced = all(branch and branch[-1] == " " for branch in item.branches)
            edge = unparted or (spaced and (edge or not item.optional))
        elif item[0].isalnum():
            word = item[:-1] if follows == "?" else item
            found = frozenset({word if unparted else word[:KEY_LETTERS]}) if edge and len(word) >= 2 else frozenset()
            edge = unparted
        else:
            edge = unparted or (item not in {"?", "*", "…"} and not item.endswith("?") and follows != "?")
        best = max(best, found, key=_worth)
    return best


def _worth(keys: frozenset[str]) -> tuple[int, int]:
    return (min((len(key) for key in keys), default=0), -len(keys))
