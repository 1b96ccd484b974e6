"""What one run was asked for on the command line, checked; what is not asked for comes from the configuration."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inboxguard.clock import now as this_instant
from inboxguard.clock import parse_instant
from inboxguard.errors import UsageProblem
from inboxguard.mail.address import Address, parse_address
from inboxguard.policy.table import Mode


@dataclass(frozen=True, slots=True)
class Wishes:
    """None, empty or False means: as the configuration says."""

    now: datetime
    connections: tuple[Path, ...] = ()
    me: tuple[Address, ...] = ()
    everyone: bool = False
    recent: timedelta | None = None
    mode: Mode | None = None
    since: timedelta | None = None

    @classmethod
    def read(
        cls,
        *,
        connections: tuple[str, ...] = (),
        me: tuple[str, ...] = (),
        everyone: bool = False,
        now: str | None = None,
        recent_days: int | None = None,
        mode: str | None = None,
        since_days: int | None = None,
    ) -> "Wishes":
        """The wishes behind the words of a command line.

        Raises:
            UsageProblem: for a date or an address that is none.
        """
        return cls(
            now=_instant(now),
            connections=tuple(Path(name).expanduser() for name in connections),
            me=addresses(me),
            everyone=everyone,
            recent=timedelta(days=recent_days) if recent_days else None,
            mode=Mode(mode) if mode else None,
            since=timedelta(days=since_days) if since_days else None,
        )


def addresses(written: tuple[str, ...]) -> tuple[Address, ...]:
    """The addresses.

    Raises:
        UsageProblem: naming the first one that is none.
    """
    found = []
    for text in written:
        address = parse_address(text)
        if address is None:
            raise UsageProblem(f"“{text}” is not an e-mail address", mend="--me you@example.com")
        found.append(address)
    return tuple(found)


def _instant(text: str | None) -> datetime:
    if text is None:
        return this_instant()
    try:
        return parse_instant(text)
    except ValueError:
        raise UsageProblem(f"“{text}” is not a date or time", mend="--now 2026-03-31T12:00") from None
