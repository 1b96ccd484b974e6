"""Which person a message is from, so that a Sequence follows the person and not the address.

The one fact a newcomer would get wrong: a person's key is not an address. A connection keeps one key whatever address
they write from; anybody else is the folded name with the brand of the domain, or, without a name, the address.
"""

import hashlib
from dataclasses import dataclass, field

from inboxguard.mail.message import Message
from inboxguard.people.connection import Match
from inboxguard.people.folding import fold


@dataclass(frozen=True, slots=True)
class PersonKey:
    """`id` is 16 hexadecimal digits, the same in every run; `name` is for people."""

    id: str
    name: str


@dataclass(slots=True)
class Identities:
    """What links a message to a person known from earlier mail; grows as mail is read, and only its owner adds.

    `threads` maps Message-IDs of the person's mails to the person, `addresses` folded addresses to the person.
    """

    threads: dict[str, PersonKey] = field(default_factory=dict)
    addresses: dict[str, PersonKey] = field(default_factory=dict)

    def person_of(self, message: Message, match: Match) -> PersonKey:
        """The person the message is from."""
        if match.connection is not None and match.may_act:
            return key_of(f"connection:{match.connection.id}", match.connection.name)
        address = message.sender_address
        if address is not None and address.folded in self.addresses:
            return self.addresses[address.folded]
        return stranger(message)

    def learn(self, message: Message, person: PersonKey) -> None:
        """Remember that the message was from that person."""
        if message.message_id:
            self.threads[message.message_id] = person
        address = message.sender_address
        if address is not None:
            self.addresses.setdefault(address.folded, person)

    def written_to(self, message: Message) -> tuple[PersonKey, ...]:
        """The persons a message of the user's is addressed to, as far as they are known."""
        found = [self.threads[name] for name in message.in_reply_to if name in self.threads]
        folded = [to.address.folded for to in (*message.to, *message.cc) if to.address is not None]
        found += [self.addresses[address] for address in folded if address in self.addresses]
        return tuple(dict.fromkeys(found))


def stranger(message: Message) -> PersonKey:
    """The key of somebody who is no known connection."""
    sender = message.sender
    if sender is None:
        return key_of("nobody", "")
    brand = sender.address.organisation.partition(".")[0] if sender.address else ""
    if sender.name and " " in sender.name.strip():
        return key_of(f"name:{fold(sender.name)}@{brand}", sender.name)
    return key_of(
        f"address:{sender.address.folded if sender.address else sender.name}", sender.name or str(sender.address)
    )


def key_of(said: str, name: str) -> PersonKey:
    """The key for a way of naming a person."""
    return PersonKey(hashlib.sha256(said.encode()).hexdigest()[:16], name)
