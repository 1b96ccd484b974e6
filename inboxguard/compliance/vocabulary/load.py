"""Reads and compiles the vocabulary, once, when first asked.

The one fact a newcomer would get wrong: all languages are looked at in every message, since a footer is often in
another language than the text above it; an index over the first letters of words makes that cheap.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from inboxguard.compliance.phrase_keys import keys_of_word, words_of
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
    ACCOUNT = "account"
    ADDRESSEE = "addressee"
    CEASING = "ceasing"
    GENERIC = "generic"


_SHARED = {
    Role.CONTEXT,
    Role.IGNORE,
    Role.GENERIC,
    Role.OTHER_LINK,
    Role.ACCOUNT,
    Role.ADDRESSEE,
    Role.CEASING,
    Role.ACTION,
    Role.LEADIN,
    Role.AMBIGUOUS,
    Role.LABEL,
}
"""Roles of which the language does not matter, so that a phrase that two languages share is tried once."""
SAYING = frozenset({
    Role.ACTION, Role.LEADIN, Role.AMBIGUOUS, Role.LABEL, Role.PREFERENCES, Role.DENIAL, Role.NO_REPLY, Role.PROMISE,
    Role.BREAKUP, Role.REPLY_VERB, Role.TELL_VERB,
})  # fmt: skip
"""Roles that say something without others; the rest only adds to what these say, or takes from it."""
_IN_QUESTIONS = frozenset({Role.DISINTEREST, Role.CEASING})


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
                entry = Entry(language.code, role, phrase)
                for key in phrase.keys:
                    (unparted if phrase.unparted else parted)[key].append(entry)
    return {key: tuple(found) for key, found in parted.items()}, {key: tuple(found) for key, found in unparted.items()}


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> tuple[Entry, ...]:
    """The entries whose most telling key is a beginning of this word; none for most words."""
    parted, _ = _index()
    return tuple(entry for key in keys_of_word(word) for entry in parted.get(key, ()))


@lru_cache(maxsize=65_536)
def _saying_of_word(word: str) -> tuple[Entry, ...]:
    """Those of them that say something without others."""
    return tuple(entry for entry in _of_word(word) if entry.role in SAYING)


@lru_cache(maxsize=65_536)
def _asking_of_word(word: str) -> tuple[Entry, ...]:
    """Those that say something in a question."""
    return tuple(entry for entry in _of_word(word) if entry.role in SAYING or entry.role in _IN_QUESTIONS)


@lru_cache(maxsize=65_536)
def _keys_of_word(word: str) -> frozenset[str]:
    return frozenset(keys_of_word(word))


Candidates = Mapping[Role, Sequence[Entry]]


def candidates(folded: str) -> Candidates:
    """The entries worth trying on a folded text, each once, by role."""
    return _kept(folded, words_of(folded), _of_word)


def saying_candidates(folded: str, *, asks: bool = False) -> Candidates:
    """Those of roles that say something without others; a text without any of them says nothing.

    `asks` says that there is a question in the text, in which more roles do.
    """
    return _kept(folded, words_of(folded), _asking_of_word if asks else _saying_of_word)


def _kept(folded: str, words: frozenset[str], of_word: Callable[[str], tuple[Entry, ...]]) -> Candidates:
    """The entries that words or pieces of the text speak for, without those of which something else is missing."""
    told = {id(entry): entry for word in words for entry in of_word(word)}
    if not folded.isascii():
        told |= {id(entry): entry for key, entries in _index()[1].items() if key in folded for entry in entries}
    if not told:
        return {}
    held: frozenset[str] | None = None
    found: dict[Role, list[Entry]] = {}
    for entry in told.values():
        if entry.phrase.unparted or not entry.phrase.further_needs:
            found.setdefault(entry.role, []).append(entry)
            continue
        if held is None:
            held = frozenset[str]().union(*map(_keys_of_word, words))
        for need in entry.phrase.further_needs:
            if need.isdisjoint(held):
                break
        else:
            found.setdefault(entry.role, []).append(entry)
    return found
