"""What a file or a notice taught us, before it is joined with the rest.

The one fact a newcomer would get wrong: every row is accounted for. What was read is learnt, skipped with its line and
the reason, or, in a zip, belongs to a file that says nothing about people.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from inboxguard.people.connection import IN_ACCOUNT, Connection, Direction


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was not learnt, or was learnt only after mending; `line` counts from 1, 0 for the whole file."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody asked somebody: `name` is the other person, never the user; `at` is None when unknown."""

    name: str
    profile: str = ""
    at: datetime | None = None
    direction: Direction = Direction.UNKNOWN
    message: str = ""
    where: str = ""
    company: str = ""
    position: str = ""
    kind: str = "linkedin invitations"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages exchanged on the network with one person: when it began and ended, and how many each way.

    `opening` holds the first words they wrote, at most 2,000 characters.
    """

    name: str
    profile: str = ""
    first: datetime | None = None
    last: datetime | None = None
    incoming: int = 0
    outgoing: int = 0
    opening: str = ""
    where: str = ""
    kind: str = "linkedin messages"


@dataclass(frozen=True, slots=True)
class Learnt:
    """The people of one source. `rows_read` counts rows of data; `kind` names the format."""

    kind: str
    connections: tuple[Connection, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    rows_read: int = 0
    skipped: tuple[Skipped, ...] = ()
    mended: tuple[Skipped, ...] = ()

    @property
    def count(self) -> int:
        """How many facts were learnt."""
        return len(self.connections) + len(self.invitations) + len(self.conversations)


def received_in(learnt: Learnt, account: str) -> Learnt:
    """What a notice taught, marked as received in that account's mailbox: the kind of each fact names it."""
    return replace(
        learnt,
        connections=tuple(
            replace(one, sources=tuple(replace(source, kind=_in(source.kind, account)) for source in one.sources))
            for one in learnt.connections
        ),
        invitations=tuple(replace(one, kind=_in(one.kind, account)) for one in learnt.invitations),
        conversations=tuple(replace(one, kind=_in(one.kind, account)) for one in learnt.conversations),
    )


def account_of(kind: str) -> str:
    """The account in whose mailbox a fact of that kind was received; empty for one that counts for every account."""
    return kind.partition(IN_ACCOUNT)[2]


def _in(kind: str, account: str) -> str:
    return f"{kind}{IN_ACCOUNT}{account}"


def together(kind: str, parts: Iterable[Learnt]) -> Learnt:
    """Several sources as one."""
    several = tuple(parts)
    return Learnt(
        kind,
        tuple(one for part in several for one in part.connections),
        tuple(one for part in several for one in part.invitations),
        tuple(one for part in several for one in part.conversations),
        sum(part.rows_read for part in several),
        tuple(one for part in several for one in part.skipped),
        tuple(one for part in several for one in part.mended),
    )
