"""What a lint saw. A Breach cannot be built without Evidence; "cannot tell" is an answer."""

from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.evidence import Evidence


class Level(StrEnum):
    """How strongly a norm speaks: MUST is an error, SHOULD a warning, the rest is for information."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"

    @property
    def weight(self) -> int:
        """3 for an error down to 1, so that levels can be compared."""
        return {Level.ERROR: 3, Level.WARN: 2, Level.INFO: 1}[self]


@dataclass(frozen=True, slots=True)
class Breach:
    """The message does not do what the norm asks; `evidence` is where one sees it.

    `level` lowers the level of the lint for this one case; it never raises it. `asked_by` narrows the citations to
    those of some profiles, as when only some deadlines have passed; empty means all.
    """

    says: str
    evidence: Evidence
    level: Level | None = None
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The message does what the norm asks; `evidence` is where one sees it, None where keeping means absence."""

    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """The norm does not speak of messages like this."""

    says: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """What the lint needed was not available; never shown as a breach."""

    says: str


Outcome = Breach | Kept | OutOfScope | Undecided
