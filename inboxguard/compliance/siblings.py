"""Whether two addresses belong to one sender who changed them: the same organisation, a sibling domain, the same key.

The one fact a newcomer would get wrong: cold senders register look-alike domains (get-, try-, -hq) to spare their own
name, so the brand, not the domain, is what stays; but look-alikes exist among honest senders too, so a lint says only
what it saw.
"""

import re
from dataclasses import dataclass

from inboxguard.compliance.providers import is_mailing_service
from inboxguard.compliance.targets import read_target
from inboxguard.mail.address import Address, registrable
from inboxguard.mail.freemail import is_freemail

_BEFORE = re.compile(
    r"(?:get|try|use|go|join|hello|hi|with|meet|my|the|team|from|by|at|we|our|mail|info|reach|run|ask)-?"
)
_AFTER = re.compile(
    r"-?(?:hq|app|mail|team|labs?|group|inc|co|io|ai|tech|hub|online|global|digital|pro|sales|reach|now)\Z"
)
_PHONE = re.compile(r"\+?\d[\d ()./-]{7,20}\d")
_MIN_BRAND = 4


def brand(domain: str) -> str:
    """A domain without the usual additions: "try-acme.io" and "acmehq.com" both give "acme"."""
    label = registrable(domain).partition(".")[0]
    before = _BEFORE.match(label)
    if before and len(label) - before.end() >= _MIN_BRAND:
        label = label[before.end() :]
    after = _AFTER.search(label)
    if after and after.start() >= _MIN_BRAND:
        label = label[: after.start()]
    return label.replace("-", "")


def same_brand(one: str, other: str) -> bool:
    """Whether two different registrable domains carry one brand."""
    first, second = brand(one), brand(other)
    return len(first) >= _MIN_BRAND and first == second


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sender shows besides the address."""

    address: Address | None
    signed_by: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    signature_text: str = ""

    @property
    def own_signatures(self) -> frozenset[str]:
        """The organisations that signed, without services that sign for everybody."""
        return frozenset(registrable(one) for one in self.signed_by if not _shared(one))

    @property
    def own_hosts(self) -> frozenset[str]:
        """The organisations its ways out belong to, without services."""
        found = (read_target(one).organisation for one in self.targets)
        return frozenset(one for one in found if one and not _shared(one))

    @property
    def phones(self) -> frozenset[str]:
        """The last nine digits of each telephone number in the signature."""
        digits = (re.sub(r"\D", "", number) for number in _PHONE.findall(self.signature_text[:4000]))
        return frozenset(number[-9:] for number in digits if len(number) >= 9)


def _shared(domain: str) -> bool:
    return is_mailing_service(domain) or is_freemail(domain)


def kinship(one: Marks, other: Marks) -> str:
    """What ties two senders of different addresses together, in words, or empty."""
    if one.address is None or other.address is None or one.address.folded == other.address.folded:
        return ""
    first, second = one.address, other.address
    if first.organisation == second.organisation and not is_freemail(first.domain):
        return f"the same organisation ({first.organisation})"
    if same_brand(first.domain, second.domain) and not is_freemail(first.domain):
        return f"a sibling domain ({second.organisation} and {first.organisation})"
    if shared := one.own_signatures & other.own_signatures:
        return f"the same signing domain ({min(shared)})"
    if shared := one.own_hosts & other.own_hosts:
        return f"the same unsubscribe host ({min(shared)})"
    if one.phones & other.phones:
        return "the same telephone number"
    return ""
