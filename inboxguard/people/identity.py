"""Which person a message is from, so that a Sequence follows the person and not the address.

The order of thought: a connection is itself, whatever address it writes from. Else an address seen before is the person
it was. Else a thread carries its person on, also to a colleague at the same organisation who takes over. Else what the
mail carries (booking page, way to unsubscribe, telephone, phrasing) links it to a person of the same name. Else it is
somebody new: the folded name with the brand of the domain, or the address.

The one fact a newcomer would get wrong: relays and role mailboxes are many people. Their address is nobody.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from inboxguard.mail.address import Address
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.people.company import brand_core, is_relay, is_role
from inboxguard.people.connection import Match
from inboxguard.people.given import Kinship, kinship
from inboxguard.people.names import PersonName, read_name
from inboxguard.people.traces import signed_name, thread_ids, traces_of


@dataclass(frozen=True, slots=True)
class PersonKey:
    """`id` is 16 hexadecimal digits, the same in every run; `name` is for people."""

    id: str
    name: str


@dataclass(slots=True)
class Identities:
    """What links a message to a person known from earlier mail; grows as mail is read, and only its owner adds.

    `threads` maps Message-IDs of the person's mails to the person, `addresses` folded addresses, `traces` what
    their mails carry. `names` holds the folded given names, `brands` the brand cores a person was seen with, by key id.
    """

    threads: dict[str, PersonKey] = field(default_factory=dict)
    addresses: dict[str, PersonKey] = field(default_factory=dict)
    traces: dict[str, PersonKey] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    brands: dict[str, set[str]] = field(default_factory=dict)

    def person_of(self, message: Message, match: Match) -> PersonKey:
        """The person the message is from."""
        if match.connection is not None and match.may_act:
            return key_of(f"connection:{match.connection.id}", match.connection.name)
        address = message.sender_address
        if address is not None and not is_shared(address) and address.folded in self.addresses:
            return self.addresses[address.folded]
        return self._by_thread(message) or self._by_traces(message) or stranger(message)

    def learn(self, message: Message, person: PersonKey) -> None:
        """Remember that the message was from that person."""
        if message.message_id:
            self.threads[message.message_id] = person
        self.names.setdefault(person.id, set()).update(_given_names(message))
        for trace in traces_of(message):
            self.traces.setdefault(trace, person)
        address = message.sender_address
        if address is not None and not is_shared(address):
            self.addresses.setdefault(address.folded, person)
            if not is_freemail(address.domain):
                self.brands.setdefault(person.id, set()).add(brand_core(address))

    def written_to(self, message: Message) -> tuple[PersonKey, ...]:
        """The persons a message of the user's is addressed to, as far as they are known."""
        found = [self.threads[name] for name in message.in_reply_to if name in self.threads]
        folded = [to.address.folded for to in (*message.to, *message.cc) if to.address is not None]
        found += [self.addresses[address] for address in folded if address in self.addresses]
        return tuple(dict.fromkeys(found))

    def addresses_of(self, person: PersonKey) -> tuple[str, ...]:
        """The folded addresses the person was seen with."""
        return tuple(sorted(address for address, known in self.addresses.items() if known == person))

    def forget(self, persons: Iterable[PersonKey]) -> None:
        """Drop everything about these persons."""
        gone = {person.id for person in persons}
        for known in (self.threads, self.addresses, self.traces):
            for key in [key for key, person in known.items() if person.id in gone]:
                del known[key]
        for person_id in gone:
            self.names.pop(person_id, None)
            self.brands.pop(person_id, None)

    def _by_thread(self, message: Message) -> PersonKey | None:
        """The person of the thread, when the name is theirs or the writer is their colleague."""
        address = message.sender_address
        for name in thread_ids(message):
            person = self.threads.get(name)
            if person is None:
                continue
            same_house = (
                address is not None
                and not is_freemail(address.domain)
                and brand_core(address) in self.brands.get(person.id, ())
            )
            if same_house or self._agrees(message, person):
                return person
        return self._by_quote(message)

    def _by_quote(self, message: Message) -> PersonKey | None:
        """A colleague who quotes the earlier writer's address takes over from them."""
        address = message.sender_address
        if address is None or is_freemail(address.domain) or not message.quoted_text:
            return None
        quoted = message.quoted_text[:4000].lower()
        core = brand_core(address)
        for person_id, brands in self.brands.items():
            if core in brands:
                for known, person in self.addresses.items():
                    if person.id == person_id and known in quoted:
                        return person
        return None

    def _by_traces(self, message: Message) -> PersonKey | None:
        for trace in sorted(traces_of(message)):
            person = self.traces.get(trace)
            if person is not None and self._agrees(message, person):
                return person
        return None

    def _agrees(self, message: Message, person: PersonKey) -> bool:
        """Whether the message shows a given name the person was seen with, or shows none at all."""
        known = self.names.get(person.id, set())
        shown = _given_names(message)
        if not shown or not known:
            return not shown
        return any(kinship(one, other) >= Kinship.SHORT for one in shown for other in known)


def is_shared(address: Address) -> bool:
    """Whether many people write from this address: a relay's, or a role's."""
    return is_relay(address.domain) or is_role(address.local)


def _given_names(message: Message) -> set[str]:
    """The folded given name in the From field, else in the signature."""
    name = _shown(message)
    if name.given:
        return {name.given[0]}
    signed = signed_name(message)
    return {signed.split()[0]} if signed else set()


def _shown(message: Message) -> PersonName:
    return read_name(message.sender.name if message.sender else "")[0]


def stranger(message: Message) -> PersonKey:
    """The key of somebody who is no known connection: name and brand, or the address."""
    sender = message.sender
    if sender is None:
        return key_of("nobody", "")
    name = _shown(message)
    address = sender.address
    if address is None:
        return key_of(f"name:{' '.join(sorted(name.words)) or sender.name}", sender.name)
    if is_freemail(address.domain) or not (name.given and name.family):
        said = f"{address.folded} {' '.join(sorted(name.words))}" if is_shared(address) else address.folded
        return key_of(f"address:{said}", sender.name or str(address))
    return key_of(f"name:{' '.join(sorted(name.words))}@{brand_core(address)}", sender.name)


def key_of(said: str, name: str) -> PersonKey:
    """The key for a way of naming a person."""
    return PersonKey(hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16], name)
