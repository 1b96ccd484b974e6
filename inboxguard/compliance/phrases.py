"""The small language the vocabulary is written in, compiled to bounded regular expressions.

`unsubscri*` is a word that may go on; `(a|b)` a choice, `(a|b)?` one that may be left out, `(a|b)*` and `(a|b)+` one
that may come up to three times; `s?` an optional letter; `…` a gap of at most thirty characters between words.
Everything else stands for itself, folded. A phrase begins and ends at a word's edge, except in scripts that do not
part words.

The one fact a newcomer would get wrong: a phrase is only tried on a text that holds one of its keys, the first letters
of a word it cannot do without, so adding a thousand phrases costs almost nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inboxguard.compliance.folding import fold_phrase
from inboxguard.compliance.phrase_keys import needs_of_phrase, open_ended

_TOKEN = re.compile(r"\)[*+?]|[()|?*…]| +\?| +")
_WORD_LETTER = re.compile(r"\w")
_UNPARTED = re.compile("[\u0900-\u0dff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MEANS = {
    "(": "(?:",
    ")?": ")?",
    ")*": "){0,3}",
    ")+": "){1,3}",
    "*": r"\w{0,14}",
    "…": r"(?:(?!\w)|(?<!\w))[^.!?]{0,30}?(?:(?<!\w)|(?!\w))",
}


@dataclass(frozen=True)
class Phrase:
    """A phrase as written; keys are beginnings of words, or whole pieces in a script without blanks."""

    written: str

    @cached_property
    def unparted(self) -> bool:
        """Whether it is written in a script that does not part words."""
        return _UNPARTED.search(self.written) is not None

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """What a text must hold: at least one of each set, the most telling set first."""
        return needs_of_phrase(fold_phrase(self.written), unparted=self.unparted)

    @cached_property
    def further_needs(self) -> tuple[frozenset[str], ...]:
        """The sets besides the most telling one."""
        return self.needs[1:]

    @property
    def keys(self) -> frozenset[str]:
        """The most telling set."""
        return self.needs[0] if self.needs else frozenset()

    @cached_property
    def pattern(self) -> "WordPattern":
        """The compiled expression, on folded text."""
        folded = fold_phrase(self.written)
        body = _expression(folded)
        if self.unparted:
            return WordPattern(re.compile(body.replace(r"(?<!\w)", "").replace(r"(?!\w)", "")), at_words=False)
        end = "" if open_ended(folded) else r"(?!\w)"
        if "|" in body:
            body = f"(?:{body})"
        return WordPattern(re.compile(f"{body}{end}"), at_words=True)


@dataclass(frozen=True, slots=True)
class WordPattern:
    """An expression that matches from the beginning of a word on where `at_words` says so.

    The beginning is looked for apart from the expression, because a search for one that begins with a letter is ten
    times as fast as for one that begins with an assertion.
    """

    expression: re.Pattern[str]
    at_words: bool

    @property
    def pattern(self) -> str:
        """The expression as written."""
        return self.expression.pattern

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        """The first match from a place on, or None."""
        found = self.expression.search(text, at)
        while found and self.at_words and (start := found.start()) and _WORD_LETTER.match(text, start - 1):
            found = self.expression.search(text, start + 1)
        return found

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, none inside another."""
        found = self.search(text)
        while found:
            yield found
            found = self.search(text, max(found.end(), found.start() + 1))


def _expression(folded: str) -> str:
    pieces: list[str] = []
    at = 0
    for token in _TOKEN.finditer(folded):
        pieces += (re.escape(folded[at : token.start()]), _translated(token[0]))
        at = token.end()
    return "".join((*pieces, re.escape(folded[at:])))


def _translated(token: str) -> str:
    if token.startswith(" "):
        return " {0,5}" if token.endswith("?") else " {1,5}"
    return _MEANS.get(token, token)
