"""Phrases: the small pattern language of the files in `pitch/languages`, and how they are found in a text.

A phrase is written as a person would say it: `worth a (quick|short)? (chat|call|look) ?`.

* words stand for themselves, without regard to case and accents; an apostrophe separates words;
* `(one|two words)` is a choice, `(one|two)?` and `word?` may be missing, `one|two` is a choice of words;
* `word~` is any word that begins so; `#` is a number ("15", "10-15", "2m");
* `{word}` is any one word; `..` lets up to three words of the same sentence pass, `...` up to six;
* `{day}` is a class of words from the file's `[classes]`; a lone `?` is a question mark.

What may be missing at the very beginning of a phrase is left out, since it is not needed for a match.

The one fact a newcomer would get wrong: nothing here scans the text once per phrase. The text is cut into words once,
and only phrases that begin with the word at hand and may go on with the next are tried there, so thousands of phrases
cost next to nothing and every attempt is bounded by the length of the phrase.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, dropwhile, pairwise
from typing import Final

MAX_CHARACTERS: Final = 8_000
_TOKEN: Final = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"]{1,400})|(?P<break>\n[ \t]{0,40}\n)"
    r"|(?P<number>\d{1,9}(?:[.,:]\d{1,9}){0,4}[^\W\d_]{0,3})|(?P<word>[^\W_]{1,60})|(?P<sign>[?!.…;€$£%])"
)
_STOPS: Final = {"!": "!", ".": ".", "…": ".", ";": ".", "?": "?"}
_PIECE: Final = re.compile(r"\([^()]{1,4000}\)\??|\S+")
_SPECIAL: Final = {"..": r"(?:[^ .?!]+ ){0,3}", "...": r"(?:[^ .?!]+ ){0,6}"}
_PLAIN: Final = re.compile(r"[^\W\d_]{1,60}~?")
_SHORTEST_START: Final = 3
_MOST_PAIRS: Final = 100_000
_NUMBER: Final = r"\d\S* (?:\d\S* )?"


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The word without case and accents: "Tendrías" gives "tendrias"."""
    lower = word.casefold()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words: `stream` holds them folded, each followed by a space; `starts` their places in it."""

    text: str
    stream: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    tokens: tuple[str, ...]

    def original(self, start: int, end: int) -> str:
        """The words of the text itself that stand at these places of the stream."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def rest(self, place: int) -> "Words":
        """The words that begin at this place of the text or after it, as of a text of their own."""
        first = bisect_left(self.spans, (place, 0))
        begun = self.starts[first] if first < len(self.starts) else len(self.stream)
        return Words(
            self.text[place:],
            self.stream[begun:],
            tuple([start - begun for start in self.starts[first:]]),
            tuple([(start - place, end - place) for start, end in self.spans[first:]]),
            self.tokens[first:],
        )


def cut(text: str) -> Words:
    """The text as words; at most the first 8,000 characters are read, since a longer pitch has begun by then."""
    text = text[:MAX_CHARACTERS]
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text):
        kind, shown = found.lastgroup, found[0]
        if kind == "word":
            tokens.append(fold(shown))
        elif kind == "number":
            tokens.append(shown.casefold())
        elif kind == "url":
            tokens.append("‹url›")
        elif kind == "break":
            tokens.append(".")
        else:
            tokens.append(_STOPS.get(shown, shown))
        spans.append(found.span())
    starts = tuple(accumulate([len(token) + 1 for token in tokens[:-1]], initial=0)) if tokens else ()
    return Words(text, " ".join((*tokens, "")), starts, tuple(spans), tuple(tokens))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase; `heads` are the words it may begin with ("#" a number, "wor~" a beginning).

    `seconds` are the words that may come second, empty where any may. `pattern` is compiled when it is first tried:
    most phrases never are, and compiling all would cost a second.
    """

    source: str
    pattern: str
    heads: frozenset[str]
    seconds: frozenset[str] = frozenset()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: under which name, the exact words of the text, and its place in the stream of words."""

    name: str
    words: str
    at: int
    end: int = 0


class BadPhrase(ValueError):
    """A phrase of a language file that cannot be read; a mistake of ours, found by the tests."""


def compile_phrase(source: str, classes: Mapping[str, Iterable[str]]) -> Phrase:
    """The phrase, read.

    Raises:
        BadPhrase: if it is empty, or begins with any word at all, or names an unknown class.
    """
    pieces = list(dropwhile(lambda piece: piece.optional, (_piece(p, classes) for p in _pieces(source))))
    if not pieces or not pieces[0].heads:
        raise BadPhrase(f"the phrase {source!r} begins with nothing that could be looked for")
    return Phrase(source, "".join(piece.pattern for piece in pieces), pieces[0].heads, _seconds(pieces))


@dataclass(frozen=True, slots=True)
class _Piece:
    pattern: str
    heads: frozenset[str]
    optional: bool
    one_word: bool = False


