"""The etiquette report for a terminal, at 80 columns and up.

The one fact a newcomer would get wrong: text out of a mail goes in as plain Text, never as rich markup, and without
control characters, so that a subject can neither paint the screen nor break the table.
"""

import unicodedata
from collections import Counter
from datetime import datetime
from typing import Literal

from rich.console import Group, RenderableType
from rich.text import Text

from inboxguard.report.facts import Offender, Report, how_soon

_HOW_SOON_IS_RUDE = 86_400
_COLUMNS: tuple[tuple[str, int, Literal["left", "right"]], ...] = (
    ("who", 22, "left"),
    ("accepted", 10, "left"),
    ("1st pitch", 9, "right"),
    ("pitches", 7, "right"),
    ("way out", 7, "left"),
    ("done", 15, "left"),
)
_GAP = "  "
_WIDTH = sum(width for _, width, _ in _COLUMNS) + len(_GAP) * (len(_COLUMNS) - 1)
_STRIP = 40
_RANK = {"hard_sell": 3, "pitch": 2, "unsure": 1, "clear": 1}
_MARKS = {3: ("●", "red"), 2: ("◐", "yellow"), 1: ("○", "dim"), 0: ("·", "bright_black")}


def plain(text: str, longest: int = 200) -> str:
    """The text without control, format and direction characters, cut to `longest` characters."""
    kept = "".join(ch if unicodedata.category(ch)[0] != "C" else " " for ch in text)
    kept = " ".join(kept.split())
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def render(report: Report) -> RenderableType:
    """The report as something rich can print."""
    parts: list[RenderableType] = [*_head(report), Text()]
    if report.offenders:
        parts += [_titles(), *_people(report), Text(), _legend()]
    else:
        parts.append(Text("Nobody whose mail was judged tried to sell you anything.", style="green"))
    parts += [_note(note) for note in report.notes]
    return Group(*parts)


def _head(report: Report) -> tuple[Text, Text]:
    span = f"{_day(report.begins)} to {_day(report.ends)}" if report.begins else "no dated mail"
    title = Text("Etiquette report", style="bold")
    title.append(f"  {plain(report.source)}, {span}", style="dim")
    hard = report.count("hard_sell")
    counts = Text(f"{report.examined:,} {'message' if report.examined == 1 else 'messages'} examined: ")
    counts.append(f"{hard:,} hard sell", style="bold red" if hard else "green")
    counts.append(f", {report.count('pitch'):,} other pitches, {report.count('unsure'):,} unsure.")
    return title, counts


def _titles() -> Text:
    cells = [Text(title) for title, _, _ in _COLUMNS]
    line = _row(cells)
    line.stylize("bold underline")
    return line


def _people(report: Report) -> list[Text]:
    lines: list[Text] = []
    hard = [offender for offender in report.offenders if offender.hard_sells]
    for offender in hard:
        lines += [_facts(offender), _story(offender, report)]
    others = [offender for offender in report.offenders if not offender.hard_sells]
    if hard and others:
        lines += [Text(), Text("Sold, but not hard", style="bold")]
    return lines + [_facts(offender) for offender in others]


def _facts(offender: Offender) -> Text:
    doubt = doubtful(offender)
    rude = not doubt and offender.first_after is not None and offender.first_after.total_seconds() < _HOW_SOON_IS_RUDE
    way_out = {"never": "red", "always": "green"}.get(offender.way_out, "yellow")
    return _row(
        [
            Text(plain(offender.name, 60), style="bold"),
            Text(doubt, style="yellow") if doubt else Text(_day(offender.accepted)),
            Text("?" if doubt else how_soon(offender.first_after), style="red" if rude else ""),
            Text(str(offender.pitches), style="bold red" if offender.hard_sells else ""),
            Text(offender.way_out, style=way_out if offender.hard_sells or way_out != "red" else ""),
            Text(done_in_short(offender, _COLUMNS[-1][1])),
        ]
    )


