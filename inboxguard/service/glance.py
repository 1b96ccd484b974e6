"""What the first look at a message keeps: a dozen header fields, small enough for a hundred thousand at once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inboxguard.mail.address import Address, NamedAddress, registrable
from inboxguard.mail.envelope import peek
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


def glance(raw: RawMessage, me: frozenset[str], *, sent_mailbox: bool = False) -> Glance:
    """The glance at a message, of which only a header need be there."""
    seen = peek(raw.data)
    address = seen.sender.address if seen.sender else None
    sent = sent_mailbox or (address is not None and address.folded in me)
    return Glance(
        raw=RawMessage(b"", raw.source, raw.ref, raw.received, raw.size, raw.complete, raw.labels, from_me=sent),
        when=raw.received or seen.date,
        sender=seen.sender,
        reply_to=seen.reply_to,
        recipients=tuple([to.address for to in (*seen.to, *seen.cc) if to.address]),
        message_id=seen.message_id,
        threads=tuple(dict.fromkeys((*seen.in_reply_to, *seen.references[-3:]))),
        sent=sent,
        network=_network(address.domain) if address else "",
        subject=seen.subject,
    )


def _network(domain: str) -> str:
    return next((name for ending, name in _NETWORKS.items() if ending in domain and registrable(domain) == ending), "")
