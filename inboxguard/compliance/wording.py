"""The phrases of the vocabulary in a text, put together by sentence into what they say.

How a sentence is read, in this order: near misses ("unsubscribe rate") take away the phrases inside them; a denial
takes away every action of its sentence; "do not reply" takes away the verb it holds; then a verb of replying together
with a keyword, an action, a lead-in or a promise is an instruction to reply; a polite condition ("not relevant? let me
know") is implicit; a word that also means other things counts only beside a word for mail; and settings of an account
are no preferences about mail unless mail is spoken of in the sentence or beside it.

The one fact a newcomer would get wrong: places are those of the text as given, never of its folded form.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inboxguard.compliance.answering import Hit, implicit_hits, reply_hits
from inboxguard.compliance.folding import Folded, fold, has_invisible, unmask
from inboxguard.compliance.vocabulary.load import Entry, Role, candidates, saying_candidates
from inboxguard.compliance.way_out import WordingKind

_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'»”’)\]]*(?=\s|$)|\n\s*\n|[。！？]|(?<=\S)\s[|•·]\s|[?!](?=[A-Z])")
_ASKS = re.compile(r"[?？][\"'»”’)\]]*\s*\Z")
_SHORT_QUESTION = 90
_LINE_END = re.compile(r"\n")
_MOST_HITS = 150  # a text with more repeats itself; its beginning and its end are read
_TELLING = (
    Role.ACTION,
    Role.LEADIN,
    Role.AMBIGUOUS,
    Role.LABEL,
    Role.PREFERENCES,
    Role.DENIAL,
    Role.NO_REPLY,
    Role.PROMISE,
    Role.BREAKUP,
)
_VERBS = (Role.REPLY_VERB, Role.TELL_VERB)
_ANSWERS = (Role.KEYWORD, Role.WEAK_KEYWORD, Role.DISINTEREST, Role.OTHERWISE)
_DENIED = frozenset({Role.ACTION, Role.AMBIGUOUS, Role.LABEL, Role.LEADIN, Role.KEYWORD})
_MISSED = _DENIED | {*_VERBS, Role.PROMISE, Role.BREAKUP, Role.NO_REPLY, Role.DISINTEREST}


@dataclass(frozen=True, slots=True)
class Phrasing:
    """What a stretch of text says, and the sentence it stands in."""

    kind: WordingKind
    language: str
    start: int
    end: int
    sentence: tuple[int, int]
    obfuscated: bool = False


def read_text(text: str, *, broken_lines: bool = False) -> tuple[Phrasing, ...]:
    """What a text says about ways out, in order; `broken_lines` says that every line is a line of its own."""
    hits = find_hits(text)
    if not hits:
        return ()
    spans = sentences(text, broken_lines=broken_lines)
    starts = [start for start, _ in spans]
    grouped: list[list[Hit]] = [[] for _ in spans]
    for hit in hits:
        grouped[bisect_right(starts, hit.start) - 1].append(hit)
    kept = [_without_near_misses(group) for group in grouped]
    said: list[Phrasing] = []
    before: Sequence[Hit] = ()
    for span, group, after in zip(spans, kept, (*kept[1:], ()), strict=True):
        said += _sentence(text, span, group, before, after)
        before = group
    return tuple(said)


def find_hits(text: str) -> list[Hit]:
    """Every phrase in a text, also behind look-alike letters and spaced-out words."""
    folded = fold(text)
    hidden = has_invisible(text)
    hits = _all_hits(folded, text, hidden=hidden)
    unmasked = unmask(folded)
    if unmasked is not None:
        known = {(hit.role, hit.start) for hit in hits}
        hits += [
            replace(hit, obfuscated=True)
            for hit in _all_hits(unmasked, text, hidden=hidden)
            if (hit.role, hit.start) not in known
        ]
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.language))
    return ordered if len(ordered) <= 2 * _MOST_HITS else [*ordered[:_MOST_HITS], *ordered[-_MOST_HITS:]]


def _all_hits(folded: Folded, text: str, *, hidden: bool) -> list[Hit]:
    """Every phrase; nothing when there is neither a phrase that says something alone nor a verb of answering."""
    asks = "?" in text or "？" in text
    if not saying_candidates(folded.text, asks=asks):
        return []
    entries = candidates(folded.text)

    def of(roles: Iterable[Role]) -> list[Hit]:
        return [
            hit
            for role in roles
            for entry in entries.get(role, ())
            for hit in _matches(entry, folded, text, hidden=hidden)
        ]

    telling = of(_TELLING)
    verbs = of(_VERBS)
    if not telling and not (verbs and any(role in entries for role in _ANSWERS)):
        return of((Role.DISINTEREST, Role.CEASING, Role.IGNORE)) if asks else []
    found = {hit.role for hit in telling}
    helping = (
        Role.IGNORE,
        *(_ANSWERS if verbs else (Role.DISINTEREST, Role.OTHERWISE)),
        *((Role.CONTEXT,) if Role.AMBIGUOUS in found or Role.PREFERENCES in found else ()),
        *((Role.ACCOUNT,) if Role.PREFERENCES in found else ()),
        *((Role.CEASING,) if asks else ()),
    )
    return [*telling, *verbs, *of(helping)]


def has_role(text: str, role: Role) -> bool:
    """Whether a short text, such as that of a link, holds a phrase of that role."""
    folded = fold(text)
    return any(entry.phrase.pattern.search(folded.text) for entry in candidates(folded.text).get(role, ()))


def _matches(entry: Entry, folded: Folded, text: str, *, hidden: bool) -> Iterable[Hit]:
    for found in entry.phrase.pattern.finditer(folded.text):
        start, end = folded.original(found.start()), folded.original(found.end())
        yield Hit(entry.role, entry.language, start, end, obfuscated=hidden and has_invisible(text[start:end]))


def sentences(text: str, *, broken_lines: bool = False) -> list[tuple[int, int]]:
    """The sentences of a text as places; lines end a sentence too where `broken_lines` says so."""
    ends = {found.end() for found in _SENTENCE_END.finditer(text)}
    if broken_lines:
        ends |= {found.end() for found in _LINE_END.finditer(text)}
    cuts = sorted({0, *ends, len(text)})
    return list(pairwise(cuts))


def _inside(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(other.start < hit.end and hit.start < other.end for other in others)


def _without_near_misses(group: Sequence[Hit]) -> list[Hit]:
    misses = [hit for hit in group if hit.role is Role.IGNORE]
    denials = [hit for hit in group if hit.role is Role.DENIAL]
    negated = [hit for hit in group if hit.role is Role.NO_REPLY]
    kept = []
    for hit in group:
        if hit.role is Role.REPLY_VERB and _inside(hit, negated):
            continue
        if (hit.role in _DENIED and denials) or (hit.role in _MISSED and _inside(hit, misses)):
            continue
        kept.append(hit)
    return kept


def _sentence(
    text: str, span: tuple[int, int], group: Sequence[Hit], before: Sequence[Hit], after: Sequence[Hit]
) -> Iterable[Phrasing]:
    by_role: dict[Role, list[Hit]] = {role: [] for role in Role}
    for hit in group:
        by_role[hit.role].append(hit)

    def say(kind: WordingKind, hits: Sequence[Hit]) -> Phrasing:
        first = hits[0]
        return Phrasing(kind, first.language, first.start, first.end, span, first.obfuscated)

    said = []
    reply = reply_hits(text, span, by_role, before, after)
    if reply:
        said.append(say(WordingKind.REPLY, reply))
    if by_role[Role.ACCOUNT] and not any(hit.role is Role.CONTEXT for hit in (*before, *group, *after)):
        by_role[Role.PREFERENCES] = []
    weary = by_role[Role.DISINTEREST] or by_role[Role.CEASING]
    if weary and not reply and _is_short_question(text, span):
        said.append(say(WordingKind.REFUSAL, weary))
    for role, kind in _SAME_KIND.items():
        if by_role[role]:
            said += [say(kind, [hit]) for hit in _longest(by_role[role])]
    if by_role[Role.AMBIGUOUS]:
        kind = WordingKind.ACTION if by_role[Role.CONTEXT] else WordingKind.AMBIGUOUS
        actions = by_role[Role.ACTION]
        said += [say(kind, [hit]) for hit in _longest(by_role[Role.AMBIGUOUS]) if not _inside(hit, actions)]
    stronger = [hit for role in (Role.ACTION, Role.AMBIGUOUS, Role.LEADIN) for hit in by_role[role]]
    labels = [hit for hit in _longest(by_role[Role.LABEL]) if not _inside(hit, stronger)]
    said += [say(WordingKind.AMBIGUOUS, [hit]) for hit in labels]
    implicit = implicit_hits(text, by_role, before)
    if implicit and not reply:
        said.append(say(WordingKind.IMPLICIT, implicit))
    return said


def _is_short_question(text: str, span: tuple[int, int]) -> bool:
    """Whether the sentence asks, and says little else."""
    sentence = text[span[0] : span[1]]
    return len(sentence) <= _SHORT_QUESTION and _ASKS.search(sentence) is not None


_SAME_KIND = {
    Role.ACTION: WordingKind.ACTION,
    Role.LEADIN: WordingKind.LEADIN,
    Role.PROMISE: WordingKind.PROMISE,
    Role.PREFERENCES: WordingKind.PREFERENCES,
    Role.DENIAL: WordingKind.DENIAL,
    Role.NO_REPLY: WordingKind.NO_REPLY,
}


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that lie inside an earlier, longer one."""
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
