"""Whether a notice may be believed: that the network wrote it, to the user, and nobody touched it.

The one fact a newcomer would get wrong: a valid signature is not enough. A real notice sent to somebody else can be
sent on to the user with its signature whole, so the user has to be its addressee; and a second Subject or a signed
length (l=) lets others add words below a signature that still passes.
"""

import re
from collections.abc import Set as AbstractSet

from inboxguard.mail.address import Address
from inboxguard.mail.fields.authentication import trusted_results
from inboxguard.mail.message import Message

_LENGTH = re.compile(r"(?:^|;)\s{0,20}l\s{0,5}=", re.IGNORECASE)
_ONCE = ("From", "Subject", "To", "Date", "Reply-To", "Content-Type", "Message-ID")


def is_authentic(
    message: Message,
    trusted_ids: AbstractSet[str],
    me: AbstractSet[Address] = frozenset(),
    *,
    network: str = "linkedin.com",
) -> bool:
    """Whether the user's own server vouches that the network wrote this message to one of the addresses in `me`.

    The topmost Authentication-Results of a trusted name has to say dmarc=pass for the network, or dkim=pass by it.
    With no trusted names nothing is authentic; with an empty `me` the addressee is not looked at.
    """
    address = message.sender_address
    if address is None or not _belongs(address.domain, network) or not trusted_ids or message.damage:
        return False
    if any(len(message.header.all(name)) > 1 for name in _ONCE):
        return False
    if any(_LENGTH.search(field.raw) for field in message.header.all("DKIM-Signature")):
        return False
    if me and not {to.address.folded for to in message.to if to.address} & {own.folded for own in me}:
        return False
    found = trusted_results(message.header, frozenset(trusted_ids))
    if found is None:
        return False
    for result in found.all("dmarc"):
        return result.value == "pass" and (not result.of("header.from") or _belongs(result.of("header.from"), network))
    return any(_belongs(result.domain, network) for result in found.passed("dkim"))


def _belongs(domain: str, network: str) -> bool:
    plain = domain.lower().rstrip(".")
    return plain == network or plain.endswith(f".{network}")
