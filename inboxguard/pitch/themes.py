"""Themes: what a message talks of and in which tone, in any language, for the learned part of the model.

The one fact a newcomer would get wrong: no theme sells by itself. Customers talk of prices too; what a theme weighs was
fitted on messages, and all themes together are one symbol that counts little. Words of all languages share a theme, so
what was learnt from one language holds for the others.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from inboxguard.pitch.phrases import fold
from inboxguard.pitch.signals import LANGUAGES, language_data
from inboxguard.pitch.text import OwnText

_OPEN: Final = "~"
_SHORTEST_BEGINNING: Final = 2
_FEW_WORDS: Final = 30
_MANY_WORDS: Final = 180
_MANY_PARAGRAPHS: Final = 12
_USUAL_LENGTH: Final = 20
DIGITS: Final = "digits"
QUESTION: Final = "questions"
FEW_WORDS: Final = "few words"
MANY_WORDS: Final = "many words"
PARAGRAPHS: Final = "lines"
SHAPE: Final = (DIGITS, QUESTION, FEW_WORDS, MANY_WORDS, PARAGRAPHS)


@dataclass(frozen=True, slots=True)
class Theme:
    """How much a message talks of something (0 none, about 1 much), and the first word that showed it."""

    name: str
    amount: float
    word: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language: whole words, and beginnings by their length."""

    whole: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    longest: int

    def themes_of(self, token: str) -> frozenset[str]:
        """The themes a folded word belongs to."""
        found = set(self.whole.get(token, ()))
        for end in range(_SHORTEST_BEGINNING, min(len(token), self.longest) + 1):
            found.update(self.beginnings.get(token[:end], ()))
        return frozenset(found)


@cache
def theme_words(code: str) -> Mapping[str, tuple[str, ...]]:
    """The words of each theme in the language, as the file has them; one that ends in "~" is a beginning."""
    table = language_data(code)["themes"]
    assert isinstance(table, dict)
    return {str(name): tuple(str(words).split()) for name, words in table.items()}


@cache
def theme_names() -> tuple[str, ...]:
    """Every feature of the learned part, in the order of the English file, the shape of the text last."""
    return (*theme_words("en"), *SHAPE)


def read_themes(text: OwnText) -> tuple[Theme, ...]:
    """The themes of the message's own words, without the names of the people and firms it is from and to."""
    tokens = [token for token in text.words.tokens if token not in text.names]
    code = text.language or _closest(tokens)
    scale = 1.0 + math.log1p(len(tokens) / _USUAL_LENGTH)
    times: dict[str, int] = {}
    first: dict[str, str] = {}
    for token, count in Counter(tokens).items():
        for name in _themes_of(token, code):
            first.setdefault(name, token)
            times[name] = times.get(name, 0) + count
    themes = [Theme(name, math.log1p(count) / scale, first[name]) for name, count in times.items()]
    return tuple(themes) + tuple(_shape(text))


@cache
def _lexicon(code: str) -> _Lexicon:
    whole: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    for name, words in theme_words(code).items():
        for word in words:
            table = beginnings if word.endswith(_OPEN) else whole
            table.setdefault(fold(word.removesuffix(_OPEN)), []).append(name)
    longest = max(map(len, beginnings), default=0)
    return _Lexicon(_frozen(whole), _frozen(beginnings), longest)


def _frozen(table: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return {word: tuple(names) for word, names in table.items()}


def _themes_of(token: str, code: str) -> frozenset[str]:
    if token == "?":  # noqa: S105 - a token of a text, not a secret
        return frozenset({QUESTION})
    if token[:1].isdigit():
        return frozenset({DIGITS})
    return _known(token, code) if token.isalpha() else frozenset()


@lru_cache(maxsize=16_384)
def _known(token: str, code: str) -> frozenset[str]:
    return _lexicon(code).themes_of(token)


def _closest(tokens: Iterable[str]) -> str:
    """The language whose themes know most of the words, for a text too short to tell otherwise."""
    kept = list(tokens)
    return max(LANGUAGES, key=lambda code: (sum(bool(_known(token, code)) for token in kept), code == "en"))


def _shape(text: OwnText) -> Iterable[Theme]:
    count = text.length
    if 0 < count < _FEW_WORDS:
        yield Theme(FEW_WORDS, 1.0, "")
    if count > _MANY_WORDS:
        yield Theme(MANY_WORDS, 1.0, "")
    lines = sum(bool(line.strip()) for line in text.body.text.splitlines())
    if lines:
        yield Theme(PARAGRAPHS, min(1.0, lines / _MANY_PARAGRAPHS), "")
