"""Surnames that are one in another form: feminine endings, and names rendered in another language."""

from functools import cache, lru_cache

from inboxguard.people.folding import fold
from inboxguard.people.tables import lines

_ENDINGS = (("ova", "ov"), ("eva", "ev"), ("ina", "in"), ("ska", "ski"), ("cka", "cki"), ("aya", "y"))


@lru_cache(maxsize=65536)
def plain_ending(word: str) -> str:
    """A folded Slavic surname without its feminine ending: Ivanova as Ivanov, Kowalska as Kowalski."""
    if word[-1:] != "a":
        return word
    for ending, plain in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + plain
    return word


@cache
def _groups() -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for number, line in enumerate(lines("surnames", "equivalents")):
        for word in line.split():
            groups.setdefault(fold(word), []).append(number)
    return {word: tuple(found) for word, found in groups.items()}


def surname_groups(folded: str) -> tuple[int, ...]:
    """Numbers of the groups of forms (O'Brien, Ní Bhriain) a folded surname belongs to."""
    return _groups().get(folded, ())
