"""What is known of the relationship when a message arrives, as one value.

The one fact a newcomer would get wrong: nothing in it is read from the message itself. Mailing-list, calendar and
machine evidence is computed from the message; who dealt with whom before can only be told from earlier mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inboxguard.mail.address import Address, registrable
from inboxguard.mail.freemail import is_freemail
from inboxguard.people.connection import NO_MATCH, Match
from inboxguard.pitch.sequence import Reply, Sequence


@dataclass(frozen=True, slots=True)
class Context:
    """The relationship before the message.

    `owner_addresses` are the user's own, folded; `owner_domains` the registrable domains of the user's organisation
    (never a free-mail one, see `owner_domains_of`). `sequence` holds the person's earlier touches and the user's
    replies to them. `owner_wrote_first` is true where the user wrote to the person before they wrote. `in_owner_thread`
    is true where the message answers, or refers to, a message the user sent; `answered` is that message's reply value
    where it is known. `organisation_contacts` counts the messages the user wrote to other people of the sender's
    organisation that are no refusals. `known_contact` says why the person is known otherwise ("your address book",
    "you allowed them"). `met` is true after an accepted meeting; `to_canary` where an address given only to the
    network was written to. `said_pitch`: the user said of an earlier mail of this person that it was a pitch.
    """

    owner_addresses: frozenset[str] = frozenset()
    owner_domains: frozenset[str] = frozenset()
    match: Match = NO_MATCH
    sequence: Sequence | None = None
    owner_wrote_first: bool = False
    in_owner_thread: bool = False
    answered: Reply | None = None
    organisation_contacts: int = 0
    known_contact: str = ""
    met: bool = False
    to_canary: bool = False
    said_pitch: bool = False

    @property
    def accepted(self) -> datetime | None:
        """When the user accepted the person, None when unknown."""
        if self.match.connection is not None:
            return self.match.connection.accepted
        return self.sequence.accepted if self.sequence else None

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What the user wrote to the person before, oldest first."""
        return self.sequence.replies if self.sequence else ()

    def is_own(self, address: Address | None) -> bool:
        """Whether the address is the user's or of the user's organisation."""
        if address is None:
            return False
        return address.folded in self.owner_addresses or address.organisation in self.owner_domains


NOTHING_KNOWN = Context()


def owner_domains_of(addresses: Iterable[Address], further: Iterable[str] = ()) -> frozenset[str]:
    """The registrable domains of the organisation: those of the addresses, without free-mail, and further ones."""
    own = {address.organisation for address in addresses if not is_freemail(address.domain)}
    return frozenset(own | {registrable(domain.lower().lstrip("@")) for domain in further if domain.strip("@ ")})
