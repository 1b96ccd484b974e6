"""Whether a sentence tells to reply in order to stop, or is a mere polite condition.

It needs a verb of answering and, in its language, a word to answer with, a promise to stop, an action or a lead-in.
"Let me know" is weaker: it needs an action, or a promise that follows from it ("tell me and I will not write again").

The one fact a newcomer would get wrong: a promise may follow from silence ("otherwise I will not write again"), and
then it says nothing about replying.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inboxguard.compliance.vocabulary.load import Role

_EMPHATIC_AFTER = re.compile(
    r"[\"'»”’*\])]?\s{0,3}(?:$|[.,;:!)\]\"”»’]|(?:in|and|or|if|as|at|und|oder|im|et|dans|en|y|o|e|ed|nel|i|w|a|v|to|by|für|auf|an|als)\b)",
    re.IGNORECASE,
)
_QUOTES = "\"'“”„«»‘’‚‹›「」『』*<["
_REASONS = (" so", " so that", " damit", " pour que", " para que", " zodat")
_REACH = 60
_CLOSE = 25
_SHORT_SENTENCE = 80


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its place in the original text."""

    role: Role
    language: str
    start: int
    end: int
    obfuscated: bool = False


def reply_hits(
    text: str, span: tuple[int, int], by_role: dict[Role, list[Hit]], before: Sequence[Hit], after: Sequence[Hit]
) -> Sequence[Hit]:
    """The hits that make the sentence an instruction to reply, the most telling first; empty when it is none.

    Verb and word must be of one language, but a quoted or capital English word goes with any verb.
    """
    for language in sorted({hit.language for hit in (*by_role[Role.REPLY_VERB], *by_role[Role.TELL_VERB])}):
        verbs = _of(by_role[Role.REPLY_VERB], language)
        tells = _of(by_role[Role.TELL_VERB], language)
        words = [hit for hit in by_role[Role.KEYWORD] if _is_answer(text, hit, verbs, tells, language)]
        if words:
            return (*words, *verbs, *tells)
        leadins = _of((hit for hit in (*by_role[Role.LEADIN], *before) if hit.role is Role.LEADIN), language)
        against = [*leadins, *_of(hit for hit in (*by_role[Role.DISINTEREST], *before) if hit.role is Role.DISINTEREST)]
        promises = _promises(span, by_role, after, language, settled=bool(against))
        weak = [
            hit
            for hit in _of(by_role[Role.WEAK_KEYWORD], language)
            if against and _stands_out(text, hit) and _gap(hit, verbs) <= _CLOSE
        ]
        actions = [hit for hit in _of(by_role[Role.ACTION], language) if _gap(hit, (*verbs, *tells)) <= _REACH]
        if verbs and (promises or actions or leadins or weak):
            return (*(actions or promises or leadins or weak), *verbs)
        if tells and (actions or (promises and leadins) or (promises := _following(text, by_role, promises, tells[0]))):
            return (*(actions or promises), *tells)
    return ()


def _promises(
    span: tuple[int, int], by_role: dict[Role, list[Hit]], after: Sequence[Hit], language: str, *, settled: bool
) -> list[Hit]:
    """The promises that follow from a reply; not those that follow from silence ("otherwise I will not write again").

    The next sentence's promise counts where the reader's refusal is spoken of, or the sentence says little else.
    """
    near = settled or span[1] - span[0] <= _SHORT_SENTENCE
    promises = [hit for hit in (*by_role[Role.PROMISE], *(after if near else ())) if hit.role is Role.PROMISE]
    others = [hit.start for hit in (*by_role[Role.OTHERWISE], *after) if hit.role is Role.OTHERWISE]
    return [hit for hit in _of(promises, language) if not any(start <= hit.start for start in others)]


def _following(text: str, by_role: dict[Role, list[Hit]], promises: Sequence[Hit], tell: Hit) -> list[Hit]:
    """The promises behind "tell me" in its sentence; "so that I stop" gives a reason and promises nothing."""
    own = by_role[Role.PROMISE]
    behind = [hit for hit in promises if hit in own and hit.start >= tell.end]
    outer = [hit for hit in behind if not any(other.start < hit.start < other.end for other in own)]
    return [hit for hit in outer if not text[: hit.start].rstrip().lower().endswith(_REASONS)]


def _of(hits: Iterable[Hit], language: str = "") -> list[Hit]:
    return [hit for hit in hits if not language or hit.language == language]


def _gap(word: Hit, verbs: Sequence[Hit]) -> int:
    """How far the nearest verb is; a verb that holds the word at its end is as near as can be."""
    gaps = [max(word.start - verb.end, verb.start - word.end, 0) for verb in verbs]
    return min(gaps, default=1_000)


def _is_answer(text: str, word: Hit, verbs: Sequence[Hit], tells: Sequence[Hit], language: str) -> bool:
    """Whether the word is one to reply with: it stands out near a verb, or ends the clause right beside it."""
    stands_out = _stands_out(text, word)
    if word.language not in {language, "en"} or (word.language != language and not stands_out):
        return False
    if stands_out:
        return _gap(word, verbs) <= _REACH or _gap(word, tells) <= _CLOSE
    ends = _EMPHATIC_AFTER.match(text[word.end : word.end + 12]) is not None
    return ends and _gap(word, verbs) <= _CLOSE


def _stands_out(text: str, word: Hit) -> bool:
    """Whether the word is quoted, or in capitals in a text that is not."""
    if word.start > 0 and text[word.start - 1] in _QUOTES:
        return True
    around = text[max(word.start - 60, 0) : word.start] + text[word.end : word.end + 60]
    letters = [letter for letter in around if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters) > 0.6 * len(letters)
    return text[word.start : word.end].isupper() and not (shouted and len(letters) > 20)


def implicit_hits(text: str, by_role: dict[Role, list[Hit]], before: Sequence[Hit]) -> Sequence[Hit]:
    """The hits of a polite condition or of a last mail; empty when there is none.

    A mere "no" is a condition only where it stands out: most sentences of a pitch that ask for something hold one.
    """
    asks = (*by_role[Role.TELL_VERB], *by_role[Role.REPLY_VERB])
    for language in sorted({hit.language for hit in asks}):
        roles = (Role.DISINTEREST, Role.LEADIN, Role.PROMISE)
        against = _of((hit for role in roles for hit in by_role[role]), language)
        against += [hit for hit in _of(by_role[Role.WEAK_KEYWORD], language) if _stands_out(text, hit)]
        earlier = _of((hit for hit in before if hit.role in {Role.DISINTEREST, Role.LEADIN}), language)
        if against or earlier:
            return (*_of(asks, language), *against, *earlier)
    return by_role[Role.BREAKUP] or by_role[Role.PROMISE]
