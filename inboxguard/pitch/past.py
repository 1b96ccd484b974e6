"""What the user wrote, and to whom: the side of the relationship that opens and closes gates.

The one fact a newcomer would get wrong: a refusal is not contact. What the user declined is remembered, so that what
follows is known to come after a refusal, but it makes nobody an acquaintance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from inboxguard.mail.address import Address
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.pitch.replies import is_contact, is_pleasantry, read_reply
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence

MOST_WORDS = 240


@dataclass(slots=True)
class Past:
    """The user's outgoing mail as far as it matters; grows as mail is read in order of time, and only its owner adds.

    `sent` maps the Message-IDs of the user's messages to what they said; `written` maps folded addresses to the
    replies sent there; `organisations` counts messages that are no refusals by registrable domain, free-mail left out.
    """

    sent: dict[str, Reply] = field(default_factory=dict)
    written: dict[str, list[Reply]] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)

    def note(self, message: Message, before: Iterable[Sequence] = ()) -> Reply | None:
        """Take in a message the user sent; what it said, or None for one without a date.

        `before` are the Sequences of the persons it went to, by which small talk is told from contact.
        """
        if message.when is None:
            return None
        kind = read_reply(message.new_text) if message.complete else ReplyKind.NEUTRAL
        reply = Reply(message.when, kind, message.message_id, " ".join(message.new_text.split())[:MOST_WORDS])
        if any(is_pleasantry(reply, sequence) for sequence in before):
            reply = replace(reply, kind=ReplyKind.PLEASANTRY)
        if message.message_id:
            self.sent[message.message_id] = reply
        for person in (*message.to, *message.cc):
            if person.address is not None:
                self._note_to(person.address, reply)
        return reply

    def note_recipients(self, recipients: Iterable[Address]) -> None:
        """Take in whom a message of the user's went to, when its text was not read."""
        for address in recipients:
            self._count(address)

    def answered_by(self, message: Message) -> Reply | None:
        """What the user said in the message that this one answers or refers to, nearest first; None for none."""
        for name in (*message.in_reply_to, *reversed(message.references)):
            if name in self.sent:
                return self.sent[name]
        return None

    def wrote_to(self, address: Address | None) -> tuple[Reply, ...]:
        """What the user wrote to that address, oldest first."""
        return tuple(self.written.get(address.folded, ())) if address else ()

    def to_others_of(self, address: Address | None) -> int:
        """How many messages went to other people of the address's organisation and were no refusals."""
        if address is None or is_freemail(address.domain):
            return 0
        own = sum(is_contact(reply) for reply in self.wrote_to(address))
        return max(0, self.organisations.get(address.organisation, 0) - own)

    def _note_to(self, address: Address, reply: Reply) -> None:
        self.written.setdefault(address.folded, []).append(reply)
        if is_contact(reply):
            self._count(address)

    def _count(self, address: Address) -> None:
        if not is_freemail(address.domain):
            self.organisations[address.organisation] = self.organisations.get(address.organisation, 0) + 1

    def as_stored(self) -> dict[str, object]:
        """The past as JSON can hold it."""
        return {
            "sent": {name: _reply(reply) for name, reply in self.sent.items()},
            "written": {address: [_reply(reply) for reply in replies] for address, replies in self.written.items()},
            "organisations": self.organisations,
        }


def past_from(stored: Mapping[str, Mapping[str, object]]) -> Past:
    """The past again from what `as_stored` gave; an empty mapping gives an empty past."""
    past = Past()
    for name, row in stored.get("sent", {}).items():
        past.sent[name] = _read(row)
    for address, rows in stored.get("written", {}).items():
        if isinstance(rows, list):
            past.written[address] = [_read(row) for row in rows]
    past.organisations = {name: int(str(count)) for name, count in stored.get("organisations", {}).items()}
    return past


def _reply(reply: Reply) -> list[str]:
    return [reply.at.isoformat(), reply.kind.value, reply.message_id, reply.words]


def _read(row: object) -> Reply:
    at, kind, message_id, words = (str(cell) for cell in row) if isinstance(row, list) else ("", "", "", "")
    return Reply(datetime.fromisoformat(at), ReplyKind(kind), message_id, words)
