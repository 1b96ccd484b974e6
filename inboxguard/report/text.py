"""The etiquette report for a terminal, at 80 columns and up.

The one fact a newcomer would get wrong: text out of a mail goes in as plain Text, never as rich markup, and without
control characters, so that a subject can neither paint the screen nor break the table.
"""

import unicodedata
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inboxguard.report.facts import Offender, Report, how_soon

_HOW_SOON_IS_RUDE = 86_400


def plain(text: str, longest: int = 200) -> str:
    """The text without control, format and direction characters, cut to `longest` characters."""
    kept = "".join(ch if unicodedata.category(ch)[0] != "C" else " " for ch in text)
    kept = " ".join(kept.split())
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def render(report: Report) -> RenderableType:
    """The report as something rich can print."""
    parts: list[RenderableType] = [_head(report)]
    if report.offenders:
        parts += [Padding(_table(report), (1, 0)), *(_story(offender) for offender in report.offenders[:5])]
    else:
        parts.append(Text("Nobody you recently accepted tried to sell you anything.", style="green"))
    parts += [Text(plain(note, 400), style="yellow") for note in report.notes]
    return Group(*parts)


def _head(report: Report) -> Text:
    hard = report.count("hard_sell")
    span = f"{_day(report.begins)} to {_day(report.ends)}" if report.begins else "no dated mail"
    head = Text("Etiquette report", style="bold")
    head.append(f"  {plain(report.source)}, {span}\n", style="dim")
    head.append(f"{report.examined:,} messages examined: ")
    head.append(f"{hard} hard sell", style="bold red" if hard else "green")
    head.append(f", {report.count('pitch')} single pitches, {report.count('unsure')} unsure.")
    return head


def _table(report: Report) -> Table:
    table = Table(expand=False, pad_edge=False, box=None, header_style="bold", row_styles=["", "on grey11"])
    table.add_column("who", overflow="fold", max_width=30)
    table.add_column("accepted", no_wrap=True)
    table.add_column("1st pitch\nafter", justify="right", no_wrap=True)
    table.add_column("pitches", justify="right", no_wrap=True)
    table.add_column("way out", no_wrap=True)
    table.add_column("done", overflow="fold", max_width=16)
    for offender in report.offenders:
        table.add_row(
            _who(offender),
            _day(offender.accepted),
            _soon(offender),
            _count(offender),
            _way_out(offender),
            Text(plain(offender.deeds)),
        )
    return table


def _who(offender: Offender) -> Text:
    who = Text(plain(offender.name, 60), style="bold")
    who.append("\n" + plain(offender.addresses[0], 60), style="dim")
    if len(offender.addresses) > 1:
        who.append(f"\n+ {len(offender.addresses) - 1} more", style="dim")
    return who


def _soon(offender: Offender) -> Text:
    rude = offender.first_after is not None and offender.first_after.total_seconds() < _HOW_SOON_IS_RUDE
    return Text(how_soon(offender.first_after), style="red" if rude else "")


def _count(offender: Offender) -> Text:
    text = Text(str(offender.pitches), style="red" if offender.hard_sells else "")
    if offender.after_refusal:
        text.append(f"\n{offender.after_refusal} after no", style="bold red")
    return text


def _way_out(offender: Offender) -> Text:
    return Text(offender.way_out, style={"never": "red", "always": "green"}.get(offender.way_out, "yellow"))


def _story(offender: Offender) -> Text:
    """The mails of one person as a line of dots, so that cadence is seen rather than read."""
    marks = {"hard_sell": ("●", "red"), "pitch": ("●", "yellow"), "unsure": ("○", "yellow"), "clear": ("○", "dim")}
    text = Text(f"{plain(offender.name, 28):<28} ", style="bold")
    previous: datetime | None = None
    for line in offender.lines[:20]:
        days = (line.date - previous).days if line.date and previous else 0
        text.append("·" * min(days, 12), style="dim")
        mark, style = marks.get(line.verdict, ("?", ""))
        text.append(mark, style=style)
        previous = line.date or previous
    return text


def _day(instant: datetime | None) -> str:
    return instant.strftime("%Y-%m-%d") if instant else "unknown"
