"""Reads and compiles the vocabulary, once, when first asked.

The one fact a newcomer would get wrong: all languages are looked at in every message, since a footer is often in
another language than the text above it; an index over the first letters of words makes that cheap.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from inboxguard.compliance.phrase_keys import KEY_LETTERS, keys_of, words_of
from inboxguard.compliance.phrases import Phrase


class Role(StrEnum):
    """What a phrase does in a sentence."""

    __hash__ = str.__hash__  # what Enum defines is ten times as slow, and texts are read by role

    ACTION = "action"
    AMBIGUOUS = "ambiguous"
    LABEL = "label"
    CONTEXT = "context"
    LEADIN = "leadin"
    REPLY_VERB = "reply_verb"
    TELL_VERB = "tell_verb"
    KEYWORD = "keyword"
    WEAK_KEYWORD = "weak_keyword"
    PROMISE = "promise"
    DISINTEREST = "disinterest"
    OTHERWISE = "otherwise"
    BREAKUP = "breakup"
    PREFERENCES = "preferences"
    DENIAL = "denial"
    NO_REPLY = "no_reply"
    IGNORE = "ignore"
    OTHER_LINK = "other_link"
    GENERIC = "generic"


_SHARED = {
    Role.CONTEXT,
    Role.IGNORE,
    Role.GENERIC,
    Role.OTHER_LINK,
    Role.ACTION,
    Role.LEADIN,
    Role.AMBIGUOUS,
    Role.LABEL,
}
"""Roles of which the language does not matter, so that a phrase that two languages share is tried once."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of a language's file and the kinds of wording it holds; none for a counter-example."""

    text: str
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One file: `code` is its stem, `sources` say where the phrases were learnt."""

    code: str
    name: str
    sources: tuple[str, ...]
    phrases: Mapping[Role, tuple[Phrase, ...]]
    examples: tuple[Sample, ...] = ()
    counter_examples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase with its language and role."""

    language: str
    role: Role
    phrase: Phrase


def _language(code: str, text: str) -> Language:
    read = tomllib.loads(text)
    weak = set(read.get(Role.WEAK_KEYWORD.value, ()))
    phrases = {
        role: tuple(Phrase(one) for one in read.get(role.value, ()) if role is not Role.KEYWORD or one not in weak)
        for role in Role
    }
    return Language(
        code=code,
        name=read["name"],
        sources=tuple(read["sources"]),
        phrases=phrases,
        examples=tuple(Sample(one["text"], tuple(one["gives"])) for one in read.get("example", ())),
        counter_examples=tuple(
            Sample(one["text"], tuple(one.get("gives", ()))) for one in read.get("counter_example", ())
        ),
    )


@cache
def languages() -> tuple[Language, ...]:
    """Every language, by code."""
    folder = files("inboxguard.compliance.vocabulary")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_language(name.removesuffix(".toml"), (folder / name).read_text(encoding="utf-8")) for name in found)


@cache
def _index() -> tuple[Mapping[str, tuple[Entry, ...]], Mapping[str, tuple[Entry, ...]]]:
    parted: defaultdict[str, list[Entry]] = defaultdict(list)
    unparted: defaultdict[str, list[Entry]] = defaultdict(list)
    seen: set[tuple[Role, str]] = set()
    for language in languages():
        for role, phrases in language.phrases.items():
            for phrase in phrases:
                if role in _SHARED and (role, phrase.written) in seen:
                    continue
                seen.add((role, phrase.written))
                for key in phrase.keys:
                    (unparted if phrase.unparted else parted)[key].append(Entry(language.code, role, phrase))
    return {key: tuple(found) for key, found in parted.items()}, {key: tuple(found) for key, found in unparted.items()}


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> tuple[tuple[Role, Mapping[int, Entry]], ...]:
    """The entries whose most telling key is a beginning of this word, by role."""
    parted, _ = _index()
    by_role: defaultdict[Role, dict[int, Entry]] = defaultdict(dict)
    for length in range(2, min(KEY_LETTERS, len(word)) + 1):
        for entry in parted.get(word[:length], ()):
            by_role[entry.role][id(entry.phrase)] = entry
    return tuple(by_role.items())


@lru_cache(maxsize=65_536)
def _keys_of_word(word: str) -> frozenset[str]:
    return frozenset(keys_of((word,)))


class Candidates:
    """The entries worth trying on a folded text, each once, by role; what else they need is looked at when asked."""

    def __init__(self, folded: str) -> None:
        self._words = words_of(folded)
        self._held: frozenset[str] | None = None
        self._found: dict[Role, Mapping[int, Entry]] = {}
        for word in self._words:
            for role, entries in _of_word(word):
                before = self._found.get(role)
                self._found[role] = {**before, **entries} if before else entries
        self._unparted: defaultdict[Role, dict[int, Entry]] | None = None
        if not folded.isascii():
            self._unparted = defaultdict(dict)
            for key, unparted in _index()[1].items():
                if key in folded:
                    for entry in unparted:
                        self._unparted[entry.role][id(entry.phrase)] = entry

    def of(self, role: Role) -> list[Entry]:
        """Those of one role."""
        found = self._found.get(role)
        if found is None:
            return [*self._unparted[role].values()] if self._unparted and role in self._unparted else []
        if self._held is None:
            self._held = frozenset().union(*map(_keys_of_word, self._words))
        parted = []
        for entry in found.values():
            for need in entry.phrase.further_needs:
                if need.isdisjoint(self._held):
                    break
            else:
                parted.append(entry)
        return [*parted, *self._unparted[role].values()] if self._unparted and role in self._unparted else parted

    def of_any(self, roles: frozenset[Role]) -> bool:
        """Whether there may be an entry of one of these roles."""
        return self._unparted is not None or not roles.isdisjoint(self._found)


def candidates(folded: str) -> Candidates:
    """The entries worth trying on a folded text."""
    return Candidates(folded)
