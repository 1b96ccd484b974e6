"""What the service keeps for each account between events.

The one fact a newcomer would get wrong: a Seat has one owner at a time, and `where` says who. While it is CONNECTING or
OUT a worker has it, otherwise the watcher; so neither needs a lock.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from inboxguard.imap.filing import ImapDeedstore
from inboxguard.imap.session import Session
from inboxguard.imap.watcher import Idler
from inboxguard.service.account import Office
from inboxguard.service.common_book import SharedRoster
from inboxguard.service.desk import Desk


class Where(StrEnum):
    """Who has the account now.

    WAITING: nobody, a timer runs. CONNECTING, OUT: a worker. IDLING: the watcher, on its socket. PARKED: the watcher,
    with a session that is not idling, because the server cannot.
    """

    WAITING = "waiting"
    CONNECTING = "connecting"
    OUT = "out"
    IDLING = "idling"
    PARKED = "parked"


class Ending(StrEnum):
    """What IDLE was ended for: to begin anew at once, or because somebody wants the session."""

    RENEW = "renew"
    TAKE = "take"


@dataclass(slots=True, eq=False)
class Line:
    """One idling connection; times are of the monotonic clock. A `bell` only rings, and is never taken to work with."""

    idler: Idler
    seat: "Seat"
    bell: bool = False
    fd: int = -1
    heard: float = 0.0
    renew_at: float = 0.0
    due: float = 0.0
    ending: Ending | None = None


@dataclass(slots=True, eq=False)
class Seat:
    """One account in the service.

    `office` is what it is configured with, `desk` what it remembers; both are replaced when the configuration changes.
    `wanted` maps why somebody should look to when that was first said; `complaint` is what a person should know
    although the account is connected.
    """

    office: Office
    where: Where = Where.WAITING
    session: Session | None = None
    store: ImapDeedstore | None = None
    main: Line | None = None
    bell: Line | None = None
    can_idle: bool = True
    no_bell_until: float = 0.0
    desk: Desk | None = None
    roster: SharedRoster | None = None
    book_version: int = 0
    wanted: dict[str, float] = field(default_factory=dict)
    complaint: str = ""
    proof_of_life: datetime | None = None
    failures: int = 0
    connected_at: float = 0.0
    due: float = 0.0
    replaced_by: Office | None = None
    gone: bool = False

    @property
    def name(self) -> str:
        """The account's name in the configuration."""
        return self.office.name

    def hang_up(self) -> None:
        """Close whatever is open; only its owner may."""
        for line in (self.main, self.bell):
            if line is not None:
                line.idler.session.close()
        if self.session is not None:
            self.session.close()
        self.session = self.store = self.main = self.bell = None

    def forget(self) -> None:
        """Drop what is remembered, so that it is read anew from the journal."""
        self.desk = self.roster = None
