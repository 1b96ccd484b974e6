"""The ConnectionBook: all Connections known at an instant, as a value that answers "who is this sender?"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inboxguard.mail.address import NamedAddress
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.people.clues import body_match
from inboxguard.people.connection import NO_MATCH, Connection, Degree, Match
from inboxguard.people.index import BookIndex, address_domain_is_known, build_index
from inboxguard.people.learn import after_contact
from inboxguard.people.match import candidates_for, decide
from inboxguard.people.presented import Presented, present


@dataclass(frozen=True, slots=True)
class ConnectionBook:
    """Immutable; build a new one when people are learnt. Equal connections give equal answers."""

    index: BookIndex

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Everybody in the book, in the order given."""
        return self.index.connections

    def __len__(self) -> int:
        return len(self.index.connections)

    def match(self, message: Message) -> Match:
        """Who the sender is, by the header and, where that leaves doubt, by the body."""
        if message.sender is None:
            return NO_MATCH
        found = self.match_sender(message.sender, message.reply_to)
        return after_contact(body_match(self.index, message, found), message.when)

    def match_sender(self, sender: NamedAddress, reply_to: Iterable[NamedAddress] = ()) -> Match:
        """Who the sender is by the header alone; a Reply-To elsewhere may identify what From does not."""
        found = decide(candidates_for(self.index, present(sender)))
        if found.may_act or sender.address is None:
            return found
        for other in reply_to:
            if other.address is None or other.address.folded == sender.address.folded:
                continue
            answer = decide(candidates_for(self.index, present(NamedAddress(sender.name or other.name, other.address))))
            if answer.may_act or (found.degree is Degree.NONE and answer.degree is not Degree.NONE):
                return answer
        return found

    def may_match(self, sender: NamedAddress, reply_to: Iterable[NamedAddress] = ()) -> bool:
        """Whether the body is worth fetching: the header matches, or the body could still tell who it is."""
        if not self.index.connections or sender.address is None:
            return False
        if self.match_sender(sender, reply_to).degree is not Degree.NONE:
            return True
        return self._body_could_tell(present(sender))

    def _body_could_tell(self, who: Presented) -> bool:
        """A first name somebody in the book has, or a nameless writer at a known company or from free mail."""
        assert who.address is not None
        if who.shown.machine:
            return False
        if who.name.given and not who.name.family:
            return who.name.given[0] in self.index.given_words
        if who.name.given:
            return False
        return address_domain_is_known(self.index, who.address) or (is_freemail(who.address.domain) and not who.role)


def build_book(
    connections: Iterable[Connection], *, domains: Mapping[str, Iterable[str]] | None = None
) -> ConnectionBook:
    """The book of these Connections; `domains` maps a company's name to domains learnt from earlier mail."""
    return ConnectionBook(build_index(tuple(connections), domains or {}))
