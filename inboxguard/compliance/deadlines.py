"""How long each regime leaves a sender to honour a request to stop, and how long its way out has to work.

The one fact a newcomer would get wrong: business days count from the day after the request, so a request on a Friday
with five business days falls due at the end of the next Friday. GDPR names no number of days ("shall no longer");
two days are this program's reading of "without delay", and the page of the lint says so.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from inboxguard.compliance.history import business_days_after


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many business days, or so many hours when these are given."""

    business_days: int = 0
    hours: int = 0

    def due(self, asked: datetime, holidays: frozenset[date] = frozenset()) -> datetime:
        """The last instant that is still in time."""
        if self.hours:
            return asked + timedelta(hours=self.hours)
        day = business_days_after(asked.date(), self.business_days, holidays)
        return datetime.combine(day, time.max, tzinfo=asked.tzinfo)

    def __str__(self) -> str:
        return f"{self.hours} hours" if self.hours else f"{self.business_days} business days"


DEADLINES: dict[str, Deadline] = {
    "us": Deadline(business_days=10),
    "ca": Deadline(business_days=10),
    "au": Deadline(business_days=5),
    "nz": Deadline(business_days=5),
    "sg": Deadline(business_days=10),
    "uk": Deadline(hours=48),
    "eu": Deadline(hours=48),
    "de": Deadline(hours=48),
    "gmail": Deadline(hours=48),
    "yahoo": Deadline(hours=48),
}
WORKS_FOR: dict[str, timedelta] = {
    "us": timedelta(days=30),
    "au": timedelta(days=30),
    "nz": timedelta(days=30),
    "sg": timedelta(days=30),
    "ca": timedelta(days=60),
}


def passed(asked: datetime, now: datetime, holidays: frozenset[date] = frozenset()) -> tuple[str, ...]:
    """The profiles whose time to honour a request had run out."""
    return tuple(name for name, deadline in DEADLINES.items() if now > deadline.due(asked, holidays))


def still_working(offered: datetime, now: datetime) -> tuple[str, ...]:
    """The profiles by which a way out offered then still has to work now."""
    return tuple(name for name, period in WORKS_FOR.items() if now <= offered + period)
