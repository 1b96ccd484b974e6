"""What the first look at a message keeps: a dozen header fields, small enough for a hundred thousand at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from inboxguard.mail.address import Address, NamedAddress
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage


class Interest(StrEnum):
    """Whether the body is worth fetching, and what for."""

    SENT = "sent"
    CANDIDATE = "candidate"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Glance:
    """A message as first seen. `raw` holds no bytes any more, only where to find them; `threads` are Message-IDs."""

    raw: RawMessage
    when: datetime | None
    sender: NamedAddress | None
    reply_to: tuple[NamedAddress, ...]
    recipients: tuple[Address, ...]
    message_id: str
    threads: tuple[str, ...]
    sent: bool
    network: str
    subject: str = ""

    @property
    def order(self) -> tuple[float, int]:
        """What glances are sorted by: time, then place; undated ones come first."""
        at = self.when.timestamp() if self.when else 0.0
        return at, self.raw.ref.uid if self.raw.ref else 0


_NETWORKS = {"linkedin.com": "linkedin", "xing.com": "xing"}


def glance(raw: RawMessage, me: frozenset[str], *, sent_mailbox: bool = False) -> tuple[Glance, Message]:
    """The glance at a message, and the header it was read from, which the caller need not keep."""
    message = parse(raw)
    address = message.sender_address
    mine = address is not None and address.folded in me
    return Glance(
        raw=replace(raw, data=b"", from_me=mine or sent_mailbox),
        when=message.when,
        sender=message.sender,
        reply_to=message.reply_to,
        recipients=tuple(to.address for to in (*message.to, *message.cc) if to.address),
        message_id=message.message_id,
        threads=tuple(dict.fromkeys((*message.in_reply_to, *message.references[-3:]))),
        sent=mine or sent_mailbox,
        network=_NETWORKS.get(address.organisation, "") if address else "",
        subject=message.subject,
    ), message
