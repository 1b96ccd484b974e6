"""Addresses the user gave only to the network: mail to one of them from a stranger shows that it was harvested."""

from collections.abc import Set as AbstractSet

from inboxguard.mail.address import Address, parse_address
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Message

_DELIVERY = ("Delivered-To", "X-Original-To", "Envelope-To")


def canary_hit(message: Message, canaries: AbstractSet[Address]) -> Evidence | None:
    """Where the message names a canary as its recipient, or None."""
    if not canaries:
        return None
    exact = {str(address).lower() for address in canaries}
    for person in (*message.to, *message.cc):
        if person.address is not None and str(person.address).lower() in exact:
            return quote("header To", str(person.address))
    for name in _DELIVERY:
        for found in message.header.all(name):
            address = parse_address(found.value)
            if address is not None and str(address).lower() in exact:
                return quote(f"header {name}", str(address))
    return None
