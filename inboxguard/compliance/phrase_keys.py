"""What a text must hold at least one of for a phrase to be worth trying on it.

The one fact a newcomer would get wrong: a key must be part of every match. So it is taken from a word outside of
choices, or else from a choice that may not be left out, and then from each of its branches.
"""

import re
from dataclasses import dataclass

KEY_LETTERS = 7
WHOLE = "."
"""What ends a key that is a whole word; without it a key is the beginning of one."""
_PIECE = re.compile(r"\w+|\(|\)[?*+]?|\||\?|…|\*| +\?|[^\w()|?…* ]| +")
_WORD = re.compile(r"\w+")
_OPTIONAL_E = re.compile(r"\be-\?(\w{1,4})\w*[*?]?")

_EVERYDAY_WORDS = (
    "about again all an and any are as at be by can day do for from get good have here how if in is it just know like "
    "make me more my need new no not now of off on one or our out please see so that the their them there they "
    "this time to today us want was way we week well what when who will with work would you your"
)
_EVERYDAY = frozenset(key for word in _EVERYDAY_WORDS.split() for key in (word + WHOLE, word))
"""Keys that most English mail holds, and which therefore tell little."""
_SHORT = 3


@dataclass(frozen=True, slots=True)
class _Choice:
    branches: tuple["tuple[str | _Choice, ...]", ...]
    optional: bool
    repeated: bool


_Sequence = tuple[str | _Choice, ...]


def needs_of_phrase(folded: str, *, unparted: bool) -> tuple[frozenset[str], ...]:
    """What a folded phrase needs, the most telling first: of each set a text must hold at least one.

    Empty when nothing is needed for sure, and then the phrase is never tried.
    """
    closed = not open_ended(folded)
    parsed, _ = _parse(_PIECE.findall(_OPTIONAL_E.sub(r"(e\1*|\1*)", folded)), 0)
    if len(parsed) == 1:
        needs = [need for need in _needs(parsed[0], unparted=unparted, closed=closed) if need]
        return tuple(sorted(dict.fromkeys(needs), key=_worth, reverse=True))
    branches = [_best(branch, unparted=unparted, closed=closed) for branch in parsed]
    return (frozenset().union(*branches),) if all(branches) else ()


def open_ended(folded: str) -> bool:
    """Whether a phrase may end within a word; a choice that may be repeated ends with its last word."""
    return folded.endswith("*") and not folded.endswith(")*")


def words_of(folded: str) -> frozenset[str]:
    """The words of a folded text, each once."""
    return frozenset(_WORD.findall(folded))


def keys_of_word(word: str) -> tuple[str, ...]:
    """The keys that a word holds: its first two to seven letters, and the whole word."""
    return (*(word[:length] for length in range(2, min(KEY_LETTERS, len(word)) + 1)), word + WHOLE)


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
            branches[-1].append(
                _Choice(tuple(inner), optional=closing in {")?", ")*"}, repeated=closing in {")*", ")+"})
            )
            at += 1
        else:
            branches[-1].append(piece)
    return [tuple(branch) for branch in branches], at


def _best(sequence: _Sequence, *, unparted: bool, at_edge: bool = True, closed: bool = True) -> frozenset[str]:
    return max(_needs(sequence, unparted=unparted, at_edge=at_edge, closed=closed), key=_worth, default=frozenset())


def _needs(sequence: _Sequence, *, unparted: bool, at_edge: bool = True, closed: bool = True) -> list[frozenset[str]]:
    """What each item of one branch needs.

    `at_edge` says whether the branch begins at the edge of a word, and `closed` whether it ends at one.
    """
    found: list[frozenset[str]] = []
    edge = at_edge or unparted
    for at, item in enumerate(sequence):
        follows = sequence[at + 1] if at + 1 < len(sequence) else ""
        ends = _ends_word(sequence, at, closed=closed)
        if isinstance(item, _Choice):
            inner = [_best(branch, unparted=unparted, at_edge=edge, closed=ends) for branch in item.branches]
            found.append(frozenset().union(*inner) if not item.optional and all(inner) else frozenset())
            spaced = all(branch and branch[-1] == " " for branch in item.branches)
            edge = unparted or (spaced and (edge or not item.optional))
        elif item[0].isalnum():
            word = item[:-1] if follows == "?" else item
            if edge and (len(word) >= 2 or unparted):
                found.append(frozenset({word if unparted else word + WHOLE if ends else word[:KEY_LETTERS]}))
            edge = unparted
        else:
            edge = unparted or (item not in {"?", "*"} and not item.endswith("?") and follows != "?")
    return found


def _ends_word(sequence: _Sequence, at: int, *, closed: bool) -> bool:
    """Whether a word that ends with this item is a whole word in every match."""
    item = sequence[at]
    if isinstance(item, _Choice) and item.repeated:
        return False
    if at + 1 == len(sequence):
        return closed
    follows = sequence[at + 1]
    if isinstance(follows, _Choice):
        return False
    optional = at + 2 < len(sequence) and sequence[at + 2] in {"?", "*"}
    return follows == "…" or (
        not follows[0].isalnum() and follows not in {"?", "*"} and not follows.endswith("?") and not optional
    )


def _worth(keys: frozenset[str]) -> tuple[int, int, int]:
    """How much a set tells: first without common keys, then of long ones, then of few."""
    common = sum(key in _EVERYDAY or (len(key) <= _SHORT and not key.endswith(WHOLE)) for key in keys)
    return (-common if keys else -len(_EVERYDAY), min((len(key) for key in keys), default=0), -len(keys))
