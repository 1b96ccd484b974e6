"""One person's mails as a picture: an inline SVG, dots on a line of time, the acceptance at its left."""

from dataclasses import dataclass
from datetime import datetime

from inboxguard.report.facts import Offender

WIDTH = 640
_LEFT, _RIGHT = 12, WIDTH - 12


@dataclass(frozen=True, slots=True)
class Dot:
    """One mail: `x` in SVG units, `kind` its verdict, `title` what a pointer shows."""

    x: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dots of one person and the dates at both ends; `accepted_x` is None when the day is unknown."""

    dots: tuple[Dot, ...]
    begins: str
    ends: str
    accepted_x: float | None


def timeline(offender: Offender) -> Timeline:
    """The picture of one person's mails, as values for a template."""
    dated = [(line.date, line) for line in offender.lines if line.date]
    instants = [date for date, _ in dated] + ([offender.accepted] if offender.accepted else [])
    if not instants:
        return Timeline((), "", "", None)
    first, last = min(instants), max(instants)

    def x(instant: datetime) -> float:
        span = (last - first).total_seconds() or 1.0
        return round(_LEFT + (_RIGHT - _LEFT) * (instant - first).total_seconds() / span, 1)

    dots = tuple(Dot(x(date), line.verdict, f"{date:%Y-%m-%d %H:%M} · {line.subject}") for date, line in dated)
    return Timeline(dots, f"{first:%d %b}", f"{last:%d %b}", x(offender.accepted) if offender.accepted else None)
