"""Check results for a person, as a good compiler shows them: the verdict, then each finding at the words it is about.

The one fact a newcomer would get wrong: mail may hold control characters that move the cursor or colour the screen;
none of them reaches the terminal.
"""

import re
import unicodedata
from collections.abc import Iterable

from inboxguard.compliance.check import CheckResult
from inboxguard.compliance.outcome import Level
from inboxguard.compliance.run import Finding
from inboxguard.compliance.way_out import Offer, Option

_WIDTH = 96
_COLOURS = {"error": "1;31", "warn": "1;33", "info": "1;36", "good": "1;32", "bad": "1;31", "dim": "2", "bold": "1"}
_SENTENCES = {
    Offer.PRESENT: "a way out is offered",
    Offer.REPLY: "a way out is offered by replying",
    Offer.UNCLEAR: "a way out may be offered, and it is not clear",
    Offer.NONE: "no way out is offered",
    Offer.UNKNOWN: "cannot be told whether a way out is offered",
}
_SHADES = {Offer.PRESENT: "good", Offer.REPLY: "good", Offer.NONE: "bad", Offer.UNCLEAR: "warn", Offer.UNKNOWN: "warn"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def render(result: CheckResult, *, colour: bool = False) -> str:
    """The verdict of one message, its options, and its findings, ending with a line feed."""
    ways = result.ways_out
    head = f"{_plain(result.source)}: {_paint(ways.offer.value, _SHADES[ways.offer], colour)}: {_SENTENCES[ways.offer]}"
    lines = [head, f"  {_plain(ways.because)}"]
    for option in ways.options:
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


def _option(option: Option, *, colour: bool) -> list[str]:
    mark = _paint("✓", "good", colour) if option.usable else _paint("✗", "bad", colour)
    target = f" {_cut(option.target, 60)}" if option.target else ""
    return [
        f"  {mark} {option.kind.value}{target}",
        *_shown(
            option.evidence.place, option.evidence.words, "", option.link.text if option.link else option.target, colour
        ),
        f"      = {_plain(option.why)}",
    ]


def _finding(result: CheckResult, finding: Finding, *, colour: bool) -> list[str]:
    del result
    label = _paint(f"{finding.level.value}[{finding.lint.code}]", finding.level.value, colour)
    lines = [f"{label}: {_plain(finding.breach.says)}"]
    lines += _shown(finding.breach.evidence.place, finding.breach.evidence.words, finding.level.value, "", colour)
    for cite in finding.cites:
        since = f", since {cite.since.isoformat()}" if cite.since else ""
        doubt = "" if cite.confirmed else " (not confirmed in the source)"
        place = f"{cite.source} {cite.section}".strip()
        lines.append(f"   = {cite.profile}: {place}{since}: “{_plain(cite.says)}”{doubt}")
    lines.append(f"   = more: inboxguard lints {finding.lint.code}")
    return lines


def _shown(place: str, words: str, shade: str, marked: str, colour: bool) -> list[str]:
    """The words in their place, underlined; the target alone where it stands among them."""
    text = _cut(words, _WIDTH)
    wanted = _cut(marked, _WIDTH)
    at = text.find(wanted) if wanted else -1
    start, length = (at, len(wanted)) if at >= 0 else (0, len(text))
    line = " " * _columns(text[:start]) + "^" + "~" * max(_columns(text[start : start + length]) - 1, 0)
    return [f"    --> {_plain(place)}", "     |", f"     | {text}", f"     | {_paint(line, shade or 'dim', colour)}"]


def _columns(text: str) -> int:
    """How many columns a terminal gives the text: two for wide letters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _cut(text: str, width: int) -> str:
    flat = " ".join(_plain(text).split())
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def _paint(text: str, shade: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[shade]}m{text}\x1b[0m" if colour else text


def worst(findings: Iterable[Finding]) -> Level | None:
    """The gravest level among findings, None when there are none."""
    return max((finding.level for finding in findings), key=lambda level: level.weight, default=None)