def _seconds(pieces: list[_Piece]) -> frozenset[str]:
    """The words that may stand second; empty when that cannot be said."""
    found: set[str] = set()
    if not pieces[0].one_word:
        return frozenset()
    for piece in pieces[1:]:
        if not piece.heads or any(head == "#" or head.endswith("~") for head in piece.heads):
            return frozenset()
        found |= piece.heads
        if not piece.optional:
            return frozenset(found)
    return frozenset()


def _pieces(source: str) -> list[str]:
    """The phrase in pieces; commas are not read in the text either."""
    return _PIECE.findall(source.replace(",", " "))


def _piece(piece: str, classes: Mapping[str, Iterable[str]]) -> _Piece:
    if piece in _SPECIAL:
        return _Piece(_SPECIAL[piece], frozenset(), optional=True)
    if piece == "?":
        return _Piece(r"\? ", frozenset("?"), optional=False)
    optional = piece.endswith("?") and len(piece) > 1
    body = piece.removesuffix("?") if optional else piece
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1]
    if "(" in body or ")" in body:
        raise BadPhrase(f"a choice within a choice, or a bracket without its other half: {piece!r}")
    choices = [_choice(choice, classes) for choice in body.split("|")]
    pattern = "(?:" + "|".join(pattern for pattern, _ in choices) + ")" + ("?" if optional else "")
    one_word = all(_PLAIN.fullmatch(choice.strip()) for choice in body.split("|"))
    return _Piece(pattern, _joined([heads for _, heads in choices]), optional, one_word)


def _joined(choices: list[frozenset[str]]) -> frozenset[str]:
    """The words that one of these begins with; none when one of them may begin with any word."""
    return frozenset().union(*choices) if all(choices) else frozenset()


def _choice(choice: str, classes: Mapping[str, Iterable[str]]) -> tuple[str, frozenset[str]]:
    patterns: list[str] = []
    heads: frozenset[str] = frozenset()
    if not choice.strip():
        raise BadPhrase("a choice of nothing")
    for word in choice.split():
        pattern, first = _word(word, classes)
        patterns.append(pattern)
        heads = heads or first
    return "".join(patterns), heads


def _word(word: str, classes: Mapping[str, Iterable[str]]) -> tuple[str, frozenset[str]]:
    if word == "{word}":
        return "[^ .?!]+ ", frozenset()
    if word == "#":
        return _NUMBER, frozenset("#")
    if word.startswith("{") and word.endswith("}"):
        if word[1:-1] not in classes:
            raise BadPhrase(f"there is no class of words called {word}")
        members = [_choice(member, classes) for member in classes[word[1:-1]]]
        pattern = "(?:" + "|".join(pattern for pattern, _ in members) + ")"
        return pattern, _joined([heads for _, heads in members])
    if word.endswith("~"):
        start = fold(word[:-1])
        if len(start) < _SHORTEST_START:
            raise BadPhrase(f"{word!r} is too short a beginning")
        return re.escape(start) + r"[^ ]* ", frozenset({start + "~"})
    tokens = cut(word).tokens
    if not tokens:
        raise BadPhrase(f"{word!r} holds no word")
    return "".join(re.escape(token) + " " for token in tokens), frozenset({tokens[0]})


@dataclass(slots=True)
class PhraseBook:
    """Phrases by the words they begin with, ready to be looked for all at once."""

    _exact: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict)
    _starts: dict[str, list[tuple[str, str, Phrase]]] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], tuple[tuple[str, Phrase], ...]] = field(default_factory=dict, compare=False)

    def add(self, name: str, phrase: Phrase) -> None:
        """Take a phrase in under a name."""
        self._pairs.clear()
        for head in phrase.heads:
            if head.endswith("~"):
                start = head[:-1]
                self._starts.setdefault(start[:3], []).append((start, name, phrase))
            else:
                self._exact.setdefault(head, []).append((name, phrase))

    def find(self, words: Words) -> dict[str, Hit]:
        """The first hit of every name that is found at all."""
        found: dict[str, Hit] = {}
        stream, pairs = words.stream, self._pairs
        if len(pairs) > _MOST_PAIRS:
            pairs.clear()
        for at, pair in zip(words.starts, pairwise((*words.tokens, "")), strict=True):
            phrases = pairs.get(pair)
            if phrases is None:
                phrases = pairs[pair] = self._beginning(*pair)
            for name, phrase in phrases:
                if name in found:
                    continue
                match = _compiled(phrase.pattern).match(stream, at)
                if match:
                    found[name] = Hit(name, words.original(at, match.end() - 1), at, match.end())
        return found

    def _beginning(self, token: str, after: str) -> tuple[tuple[str, Phrase], ...]:
        """The phrases that may begin with these two words."""
        return tuple(named for named in self._tried(token) if not named[1].seconds or after in named[1].seconds)

    def _tried(self, token: str) -> Iterator[tuple[str, Phrase]]:
        yield from self._exact.get(token, ())
        if token[0].isdigit():
            yield from self._exact.get("#", ())
        for start, name, phrase in self._starts.get(token[:3], ()):
            if token.startswith(start):
                yield name, phrase
