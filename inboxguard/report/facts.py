"""The etiquette report as facts: who, accepted when, how soon, how often, with or without a way out, what was done.

A report is a reading of lines; it decides nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inboxguard.report.line import Line

SELLING = {"pitch", "hard_sell"}


@dataclass(frozen=True, slots=True)
class Offender:
    """One person's conduct. `first_after` is the time from the acceptance to the first pitch, None when unknown."""

    name: str
    addresses: tuple[str, ...]
    accepted: datetime | None
    rests_on: str
    match: str
    messages: int
    pitches: int
    hard_sells: int
    first_pitch: datetime | None
    last_pitch: datetime | None
    first_after: timedelta | None
    options: tuple[tuple[str, int], ...]
    done: tuple[tuple[str, int], ...]
    after_refusal: int
    lines: tuple[Line, ...]

    @property
    def way_out(self) -> str:
        """Whether the pitches offered a way out: "never", "always", "3 of 5" or "unclear"."""
        kinds = dict(self.options)
        offered = kinds.get("present", 0) + kinds.get("reply", 0)
        if offered == sum(kinds.values()):
            return "always"
        if offered:
            return f"{offered} of {sum(kinds.values())}"
        return "never" if kinds.get("none", 0) == sum(kinds.values()) else "unclear"

    @property
    def deeds(self) -> str:
        """What was done, in words: "4 filed, 1 tagged", or "left"."""
        return ", ".join(f"{count} {what}" for what, count in self.done) or "left"


@dataclass(frozen=True, slots=True)
class Report:
    """The whole reading: people by how hard they sold, totals, and the span of time looked at."""

    source: str
    offenders: tuple[Offender, ...]
    examined: int
    verdicts: tuple[tuple[str, int], ...]
    begins: datetime | None
    ends: datetime | None
    made: datetime
    notes: tuple[str, ...] = ()

    def count(self, verdict: str) -> int:
        """How many messages were judged so."""
        return dict(self.verdicts).get(verdict, 0)


def read_lines(lines: Iterable[Line], *, source: str, made: datetime, notes: Sequence[str] = ()) -> Report:
    """The report of these lines; people who sold nothing are counted but not named."""
    by_person: defaultdict[str, list[Line]] = defaultdict(list)
    verdicts: Counter[str] = Counter()
    dates: list[datetime] = []
    for line in lines:
        verdicts[line.verdict] += 1
        by_person[line.sequence or line.sender].append(line)
        if line.date:
            dates.append(line.date)
    offenders = [_offender(person) for person in by_person.values() if any(line.verdict in SELLING for line in person)]
    return Report(
        source=source,
        offenders=tuple(sorted(offenders, key=_hardest_first)),
        examined=sum(verdicts.values()),
        verdicts=tuple(verdicts.most_common()),
        begins=min(dates, default=None),
        ends=max(dates, default=None),
        made=made,
        notes=tuple(notes),
    )


def _offender(lines: list[Line]) -> Offender:
    lines = sorted(lines, key=lambda line: line.date.timestamp() if line.date else 0.0)
    selling = [line for line in lines if line.verdict in SELLING]
    dates = [line.date for line in selling if line.date]
    known = next((line for line in reversed(lines) if line.accepted), lines[-1])
    first = dates[0] if dates else None
    return Offender(
        name=known.name or known.person or known.sender,
        addresses=tuple(dict.fromkeys(line.sender for line in (*selling, *lines))),
        accepted=known.accepted,
        rests_on=known.rests_on,
        match=known.match,
        messages=len(lines),
        pitches=len(selling),
        hard_sells=sum(line.verdict == "hard_sell" for line in selling),
        first_pitch=first,
        last_pitch=dates[-1] if dates else None,
        first_after=first - known.accepted if first and known.accepted else None,
        options=tuple(Counter(line.option for line in selling).most_common()),
        done=tuple(Counter(line.done for line in lines if line.done).most_common()),
        after_refusal=sum(line.after_refusal for line in selling),
        lines=tuple(lines),
    )


def _hardest_first(offender: Offender) -> tuple[int, int, int, str]:
    return (-offender.hard_sells, -offender.after_refusal, -offender.pitches, offender.name)


def how_soon(after: timedelta | None) -> str:
    """The time in the unit a person would use: "40 min", "7 h", "3 d", "?" when unknown or before the acceptance."""
    if after is None:
        return "?"
    seconds = after.total_seconds()
    if seconds < 0:
        return "same day" if seconds > -86_400 else "before"
    if seconds < 5_400:
        return f"{max(1, round(seconds / 60))} min"
    return f"{round(seconds / 3600)} h" if seconds < 172_800 else f"{round(seconds / 86_400)} d"
