"""Whose mailbox it is and by which server it came, when nobody says."""

from collections import Counter

from inboxguard.mail.address import Address, parse_address
from inboxguard.mail.fields.authentication import all_results
from inboxguard.mail.message import Message

_ENOUGH = 0.5
_ENOUGH_RESULTS = 5
_AGREE = 0.8


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


class ServerGuess:
    """Counts who wrote the topmost Authentication-Results; the name most mail bears is the reader's own server.

    A forged field stands below the one the reader's server adds, so the topmost can be counted (RFC 8601 §5).
    """

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()

    def look_at(self, message: Message) -> None:
        """Take one more header into account."""
        results = all_results(message.header)
        if results and results[0].server:
            self._names[results[0].server] += 1

    def servers(self) -> tuple[str, ...]:
        """The server's name, or nothing when too few messages agree."""
        best = self._names.most_common(1)
        if best and best[0][1] >= max(_ENOUGH_RESULTS, _AGREE * sum(self._names.values())):
            return (best[0][0],)
        return ()
