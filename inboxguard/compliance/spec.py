"""The shape of a lint: one norm, who says it and since when, one function, and examples that are run.

The one fact a newcomer would get wrong: a lint says what is there; a profile says who asks for it. So the level, the
dates and the regimes stand in the citations, and the function knows nothing of them. Nothing registers itself: the
catalogue finds the module-level name `LINT` in every module below `compliance/lints/`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from inboxguard.compliance.history import UNKNOWN_HISTORY, Answer, History
from inboxguard.compliance.outcome import Breach, Kept, Level, Outcome, OutOfScope, Undecided
from inboxguard.compliance.probes import Probes
from inboxguard.compliance.way_out import WaysOut
from inboxguard.mail.fields.authentication import AuthenticationResults
from inboxguard.mail.fields.list_id import BulkEvidence
from inboxguard.mail.message import Message

__all__ = [
    "Answer",
    "Basis",
    "Breach",
    "Case",
    "Check",
    "Cite",
    "Example",
    "Kept",
    "Level",
    "Lint",
    "OutOfScope",
    "Outcome",
    "Scope",
    "Undecided",
]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a lint may look at.

    `commercial` is said by somebody else (the reading of pitches); MAYBE when nobody said. `results` are the trusted
    authentication results, None when no trusted server wrote any. `received` is the day the citations are held
    against, None when unknown. `probes` is None unless the network was asked.
    """

    message: Message
    ways_out: WaysOut
    bulk: BulkEvidence
    commercial: Answer = Answer.MAYBE
    results: AuthenticationResults | None = None
    history: History = UNKNOWN_HISTORY
    received: datetime | None = None
    probes: Probes | None = None


Check = Callable[[Case], Outcome]
Scope = Callable[[Case], OutOfScope | Undecided | None]
"""Says why a case is not the lint's business, or None when it is."""


class Basis(StrEnum):
    """What the words of a citation rest on: the text or a copy of it, somebody's quotation, memory, or ourselves."""

    TEXT = "text"
    EXTRACT = "extract"
    MEMORY = "memory"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Cite:
    """One place that asks for it.

    `says` gives a few words of the source; `since` and `until` bound when it is in force, by the day of receipt, None
    when it always was or still is; `profile` is a name of profiles.py. `basis` says what the words rest on, and
    `read_on` when that was read: of a page that changes, the day of the copy; None when nothing was. `level` is how
    strongly this source speaks, None for the level of the lint.
    """

    source: str
    section: str
    says: str
    profile: str
    since: date | None = None
    until: date | None = None
    read_on: date | None = None
    basis: Basis = Basis.MEMORY
    level: Level | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the words were read in the text itself or a copy of it, or are our own."""
        return self.basis in {Basis.TEXT, Basis.OURS}

    def in_force(self, day: date | None) -> bool:
        """Whether it applied to mail received on that day; an unknown day counts as today."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its circumstances and what the lint has to say of it.

    `mail` is the source of a message with plain line feeds. Without `received` everything that is cited and still
    in force today counts. `trusted_ids` are the authserv-ids whose Authentication-Results count. `cut` stands for a
    message of which only the header could be had.
    """

    title: str
    mail: str | bytes
    outcome: type[Breach | Kept | OutOfScope | Undecided]
    commercial: Answer = Answer.YES
    received: datetime | None = None
    trusted_ids: tuple[str, ...] = ("mx.me.example",)
    history: History = UNKNOWN_HISTORY
    probes: Probes | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Lint:
    """A check of one message against one published norm.

    `code` is the stable UNS number, `name` a slug that reads after "allow"; `level` is the highest level a breach may
    have. `network` is true for lints that need probes. The page of the lint is the docstring of its module.
    """

    code: str
    name: str
    level: Level
    scope: Scope
    check: Check
    cites: tuple[Cite, ...]
    examples: tuple[Example, ...] = field(repr=False)
    network: bool = False

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of the profiles that ask for it, in the order of the citations."""
        return tuple(dict.fromkeys(cite.profile for cite in self.cites))
