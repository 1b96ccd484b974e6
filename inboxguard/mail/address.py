"""Addresses as RFC 5322 writes them, with the domain in its A-label form.

The one fact a newcomer would get wrong: the local part keeps its case for display and deeds, but `folded` is what
two addresses are compared by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_FORBIDDEN = re.compile(r"[\s<>,;\x00-\x1f]")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """`local@domain`; `domain` is lower-case A-labels (RFC 5890)."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def folded(self) -> str:
        """What addresses are compared by: lower-case, without a +tag in the local part."""
        return f"{self.local.lower().split('+', 1)[0]}@{self.domain}"

    @property
    def organisation(self) -> str:
        """The registrable domain (acme.co.uk), by the Public Suffix List; the domain itself when it has none."""
        return registrable(self.domain)


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """An RFC 5322 mailbox: the shown name (decoded, may be empty) and the address (None when it does not parse)."""

    name: str
    address: Address | None

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else str(self.address or "")


def parse_address(text: str) -> Address | None:
    """The address in `local@domain` form, or None; never raises and never asks the network."""
    local, at, domain = text.strip().strip("<>").rpartition("@")
    if not at or not local or not domain or _FORBIDDEN.search(local) or _FORBIDDEN.search(domain):
        return None
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return None
    return Address(local, ascii_domain.rstrip(".").lower())


def validated(text: str) -> Address | None:
    """The address a user typed, checked by the rules for new addresses (RFC 5321, RFC 6531), or None.

    Stricter than `parse_address`, which has to read what others have sent; never asks the network.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_quoted_local=True, test_environment=True)
    except EmailNotValidError:
        return None
    return Address(found.local_part, (found.ascii_domain or found.domain).lower())


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=65536)
def registrable(domain: str) -> str:
    """The domain one registers: "mail.acme.co.uk" gives "acme.co.uk"; a bare suffix or an IP literal gives itself."""
    return _suffixes().privatesuffix(domain.lower().rstrip(".")) or domain.lower().rstrip(".")
