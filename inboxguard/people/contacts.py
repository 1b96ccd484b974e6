"""Who is never a stranger: the allow-list, the user's own organisation, people in the address book."""

from dataclasses import dataclass

from inboxguard.mail.address import NamedAddress
from inboxguard.people.connection import Reason


@dataclass(frozen=True, slots=True)
class Contacts:
    """`allowed` holds folded addresses and domains that begin with "@"; `book` folded addresses of the address book."""

    allowed: frozenset[str] = frozenset()
    book: frozenset[str] = frozenset()

    def why_known(self, sender: NamedAddress) -> Reason | None:
        """Why the sender is known, or None."""
        address = sender.address
        if address is None:
            return None
        if {address.folded, str(address).lower(), f"@{address.domain}", f"@{address.organisation}"} & self.allowed:
            return Reason("you allowed them")
        if address.folded in self.book:
            return Reason("they are in your address book")
        return None
