"""Who is never a stranger: whom the user wrote to, the user's own organisation, whom the user allowed.

The one fact a newcomer would get wrong: an answer is not a welcome. A mail of the user's that declines or asks to stop
makes nobody a contact; whether it does is read elsewhere and given here as `refused`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inboxguard.mail.address import Address, NamedAddress, registrable
from inboxguard.mail.freemail import is_freemail
from inboxguard.people.connection import Reason


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of the user's to an address; `refused` when it declines or asks to stop."""

    to: Address
    at: datetime | None = None
    refused: bool = False
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """`allowed` holds folded addresses, "@domain" and "list:ID"; `book` folded addresses of the address book.

    `written` holds folded addresses the user wrote to and did not refuse, `own` the registrable domains of the user's
    organisation, free mail never among them.
    """

    allowed: frozenset[str] = frozenset()
    book: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def why_known(self, sender: NamedAddress, list_id: str = "") -> Reason | None:
        """Why the sender is known, or None."""
        if list_id and f"list:{list_id.lower()}" in self.allowed:
            return Reason("you allowed this mailing list")
        address = sender.address
        if address is None:
            return None
        if {address.folded, str(address).lower(), f"@{address.domain}", f"@{address.organisation}"} & self.allowed:
            return Reason("you allowed them")
        if address.organisation in self.own:
            return Reason("they are of your own organisation")
        if address.folded in self.written:
            return Reason("you wrote to them")
        if address.folded in self.book:
            return Reason("they are in your address book")
        return None


def build_contacts(
    sent: Iterable[Written] = (),
    *,
    me: Iterable[Address] = (),
    own_domains: Iterable[str] = (),
    allowed: Iterable[str] = (),
    book: Iterable[Address] = (),
) -> Contacts:
    """Contacts from the user's sent mail, own addresses, allow-list and address book.

    The last thing the user wrote to an address counts: a refusal ends what an earlier mail began.
    """
    last: dict[str, Written] = {}
    for mail in sent:
        known = last.get(mail.to.folded)
        if known is None or known.at is None or mail.at is None or mail.at >= known.at:
            last[mail.to.folded] = mail
    domains = {*(address.domain for address in me), *own_domains}
    return Contacts(
        allowed=frozenset(entry for text in allowed if (entry := allow_entry(text))),
        book=frozenset(address.folded for address in book),
        written=frozenset(folded for folded, mail in last.items() if not mail.refused),
        own=frozenset(registrable(domain) for domain in domains if not is_freemail(domain)),
    )


def allow_entry(text: str) -> str:
    """An entry of the allow-list in the form it is compared in; empty when it is none.

    "Jane@Acme.example" is an address, "acme.example" or "@acme.example" a domain, "list:dev.acme.example" a list.
    """
    plain = text.strip().lower().strip("<>")
    if plain.startswith("list:"):
        return plain if len(plain) > 5 else ""
    local, at, domain = plain.rpartition("@")
    if at and local:
        return Address(local, domain).folded if "." in domain or domain else ""
    return f"@{domain}" if "." in domain and not any(ch.isspace() for ch in domain) else ""
