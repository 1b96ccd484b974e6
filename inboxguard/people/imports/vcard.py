"""vCard files, version 2.1 to 4.0 (RFC 2426, RFC 6350): an address book, which says who is known and at what address.

The one fact a newcomer would get wrong: a line may go on in the next one (a leading space), and in 2.1 also by a
trailing "=" of quoted-printable.
"""

import quopri
import re
from dataclasses import dataclass

from inboxguard.mail.address import parse_address
from inboxguard.people.connection import Connection, Source
from inboxguard.people.learnt import Learnt, Skipped
from inboxguard.people.person_id import person_id
from inboxguard.people.profile import slug_of
from inboxguard.people.table import decode

KIND = "vcard"
_LINE = re.compile(
    r"^(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z0-9-]{1,60})((?:;[^:;\"]{0,200}(?:\"[^\"]{0,200}\")?){0,20}):(.*)$"
)
_ESCAPE = re.compile(r"\\([\\,;:nN])")
_SEPARATOR = re.compile(r"(?<!\\);")


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    parameters: str
    value: str


def accepts(data: bytes) -> bool:
    """Whether the bytes hold a vCard."""
    return b"BEGIN:VCARD" in data[:4096].upper().replace(b"\0", b"")


def read(name: str, data: bytes) -> Learnt:
    """Everybody in the file who has a name and an address or a profile."""
    connections: list[Connection] = []
    skipped: list[Skipped] = []
    cards = list(_cards(_unfolded(decode(data))))
    for line, properties in cards:
        found = _connection(properties, f"{name}:{line}")
        if isinstance(found, Connection):
            connections.append(found)
        else:
            skipped.append(Skipped(line, found))
    if not cards:
        skipped.append(Skipped(0, "the file holds no vCard"))
    return Learnt(KIND, tuple(connections), rows_read=len(cards), skipped=tuple(skipped))


def _unfolded(text: str) -> list[tuple[int, str]]:
    """Logical lines with the number of their first physical line."""
    lines: list[tuple[int, str]] = []
    soft = False
    for number, raw in enumerate(text.split("\n"), 1):
        if lines and raw[:1] in {" ", "\t"}:
            lines[-1] = (lines[-1][0], lines[-1][1] + raw[1:])
        elif lines and soft:
            lines[-1] = (lines[-1][0], lines[-1][1].removesuffix("=") + "\n" + raw)
        else:
            lines.append((number, raw))
        soft = raw.endswith("=") and "QUOTED-PRINTABLE" in lines[-1][1][:200].upper()
    return lines


def _cards(lines: list[tuple[int, str]]) -> list[tuple[int, list[_Property]]]:
    """Each card's first line and properties; a card that never ends counts as well."""
    cards: list[tuple[int, list[_Property]]] = []
    inside = False
    for number, line in lines:
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            cards.append((number, []))
            inside = True
        elif word == "END:VCARD":
            inside = False
        elif inside and (found := _LINE.match(line.replace("\n", ""))):
            cards[-1][1].append(_Property(found[1].upper(), found[2].upper(), _decoded(found[2], line, found[3])))
    return cards


def _decoded(parameters: str, line: str, value: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters.upper():
        return value
    joined = line.partition(":")[2].replace("\n", "")
    return quopri.decodestring(joined.encode("ascii", "replace")).decode("utf-8", "replace")


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _connection(properties: list[_Property], where: str) -> Connection | str:
    shown = next((_plain(one.value) for one in properties if one.name == "FN" and one.value.strip()), "")
    parts = next((_SEPARATOR.split(one.value) for one in properties if one.name == "N"), [])
    if not shown and parts:
        last, first, middle = (_plain(part) for part in (*parts, "", "", "")[:3])
        shown = " ".join(part for part in (first, middle, last) if part)
    company = next((_plain(_SEPARATOR.split(one.value)[0]) for one in properties if one.name == "ORG"), "")
    if not shown or shown == company:
        return "no person's name"
    addresses = [parse_address(_plain(one.value).removeprefix("mailto:")) for one in properties if one.name == "EMAIL"]
    links = [_plain(one.value) for one in properties if one.name in {"URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP"}]
    profile = next((slug for link in links if (slug := slug_of(link))), "")
    known = tuple(dict.fromkeys(address for address in addresses if address))
    if not known and not profile and not company:
        return "neither an address nor a profile nor a company"
    return Connection(
        id=person_id("linkedin" if profile else "contacts", profile, shown, company, str(known[0]) if known else ""),
        name=shown,
        company=company,
        position=next((_plain(one.value) for one in properties if one.name == "TITLE"), ""),
        profile=profile,
        addresses=known,
        sources=(Source(KIND, where),),
        network="contacts",
    )
