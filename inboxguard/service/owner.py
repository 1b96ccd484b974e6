"""Who the mailbox belongs to, when an archive does not say."""

from collections import Counter
from collections.abc import Iterable

from inboxguard.mail.address import Address, parse_address
from inboxguard.mail.message import Message

_ENOUGH = 0.5


class OwnerGuess:
    """Counts whom mail was delivered to; the address that got most of it is taken for the owner's."""

    def __init__(self) -> None:
        self._delivered: Counter[Address] = Counter()
        self._addressed: Counter[Address] = Counter()
        self._messages = 0

    def look_at(self, message: Message) -> None:
        """Take one more header into account."""
        self._messages += 1
        for name in ("Delivered-To", "X-Original-To"):
            address = parse_address(message.header.value(name))
            if address:
                self._delivered[address] += 1
                break
        self._addressed.update({person.address for person in message.to if person.address})

    def owner(self) -> tuple[Address, ...]:
        """The owner's address, or nothing when no address got at least half of the mail."""
        for counted, among in ((self._delivered, sum(self._delivered.values())), (self._addressed, self._messages)):
            best = counted.most_common(1)
            if best and best[0][1] >= max(1, _ENOUGH * among):
                return (best[0][0],)
        return ()


def is_from(message: Message, me: Iterable[str]) -> bool:
    """Whether the message was sent by the owner, by its From address; `me` are folded addresses."""
    address = message.sender_address
    return address is not None and address.folded in set(me)
