"""A list of the user's own: TOML with [[connection]] tables, or CSV with a "name" column.

Known keys: name, company, position, email (one or a list), profile, accepted (a date), direction, network.
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime

from inboxguard.mail.address import parse_address
from inboxguard.people.connection import Connection, Direction, Source
from inboxguard.people.contact_table import Columns, read_contacts
from inboxguard.people.learnt import Learnt, Skipped
from inboxguard.people.moments import read_moment
from inboxguard.people.person_id import person_id
from inboxguard.people.profile import slug_of
from inboxguard.people.table import decode

KIND = "your own list"
_FORMAT = Columns(
    kind=KIND,
    network="linkedin",
    spellings={
        "name": ("Name", "Full Name", "Person", "Nom", "Nombre completo", "Nome completo", "Naam"),
        "first": ("First Name", "Vorname", "Given Name"),
        "last": ("Last Name", "Nachname", "Surname", "Family Name"),
        "company": (
            "Company", "Organisation", "Organization", "Firma", "Unternehmen", "Entreprise", "Empresa", "Azienda",
            "Bedrijf",
        ),
        "position": ("Position", "Title", "Role", "Job Title"),
        "accepted": ("Accepted", "Accepted On", "Connected", "Connected On", "Since", "Date"),
    },
    accepts=lambda names: ("name" in names or {"first", "last"} <= names.keys()) and not {"from", "to"} <= names.keys(),
    refusal='no line names a column "name"',
)  # fmt: skip
_KEYS = {"name", "company", "position", "email", "emails", "profile", "accepted", "direction", "network"}


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are a plain list of people."""
    return _FORMAT.accepts(names)


ALIASES = _FORMAT.aliases


def read(name: str, data: bytes) -> Learnt:
    """Everybody in a CSV list."""
    return read_contacts(_FORMAT, name, data)


def read_toml(name: str, data: bytes) -> Learnt:
    """Everybody in a TOML list; a table with an unknown key or without a name is skipped."""
    try:
        found = tomllib.loads(decode(data))
    except (tomllib.TOMLDecodeError, RecursionError) as why:
        return Learnt(KIND, skipped=(Skipped(0, f"not TOML: {str(why)[:80]}"),))
    tables = found.get("connection", [])
    if not isinstance(tables, list) or set(found) - {"connection"}:
        return Learnt(KIND, skipped=(Skipped(0, "the file holds something else than [[connection]] tables"),))
    connections: list[Connection] = []
    skipped: list[Skipped] = []
    for number, table in enumerate(tables, 1):
        made = _from_table(table, f"{name}#{number}") if isinstance(table, dict) else "not a table"
        if isinstance(made, Connection):
            connections.append(made)
        else:
            skipped.append(Skipped(number, made))
    return Learnt(KIND, tuple(connections), rows_read=len(tables), skipped=tuple(skipped))


def _from_table(table: Mapping[str, object], where: str) -> Connection | str:
    if unknown := sorted(set(table) - _KEYS):
        return f"unknown key {unknown[0]!r}"
    texts = {key: str(table.get(key, "")).strip() for key in ("name", "company", "position", "profile", "direction")}
    if not texts["name"]:
        return "no name"
    accepted = _moment(table.get("accepted"))
    if accepted is None and table.get("accepted"):
        return f"no date can be read in {str(table['accepted'])[:40]!r}"
    given = [*_listed(table.get("email")), *_listed(table.get("emails"))]
    addresses = [parse_address(text) for text in given]
    if None in addresses:
        return f"{given[addresses.index(None)][:60]!r} is no address"
    profile = slug_of(texts["profile"]) or ("" if "/" in texts["profile"] else texts["profile"].lower())
    network = str(table.get("network", "linkedin"))
    direction = texts["direction"].lower() or "unknown"
    if direction not in set(Direction):
        return f"direction is {direction[:20]!r}, not incoming or outgoing"
    return Connection(
        id=person_id(network, profile, texts["name"], texts["company"]),
        name=texts["name"],
        company=texts["company"],
        position=texts["position"],
        profile=profile,
        addresses=tuple(address for address in addresses if address),
        accepted=accepted,
        direction=Direction(direction),
        sources=(Source(KIND, where),),
        network=network,
    )


def _listed(value: object) -> list[str]:
    if value is None or value == "":
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return read_moment(str(value)) if value else None
