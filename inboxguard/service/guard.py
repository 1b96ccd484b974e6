"""One mailbox owner's judgement over time: who is worth a closer look, and what is remembered of each message.

The one fact a newcomer would get wrong: order matters. A message is judged by what came before it, so whoever holds a
Guard gives it mail in order of time.
"""

import json
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from inboxguard.examine import Examined, World, examine_message
from inboxguard.mail.address import NamedAddress, parse_address
from inboxguard.mail.message import Message
from inboxguard.mail.ref import MessageRef
from inboxguard.people.clues import domain_for_company
from inboxguard.people.identity import PersonKey, is_shared
from inboxguard.pitch.sequence import Reply, Sequence
from inboxguard.ports import Correction, Remembered
from inboxguard.report.line import from_stored
from inboxguard.service.glance import Glance, Interest

WELCOME = frozenset({"moved back", "not-a-pitch"})
_MOST_SENDERS = 10_000


class Sequences(dict[str, Sequence]):
    """The persons' Sequences, each loaded when it is first asked for; `load` gives None for an unknown person."""

    def __init__(self, load: Callable[[str], Sequence | None] = lambda _: None) -> None:
        super().__init__()
        self._load = load
        self.accepted: dict[str, datetime] = {}

    def __missing__(self, person: str) -> Sequence:
        loaded = self._load(person) or Sequence(person, "")
        self[person] = replace(loaded, accepted=loaded.accepted or self.accepted.get(person))
        return self[person]

    def get(self, person: str, default: Sequence | None = None) -> Sequence:  # type: ignore[override]  # loads, so never None
        """The person's Sequence, empty for somebody unknown."""
        del default
        return self[person]


class Guard:
    """Holds the World and lets it grow; never used by two workers at once."""

    def __init__(self, world: World, sequences: Sequences, notices: AbstractSet[MessageRef] = frozenset()) -> None:
        self._sequences = sequences
        self._notices = notices
        self.world = replace(world, sequences=sequences)
        self.new_replies: dict[str, list[Reply]] = {}
        self.new_domains: set[tuple[str, str]] = set()
        self._watched: dict[tuple[NamedAddress, tuple[NamedAddress, ...]], bool] = {}

    def change(self, **changes: object) -> None:
        """Replace parts of the World: the book after people were learnt, the allow-list after a correction."""
        self._watched.clear()
        self.world = replace(self.world, **changes)  # type: ignore[arg-type]  # the names are World's own fields

    def interest(self, seen: Glance) -> Interest:
        """Whether the message deserves that its body is read."""
        world = self.world
        if seen.sent:
            return Interest.SENT if self._written_to_anybody(seen) else Interest.PASSING
        if seen.sender is None or seen.sender.address is None or seen.raw.ref in self._notices:
            return Interest.PASSING
        if world.everyone or self._may_match(seen.sender, seen.reply_to) or self.linked(seen):
            return Interest.CANDIDATE
        return Interest.PASSING

    def linked(self, seen: Glance) -> bool:
        """Whether the mail read so far links the message to somebody watched, by its address or its thread."""
        known = self.world.identities
        if seen.raw.ref in self._notices:
            return False
        address = seen.sender.address if seen.sender else None
        by_address = address is not None and not seen.sent and address.folded in known.addresses
        return by_address or any(name in known.threads for name in seen.threads)

    def examine(self, message: Message) -> Examined:
        """The conclusion about an incoming message, which is remembered in its person's Sequence."""
        examined = examine_message(message, self.world)
        person = examined.person
        self.world.identities.learn(message, person)
        connection, domain = examined.match.connection, domain_for_company(message, examined.match)
        if connection and domain:
            self.new_domains.add((connection.company, domain))
        before = self._sequences[person.id]
        others = (touch for touch in before.touches if touch.key != examined.touch.key)
        touches = tuple(sorted((*others, examined.touch), key=lambda touch: touch.at))
        accepted = examined.match.connection.accepted if examined.match.connection else None
        self._sequences[person.id] = replace(
            before, person=person.name, accepted=accepted or before.accepted, touches=touches
        )
        return examined

    def note_sent(self, message: Message) -> None:
        """Take in a message of the user's: to whom it went and what it said."""
        persons = self.world.identities.written_to(message)
        reply = self.world.past.note(message, [self._sequences[person.id] for person in persons])
        if reply is None:
            return
        for person in persons:
            self._note_reply(person, reply)

    def glance_sent(self, seen: Glance) -> None:
        """Take in a message of the user's of which only the header was read."""
        self.world.past.note_recipients(seen.recipients)

    def know(self, examined: Iterable[Remembered]) -> None:
        """Link addresses and threads to the persons that earlier runs saw behind them."""
        known = self.world.identities
        for seen in examined:
            if not seen.person:
                continue
            person = PersonKey(seen.person, "")
            accepted = from_stored(json.loads(seen.verdict)).accepted if seen.verdict != "{}" else None
            if accepted:
                self._sequences.accepted[seen.person] = accepted
            if seen.message_id:
                known.threads.setdefault(seen.message_id, person)
            address = parse_address(seen.sender)
            if address is not None and not is_shared(address):
                known.addresses.setdefault(address.folded, person)

    def hear(self, corrections: Iterable[Correction]) -> None:
        """Take the user's corrections, oldest first; of each person the last one counts."""
        said = {one.person: one.kind for one in corrections if one.person}
        welcome = {person for person, kind in said.items() if kind in WELCOME}
        unwelcome = {person for person, kind in said.items() if kind == "pitch"}
        self.change(welcome=frozenset(welcome), unwelcome=frozenset(unwelcome))

    def take_replies(self) -> dict[str, list[Reply]]:
        """The user's replies noted since this was last asked, by person id."""
        taken, self.new_replies = self.new_replies, {}
        return taken

    def _note_reply(self, person: PersonKey, reply: Reply) -> None:
        before = self._sequences[person.id]
        if reply in before.replies:
            return
        self._sequences[person.id] = replace(before, replies=(*before.replies, reply))
        self.new_replies.setdefault(person.id, []).append(reply)

    def _written_to_anybody(self, seen: Glance) -> bool:
        if self.world.everyone:
            return True
        if self.linked(seen) or any(to.folded in self.world.identities.addresses for to in seen.recipients):
            return True
        return any(self._may_match(NamedAddress("", to), ()) for to in seen.recipients)

    def _may_match(self, sender: NamedAddress, reply_to: tuple[NamedAddress, ...]) -> bool:
        """Whether the book may know the sender; asked once a sender, since most mail is from people who write often."""
        asked = (sender, reply_to)
        if asked not in self._watched:
            if len(self._watched) >= _MOST_SENDERS:
                self._watched.clear()
            self._watched[asked] = self.world.book.may_match(sender, reply_to)
        return self._watched[asked]
