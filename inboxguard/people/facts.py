"""Everything known about people, as it was learnt: the value the people store keeps.

The one fact a newcomer would get wrong: facts are kept, not conclusions. Who is a Connection is worked out from them
anew (`learn.connections_of`), so a better reading of old facts needs no new import.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from inboxguard.mail.address import Address
from inboxguard.people.connection import EXPORT, Connection
from inboxguard.people.folding import fold
from inboxguard.people.learnt import Conversation, Invitation, Learnt, account_of


@dataclass(frozen=True, slots=True)
class Change:
    """What the user said of two people: `what` is "merge" or "split"; `entries` are the ids of all that moved."""

    at: datetime
    what: str
    other: str
    stays: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """What was learnt from all sources. `merged` maps the id of an entry to that of the person it was merged into.

    `allowed` holds what the user allowed: folded addresses, "@domain", or "list:ID". `domains` pairs a company's name
    with a domain seen in certain mail. `changes` are what the user said, oldest first.
    """

    connections: tuple[Connection, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    allowed: frozenset[str] = frozenset()
    canaries: frozenset[Address] = frozenset()
    domains: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()

    def with_learnt(self, parts: Iterable[Learnt]) -> "PeopleFacts":
        """These facts and the new ones; a newer fact of the same kind about the same person replaces the older.

        A person hides an address on LinkedIn and still writes from it, so an export that no longer names it keeps it.
        """
        connections = {(_kind(one), one.id): one for one in self.connections}
        invitations = {(one.kind, one.direction, one.profile or one.name, one.at): one for one in self.invitations}
        conversations = {(one.kind, one.profile or one.name, one.first): one for one in self.conversations}
        for part in parts:
            for one in part.connections:
                older = connections.get((_kind(one), one.id))
                connections[_kind(one), one.id] = _keeping_addresses(one, older) if older else one
            invitations.update(
                {(one.kind, one.direction, one.profile or one.name, one.at): one for one in part.invitations}
            )
            conversations.update({(one.kind, one.profile or one.name, one.first): one for one in part.conversations})
        return replace(
            self,
            connections=tuple(connections.values()),
            invitations=tuple(invitations.values()),
            conversations=tuple(conversations.values()),
        )

    def seen_by(self, account: str) -> "PeopleFacts":
        """These facts without those from notices in other accounts' mailboxes; the same object where there are none."""
        mine = {"", account}
        connections = tuple(one for one in self.connections if account_of(_kind(one)) in mine)
        invitations = tuple(one for one in self.invitations if account_of(one.kind) in mine)
        conversations = tuple(one for one in self.conversations if account_of(one.kind) in mine)
        if (connections, invitations, conversations) == (self.connections, self.invitations, self.conversations):
            return self
        return replace(self, connections=connections, invitations=invitations, conversations=conversations)


def _keeping_addresses(newer: Connection, older: Connection) -> Connection:
    """The newer entry of an export with the addresses of the older one; every other source is taken at its word."""
    if _kind(newer) != EXPORT or newer.addresses == older.addresses:
        return newer
    return replace(newer, addresses=tuple(dict.fromkeys((*newer.addresses, *older.addresses))))


def _kind(connection: Connection) -> str:
    return connection.sources[0].kind if connection.sources else ""


def fold_name(name: str) -> str:
    """A whole name folded word by word, for comparing facts about one person."""
    return " ".join(word for piece in name.split() if (word := fold(piece)))
