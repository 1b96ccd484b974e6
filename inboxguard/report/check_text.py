"""Check results for a person, as a good compiler shows them: the verdict, then each finding at the words it is about.

The one fact a newcomer would get wrong: mail may hold control characters that move the cursor or colour the screen;
none of them reaches the terminal. No line is wider than eighty columns, but for a file's name that is.
"""

import re
import unicodedata
from collections.abc import Iterable
from textwrap import wrap

from inboxguard.compliance.check import CheckResult
from inboxguard.compliance.outcome import Level
from inboxguard.compliance.run import Finding
from inboxguard.compliance.way_out import Fault, Offer, Option, WaysOut

_WIDTH = 80
_MARGIN = "     | "
_TAIL = 12
_COLOURS = {"error": "1;31", "warn": "1;33", "info": "1;36", "good": "1;32", "bad": "1;31", "dim": "2", "bold": "1"}
_SENTENCES = {
    Offer.PRESENT: "a way out is offered",
    Offer.REPLY: "a way out is offered by replying",
    Offer.UNCLEAR: "a way out may be offered, and it is not clear",
    Offer.NONE: "no way out is offered",
    Offer.UNKNOWN: "cannot be told whether a way out is offered",
}
_SHADES = {Offer.PRESENT: "good", Offer.REPLY: "good", Offer.NONE: "bad", Offer.UNCLEAR: "warn", Offer.UNKNOWN: "warn"}
_FAULTS_BESIDE_A_GOOD_ONE = frozenset(
    {Fault.DECOY, Fault.DEAD, Fault.MERGE_TAG, Fault.HIDDEN, Fault.BAD_HOST, Fault.UNRELATED}
)
"""What is told of unusable options where another can be used; the rest is of no use to anybody then."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def render(result: CheckResult, *, colour: bool = False) -> str:
    """The verdict of one message, its options, and its findings, ending with a line feed."""
    ways = result.ways_out
    told = f"{_plain(result.source)}: {ways.offer.value}: {_SENTENCES[ways.offer]}"
    head = f"{_plain(result.source)}: {_paint(ways.offer.value, _SHADES[ways.offer], colour)}:"
    wide = _columns(told) > _WIDTH
    lines = [f"{head}\n  {_SENTENCES[ways.offer]}" if wide else f"{head} {_SENTENCES[ways.offer]}"]
    if not ways.usable:
        lines += _wrapped(ways.because, "  ", "  ")
    for option in worth_telling(ways):
        lines += _option(option, colour=colour)
    for finding in result.findings:
        lines += _finding(result, finding, colour=colour)
    return "\n".join(lines) + "\n"


def summary(results: Iterable[tuple[str, int]]) -> str:
    """One line of counts: "3 messages: 2 present, 1 none"."""
    counted = [(name, number) for name, number in results if number]
    total = sum(number for _, number in counted)
    listed = ", ".join(f"{number} {name}" for name, number in counted)
    return f"{total} message{'' if total == 1 else 's'}: {listed or 'nothing to check'}\n"


def worth_telling(ways: WaysOut) -> list[Option]:
    """The options each once; beside one that can be used, of the others only those that are wrong in themselves."""
    told = {(option.kind, option.target, option.fault): option for option in reversed(ways.options)}
    once = [option for option in ways.options if told[option.kind, option.target, option.fault] is option]
    return [one for one in once if one.usable or not ways.usable or one.fault in _FAULTS_BESIDE_A_GOOD_ONE]


def _option(option: Option, *, colour: bool) -> list[str]:
    mark = _paint("✓", "good", colour) if option.usable else _paint("✗", "bad", colour)
    room = _WIDTH - len(f"  x {option.kind.value} ")
    target = f" {_cut(option.target, room)}" if option.target else ""
    marked = option.link.text if option.link else option.target
    return [
        f"  {mark} {option.kind.value}{target}",
        *_shown(option.evidence.place, option.evidence.words, "", marked, colour),
        *_wrapped(option.why, "      = ", "        "),
    ]


def _finding(result: CheckResult, finding: Finding, *, colour: bool) -> list[str]:
    del result
    label = f"{finding.level.value}[{finding.lint.code}]"
    first, *rest = _wrapped(f"{label}: {finding.breach.says}", "", "  ")
    lines = [first.replace(label, _paint(label, finding.level.value, colour), 1), *rest]
    lines += _shown(finding.breach.evidence.place, finding.breach.evidence.words, finding.level.value, "", colour)
    for cite in finding.cites:
        since = f", since {cite.since.isoformat()}" if cite.since else ""
        doubt = "" if cite.confirmed else " (not confirmed in the source)"
        place = f"{cite.source} {cite.section}".strip()
        lines += _wrapped(f"{cite.profile}: {place}{since}: “{cite.says}”{doubt}", "   = ", "     ")
    lines.append(f"   = more: inboxguard lints {finding.lint.code}")
    return lines


def _shown(place: str, words: str, shade: str, marked: str, colour: bool) -> list[str]:
    """The words in their place, underlined; the target alone where it stands among them."""
    room = _WIDTH - len(_MARGIN)
    wanted = _cut(marked, room)
    text = _cut(_from_near(" ".join(_plain(words).split()), wanted, room), room)
    at = text.find(wanted) if wanted else -1
    start, length = (at, len(wanted)) if at >= 0 else (0, len(text))
    line = " " * _columns(text[:start]) + "^" + "~" * max(_columns(text[start : start + length]) - 1, 0)
    return [
        f"    --> {_cut(place, _WIDTH - 8)}",
        _MARGIN.rstrip(),
        f"{_MARGIN}{text}",
        f"{_MARGIN}{_paint(line, shade or 'dim', colour)}",
    ]


def _from_near(text: str, wanted: str, room: int) -> str:
    """The text from shortly before the wanted words on, where they would not be shown otherwise."""
    at = text.find(wanted) if wanted else -1
    if at < 0 or _columns(text[: at + len(wanted)]) < room:
        return text
    start = text.find(" ", max(at + len(wanted) - room + _TAIL, 0)) + 1
    return f"…{text[min(start, at) if start else at :]}"


def _wrapped(text: str, first: str, later: str) -> list[str]:
    """The text in lines, what begins them given; a word wider than a line is not broken."""
    return wrap(
        " ".join(_plain(text).split()),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _columns(text: str) -> int:
    """How many columns a terminal gives the text: two for wide letters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _cut(text: str, width: int) -> str:
    flat = " ".join(_plain(text).split())
    if _columns(flat) <= width:
        return flat
    end = len(flat)
    while end and _columns(flat[:end]) > width - 1:
        end -= max((_columns(flat[:end]) - width) // 2, 1)
    return f"{flat[:end]}…"


def _paint(text: str, shade: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[shade]}m{text}\x1b[0m" if colour else text


def worst(findings: Iterable[Finding]) -> Level | None:
    """The gravest level among findings, None when there are none."""
    return max((finding.level for finding in findings), key=lambda level: level.weight, default=None)
