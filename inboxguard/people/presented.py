"""What a sender shows of themselves: a name, the words beside it, and the address.

The one fact a newcomer would get wrong: "Marloes van Dijkzicht" may be a surname or a company. Both readings are kept
where a given name stands alone before it, or where the domain says the word too.
"""

from dataclasses import dataclass

from inboxguard.mail.address import Address, NamedAddress
from inboxguard.people.company import is_role
from inboxguard.people.folding import fold
from inboxguard.people.given import is_given
from inboxguard.people.local_part import name_in
from inboxguard.people.names import NOBODY, PersonName, parse_name, read_name
from inboxguard.people.shown import Shown, company_reading
from inboxguard.people.tables import words


@dataclass(frozen=True, slots=True)
class Presented:
    """What a sender shows of themselves: a name (NOBODY for a function), the parts it came from, and the address.

    `from_local` means that the name was read from the local part; `company` are words that may name the company.
    """

    name: PersonName
    shown: Shown
    address: Address | None
    from_local: bool = False
    company: tuple[str, ...] = ()
    role: bool = False
    also: PersonName = NOBODY


def present(sender: NamedAddress) -> Presented:
    """What the sender shows."""
    name, shown = read_name(sender.name)
    local = sender.address.local if sender.address else ""
    role = is_role(local)
    hints = tuple(hint for hint in shown.hints if not _says_function(hint))
    if names_function(shown.text, name):
        name = NOBODY
    address = sender.address
    if address and not role and not shown.text and (spelled := name_in(address.local)):
        return Presented(spelled, shown, address, from_local=True, company=hints, role=role)
    also = NOBODY
    if address and not role and _is_east_asian(shown.text):
        also = name_in(address.local) or NOBODY
    elif (
        not hints
        and len(name.words) > 1
        and (reading := company_reading(shown.text))
        and " " not in reading[0]
        and (_is_given_alone(reading[0]) or _opens_domain(reading[1], address))
    ):
        hints, also = (reading[1],), parse_name(reading[0])
    return Presented(name, shown, address, company=hints, role=role, also=also)


def _is_given_alone(text: str) -> bool:
    return is_given(fold(text.partition("-")[0]))


def _opens_domain(company: str, address: Address | None) -> bool:
    """Whether the first telling word of what may be a company stands in the sender's domain."""
    said = next((word for word in map(fold, company.split()) if len(word) >= 3), "")
    return bool(said) and address is not None and said in fold(address.organisation.partition(".")[0])


def _is_east_asian(text: str) -> bool:
    return not text.isascii() and any("\u3040" <= ch <= "\u9fff" or "\uac00" <= ch <= "\ud7a3" for ch in text)


def _says_function(hint: str) -> bool:
    """Whether words beside a name are a job, a pronoun or an advertisement rather than a company."""
    said = [fold(word) for word in hint.replace("/", " ").split()]
    plain = words("shown_names", "free_words") | words("shown_names", "noise") | words("shown_names", "degrees")
    return all(not word or word in plain for word in said)


def names_function(text: str, name: PersonName) -> bool:
    """Whether the shown text is a team or a machine ("Team Lumen HR", "Acme Sales") and not a person."""
    said = [fold(word) for word in text.split()]
    roles = words("shown_names", "roles")
    if not any(word in roles for word in said):
        return False
    return not (name.given and is_given(name.given[0]) and said[0] not in roles and len(said) < 3)