def doubtful(offender: Offender) -> str:
    """Why the day of acceptance is not to be relied on, in one word; empty when it is."""
    doubts = {"(unconfirmed)": "unproven", "(pending)": "pending"}
    return next((word for end, word in doubts.items() if offender.rests_on.endswith(end)), "")


def done_in_short(offender: Offender, room: int = 80) -> str:
    """What was done, in at most `room` characters: "3 filed, 1 put back", "3 filed, 1 back", "3 filed, +1" or "left".

    Why something was left or could not be done stands in the notes.
    """
    counts: Counter[str] = Counter()
    for what, count in offender.done:
        counts[plain(what.partition(":")[0], 20)] += count
    did = {name: count for name, count in counts.items() if name != "left" and not name.startswith("not ")}
    did = did or {name: count for name, count in counts.items() if name != "left"}
    if not did:
        return "left"
    pieces = [(count, name) for name, count in did.items()]
    shorter = [(count, _SHORTER.get(name, name)) for count, name in pieces]
    for several in (pieces, shorter):
        text = ", ".join(f"{count} {name}" for count, name in several)
        if len(text) <= room:
            return text
    (count, name), *rest = shorter
    return f"{count} {name}, +{sum(count for count, _ in rest)}" if rest else f"{count} {name}"


_SHORTER = {"put back": "back", "would file": "to file", "would tag": "to tag"}


def _row(cells: list[Text]) -> Text:
    """The cells side by side at their widths."""
    line = Text()
    for number, (cell, (_, width, side)) in enumerate(zip(cells, _COLUMNS, strict=True)):
        if number:
            line.append(_GAP)
        cell.truncate(width, overflow="ellipsis")
        if number + 1 < len(cells):
            cell.align(side, width)
        line.append_text(cell)
    return line


def _story(offender: Offender, report: Report) -> Text:
    """Where from, and the mails on a line of time that is the same for everybody, so that cadence is seen."""
    line = Text("  ")
    if offender.after_refusal:
        line.append(f"{offender.after_refusal} after your no", style="bold red")
        line.append(", ", style="dim")
    line.append(plain(offender.addresses[0], 60), style="dim")
    more = f" +{len(offender.addresses) - 1}" if len(offender.addresses) > 1 else ""
    room = _WIDTH - _STRIP - len(_GAP)
    line.truncate(room - len(more), overflow="ellipsis")
    line.append(more, style="dim")
    line.align("left", room)
    line.append(_GAP)
    line.append_text(_strip(offender, report))
    return line


def _strip(offender: Offender, report: Report) -> Text:
    begins, ends = report.begins, report.ends
    if begins is None or ends is None:
        return Text()
    span = (ends - begins).total_seconds() or 1.0

    def column(instant: datetime) -> int:
        return round((_STRIP - 1) * (instant - begins).total_seconds() / span)

    ranks = [0] * _STRIP
    for mail in offender.lines:
        if mail.date:
            place = column(mail.date)
            ranks[place] = max(ranks[place], _RANK.get(mail.verdict, 1))
    accepted = column(offender.accepted) if offender.accepted and begins <= offender.accepted <= ends else -1
    strip = Text()
    for place, rank in enumerate(ranks):
        mark, style = ("|", "green") if place == accepted and not rank else _MARKS[rank]
        strip.append(" " if place < accepted and not rank else mark, style=style)
    return strip


def _legend() -> Text:
    legend = Text(" " * (_WIDTH - _STRIP - 2))
    for mark, style, says in (("|", "green", "accepted"), *((*_MARKS[rank], _SAYS[rank]) for rank in (1, 2, 3))):
        legend.append(mark, style=style)
        legend.append(f" {says}  ", style="dim")
    legend.rstrip()
    return legend


_SAYS = {1: "other", 2: "pitch", 3: "hard sell"}


def _note(note: str) -> Text:
    return Text("! " + plain(note, 400), style="yellow")


def _day(instant: datetime | None) -> str:
    return instant.strftime("%Y-%m-%d") if instant else "unknown"
