"""Signals: recognised moves of selling and of honest mail, read from the files in `pitch/languages`.

The one fact a newcomer would get wrong: a signal has no meaning by itself. What it weighs was fitted on messages and
stands in model.json; what it is called for a person, and which way it may count at all, stands in catalogue.toml.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from inboxguard.pitch.phrases import BadPhrase, Hit, PhraseBook, Words, compile_phrase, fold

LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "pt")
GATE: Final = "gate."
TITLE: Final = "title"
_FEWEST_STOP_WORDS: Final = 0.12
_READ_FOR_LANGUAGE: Final = 250


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a symbol is called for a person, which way it may count, and the weight the fit starts from."""

    name: str
    label: str
    sells: bool
    prior: float


@dataclass(frozen=True, slots=True)
class Language:
    """One language file, ready for use: signals, text gates and titles in one book, replies in another."""

    code: str
    name: str
    book: PhraseBook
    replies: PhraseBook


@cache
def catalogue() -> Mapping[str, Meaning]:
    """Every symbol that exists, by name, in the order of the file."""
    data = tomllib.loads((files("inboxguard.pitch") / "catalogue.toml").read_text("utf-8"))
    return {
        name: Meaning(name, str(entry["label"]), bool(entry["sells"]), float(entry["prior"]))
        for table in ("signal", "structure", "history")
        for name, entry in data[table].items()
    }


@cache
def signal_names() -> tuple[str, ...]:
    """The names of the signals that are found by words, as opposed to structure and history."""
    data = tomllib.loads((files("inboxguard.pitch") / "catalogue.toml").read_text("utf-8"))
    return tuple(data["signal"])


def label(name: str) -> str:
    """What the symbol is called for a person; its own name when it is not in the catalogue."""
    meaning = catalogue().get(name)
    return meaning.label if meaning else name


@cache
def language_data(code: str) -> Mapping[str, object]:
    """The language file as it is written, for the tests and the pages generated from it."""
    return tomllib.loads((files("inboxguard.pitch") / "languages" / f"{code}.toml").read_text("utf-8"))


@cache
def language(code: str) -> Language:
    """The language, compiled.

    Raises:
        BadPhrase: if a phrase of the file cannot be read.
    """
    data = language_data(code)
    classes = _classes(data)
    book, replies = PhraseBook(), PhraseBook()
    for name, phrase in _phrases(data):
        book.add(name, compile_phrase(phrase, classes))
    for kind, phrases in _table(data["replies"]).items():
        if kind != "examples":
            for phrase in _strings(phrases):
                replies.add(kind, compile_phrase(phrase, classes))
    return Language(code, str(data["name"]), book, replies)


@cache
def titles(code: str) -> PhraseBook:
    """The titles of the language alone: to read a bare title takes them in all languages, and nothing else."""
    data = language_data(code)
    classes, book = _classes(data), PhraseBook()
    for phrase in _strings(_table(data["titles"])["phrases"]):
        book.add(TITLE, compile_phrase(phrase, classes))
    return book


def _classes(data: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    return {name: _strings(words) for name, words in _table(data.get("classes", {})).items()}


def _phrases(data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, entry in _table(data["signals"]).items():
        for phrase in _strings(_table(entry)["phrases"]):
            yield name, phrase
    for name, phrases in _table(data["gates"]).items():
        for phrase in _strings(phrases):
            yield GATE + name, phrase
    for phrase in _strings(_table(data["titles"])["phrases"]):
        yield TITLE, phrase


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadPhrase(f"a table is missing where {value!r} stands")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadPhrase(f"a list of phrases is missing where {value!r} stands")
    return tuple(str(item) for item in value)


@cache
def stop_words(code: str) -> frozenset[str]:
    """The commonest words of the language, folded."""
    return frozenset(fold(word) for word in str(language_data(code)["stop_words"]).split())


def guess_language(words: Words) -> str:
    """The language by its commonest words, or the empty string when none is plain."""
    seen = words.tokens[:_READ_FOR_LANGUAGE]
    if not seen:
        return ""
    times = Counter(seen)
    known = {code: stop_words(code) & times.keys() for code in LANGUAGES}
    scores = sorted(((sum(times[word] for word in words), code) for code, words in known.items()), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= max(2, _FEWEST_STOP_WORDS * len(seen)) and best > second else ""


def languages_to_try(code: str) -> tuple[str, ...]:
    """English besides the language that was guessed, since selling borrows it; all of them when none was."""
    if not code:
        return LANGUAGES
    return (code,) if code == "en" else (code, "en")


def find_signals(words: Words, code: str) -> Mapping[str, Hit]:
    """The first place of each signal, text gate ("gate.…") and title in the text, in the languages worth trying."""
    found: dict[str, Hit] = {}
    for tried in languages_to_try(code):
        for name, hit in language(tried).book.find(words).items():
            found.setdefault(name, hit)
    return found
