"""People the user accepted, and how sure we are of it.

The one fact a newcomer would get wrong: somebody who accepts an *incoming* invitation gets no notice of it, so most
connections of the kind this program is about are known from an export, or are only probable.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from inboxguard.mail.address import Address
from inboxguard.mail.evidence import Evidence

IN_ACCOUNT: Final = " in account "
"""Stands in the kind of a source before the account in whose mailbox it lies."""
EXPORT: Final = "linkedin export"
"""The kind of a source that is LinkedIn's own list of connections."""


class Strength(StrEnum):
    """How far a Connection may be relied on; only CERTAIN and PROBABLE may help bring about an action."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    PENDING = "pending"
    UNCONFIRMED = "unconfirmed"


class Direction(StrEnum):
    """Who invited whom."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact about a person was learnt: `kind` ("linkedin export", "linkedin notice", "your own list", …)."""

    kind: str
    where: str
    learnt: datetime | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """A person the user accepted on a network.

    `id` is stable across imports: the profile slug where known, else the folded name and company. `accepted` is None
    when unknown; `profile` is the slug of the profile link ("jane-doe-3b2a91") or empty. `invited` is when one asked
    the other, None when unknown.
    """

    id: str
    name: str
    company: str = ""
    position: str = ""
    profile: str = ""
    addresses: tuple[Address, ...] = ()
    accepted: datetime | None = None
    direction: Direction = Direction.UNKNOWN
    strength: Strength = Strength.CERTAIN
    sources: tuple[Source, ...] = ()
    network: str = "linkedin"
    invited: datetime | None = None

    @property
    def rests_on(self) -> str:
        """What the report shows: "linkedin export (certain)"."""
        kinds = ", ".join(dict.fromkeys(source.kind.partition(IN_ACCOUNT)[0] for source in self.sources)) or "unknown"
        return f"{kinds} ({self.strength.value})"


class Degree(StrEnum):
    """How sure it is that a sender is a Connection; POSSIBLE and NONE never act."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against a match."""

    says: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Sender to Connection. `connection` is the best one or None; `candidates` names all that remain on ambiguity."""

    degree: Degree
    connection: Connection | None = None
    candidates: tuple[Connection, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def may_act(self) -> bool:
        """Whether an action may rest on this match."""
        return (
            self.degree in {Degree.CERTAIN, Degree.PROBABLE}
            and self.connection is not None
            and self.connection.strength in {Strength.CERTAIN, Strength.PROBABLE}
        )


NO_MATCH = Match(Degree.NONE)
