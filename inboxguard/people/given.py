"""Whether two given names may be one person's: spellings, short forms, and the same name in another language."""

from enum import IntEnum
from functools import cache, lru_cache

from inboxguard.people.folding import fold, sound
from inboxguard.people.tables import lines, words

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "ru", "nordic", "other")


class Kinship(IntEnum):
    """How two words are related, the stronger the higher; only SAME and SHORT count without further evidence."""

    NONE = 0
    FOREIGN = 1
    ALIKE = 2
    INITIAL = 3
    SHORT = 4
    SAME = 5


@cache
def _lines() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """For each folded name, the lines it is a full spelling of, and all lines it stands in."""
    full: dict[str, set[int]] = {}
    every: dict[str, set[int]] = {}
    number = 0
    for language in _LANGUAGES:
        for line in lines("given_names", language):
            spellings, _, shorts = line.partition("|")
            for word in spellings.split():
                full.setdefault(fold(word), set()).add(number)
                every.setdefault(fold(word), set()).add(number)
            for word in shorts.split():
                every.setdefault(fold(word), set()).add(number)
            number += 1
    return ({k: frozenset(v) for k, v in full.items()}, {k: frozenset(v) for k, v in every.items()})


@cache
def _foreign() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(lines("given_names", "equivalents")):
        for word in line.split():
            groups.setdefault(fold(word), set()).add(number)
    return {name: frozenset(found) for name, found in groups.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(_lines()[1]) | frozenset(fold(word) for word in words("given_names", "also"))


@cache
def _line_languages() -> tuple[str, ...]:
    return tuple(language for language in _LANGUAGES for _ in lines("given_names", language))


@lru_cache(maxsize=16384)
def _languages(folded: str) -> frozenset[str]:
    """The languages a name is at home in. Two names that live in one language (Maria, Marie) are two names."""
    at = _line_languages()
    return frozenset(at[line] for line in name_lines(folded)) - {"other"}


@cache
def _commonest() -> frozenset[str]:
    return frozenset(fold(word) for word in words("given_names", "commonest"))


def is_commonest(folded: str) -> bool:
    """Whether the folded given name is one of the few that very many people bear."""
    return folded in _commonest()


def is_full(folded: str) -> bool:
    """Whether the folded word is a full given name, not only a short form."""
    return folded in _lines()[0]


def is_given(folded: str) -> bool:
    """Whether the folded word is known as a given name."""
    return folded in _known()


def name_lines(folded: str) -> frozenset[int]:
    """Numbers of the table lines a folded name stands in; two names sharing one may be the same person's."""
    return _lines()[1].get(folded, frozenset())


def foreign_lines(folded: str) -> frozenset[int]:
    """Numbers of the groups of equivalents (Peter, Pierre) the folded name, or a spelling of its line, stands in."""
    return _foreign().get(folded, frozenset())


@lru_cache(maxsize=65536)
def kinship(one: str, other: str) -> Kinship:
    """How two folded given names are related."""
    if one == other:
        return Kinship.SAME
    if len(one) == 1 or len(other) == 1:
        return Kinship.INITIAL if one[:1] == other[:1] else Kinship.NONE
    full, every = _lines()
    if every.get(one, frozenset()) & every.get(other, frozenset()):
        both_full = full.get(one, frozenset()) & full.get(other, frozenset())
        return Kinship.SAME if both_full and sound(one) == sound(other) else Kinship.SHORT
    if sound(one) == sound(other):
        return Kinship.ALIKE
    if foreign_lines(one) & foreign_lines(other) and not _languages(one) & _languages(other):
        return Kinship.FOREIGN
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short) and not (is_given(short) and is_given(long)):
        return Kinship.FOREIGN
    return Kinship.NONE
