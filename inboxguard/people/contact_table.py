"""Address books written as tables: Google, Outlook, XING and alike, which differ only in their columns."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inboxguard.mail.address import Address, parse_address
from inboxguard.people.connection import Connection, Source
from inboxguard.people.learnt import Learnt, Skipped
from inboxguard.people.moments import day_comes_first, read_moment
from inboxguard.people.person_id import person_id
from inboxguard.people.profile import slug_of
from inboxguard.people.table import Row, Table, header_key, open_table

_SEVERAL = re.compile(r"\s*(?::::|[;,\s])\s*")
_XING = re.compile(r"^(?:https?://)?(?:www\.)?xing\.com/(?:profile|app/profile)/([^/?#\s]{1,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a format calls its columns. `needed` must all be there; `emails` and `links` are prefixes, folded."""

    kind: str
    network: str
    spellings: Mapping[str, tuple[str, ...]]
    accepts: Callable[[dict[str, int]], bool]
    refusal: str

    @property
    def aliases(self) -> dict[str, str]:
        """Folded column names to canonical ones."""
        return {header_key(spelled): name for name, several in self.spellings.items() for spelled in several}


def find_contacts(columns: Columns, data: bytes) -> Table | None:
    """The table, or None when the file is of another kind."""
    return open_table(data, columns.aliases, columns.accepts)


def read_contacts(columns: Columns, name: str, data: bytes) -> Learnt:
    """Everybody in the table who has a name."""
    table = find_contacts(columns, data)
    if table is None:
        return Learnt(columns.kind, skipped=(Skipped(0, columns.refusal),))
    rows = list(table.rows())
    day_first = day_comes_first(row.get("accepted") for row in rows)
    connections: list[Connection] = []
    skipped: list[Skipped] = []
    for row in rows:
        found = _contact(columns, row, name, day_first=day_first)
        if isinstance(found, Connection):
            connections.append(found)
        else:
            skipped.append(Skipped(row.line, found))
    mended = tuple(Skipped(row.line, row.mended) for row in rows if row.mended)
    return Learnt(columns.kind, tuple(connections), rows_read=len(rows), skipped=tuple(skipped), mended=mended)


def row_addresses(row: Row) -> tuple[Address, ...]:
    """Every address in a column that is about e-mail."""
    texts = [value for name, value in row.cells.items() if "mail" in name and value.strip()]
    found = [parse_address(part) for text in texts for part in _SEVERAL.split(text) if "@" in part]
    return tuple(dict.fromkeys(address for address in found if address))


def row_profile(row: Row) -> tuple[str, str]:
    """The network and slug of the first profile link in the row, or two empty texts."""
    for value in row.cells.values():
        for part in _SEVERAL.split(value) if "." in value else ():
            if slug := slug_of(part):
                return "linkedin", slug
            if found := _XING.match(part):
                return "xing", found[1].lower()
    return "", ""


def _contact(columns: Columns, row: Row, where: str, *, day_first: bool) -> Connection | str:
    shown = " ".join(part for part in (row.get("first"), row.get("middle"), row.get("last")) if part) or row.get("name")
    company = row.get("company")
    if not shown:
        return "no name"
    accepted = read_moment(row.get("accepted"), day_first=day_first)
    if accepted is None and row.get("accepted"):
        return f"no date can be read in {row.get('accepted')[:40]!r}"
    addresses = row_addresses(row)
    network, profile = row_profile(row)
    return Connection(
        id=person_id(
            network or columns.network, profile, shown, company, str(addresses[0]) if addresses and not company else ""
        ),
        name=shown,
        company=company,
        position=row.get("position"),
        profile=profile if network == "linkedin" else "",
        addresses=addresses,
        accepted=accepted,
        sources=(Source(columns.kind, f"{where}:{row.line}"),),
        network=columns.network,
    )
