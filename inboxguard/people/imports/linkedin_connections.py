"""Connections.csv of LinkedIn's export, in every form since 2018 and as spreadsheets resave it.

Column names in other languages than English are unverified (no export with them was seen); they are accepted because
a header that matches none of them is refused anyway.
"""

from inboxguard.mail.address import Address, parse_address
from inboxguard.people.connection import EXPORT, Connection, Source
from inboxguard.people.learnt import Learnt, Skipped
from inboxguard.people.moments import day_comes_first, read_moment
from inboxguard.people.person_id import person_id
from inboxguard.people.profile import slug_of
from inboxguard.people.table import Row, Table, header_key, open_table

_COLUMNS = {
    "first": ("First Name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam", "Imię", "Förnamn", "Fornavn"),
    "last": (
        "Last Name", "Nachname", "Nom", "Nom de famille", "Apellidos", "Apellido", "Cognome", "Sobrenome", "Apelido",
        "Achternaam", "Nazwisko", "Efternamn", "Etternavn",
    ),
    "url": ("URL", "Profile URL", "Profil-URL"),
    "email": (
        "Email Address", "E-mail Address", "E-Mail-Adresse", "Adresse e-mail", "Dirección de correo electrónico",
        "Correo electrónico", "Indirizzo e-mail", "Endereço de e-mail", "E-mailadres", "Adres e-mail",
    ),
    "company": ("Company", "Unternehmen", "Firma", "Entreprise", "Société", "Empresa", "Azienda", "Bedrijf"),
    "position": ("Position", "Poste", "Cargo", "Posizione", "Functie", "Stanowisko"),
    "connected": (
        "Connected On", "Verbunden am", "Date de connexion", "Connecté le", "Conectado el", "Data di collegamento",
        "Collegato il", "Conectado em", "Verbonden op", "Data nawiązania kontaktu",
    ),
}  # fmt: skip
ALIASES = {header_key(spelling): name for name, spellings in _COLUMNS.items() for spelling in spellings}


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are those of Connections.csv."""
    return {"first", "last", "connected"} <= names.keys()


def find(data: bytes) -> Table | None:
    """The table in the file, or None when it is another kind of file."""
    return open_table(data, ALIASES, accepts)


def read(name: str, data: bytes) -> Learnt:
    """Everybody in the file; a row without a name is skipped, as LinkedIn writes them for members who left."""
    table = find(data)
    if table is None:
        return Learnt(EXPORT, skipped=(Skipped(0, "no line names the columns of a LinkedIn Connections.csv"),))
    rows = list(table.rows())
    day_first = day_comes_first(row.get("connected") for row in rows)
    connections: list[Connection] = []
    skipped: list[Skipped] = []
    for row in rows:
        found = _connection(row, name, day_first=day_first)
        if isinstance(found, Connection):
            connections.append(found)
        else:
            skipped.append(Skipped(row.line, found))
    mended = tuple(Skipped(row.line, row.mended) for row in rows if row.mended)
    return Learnt(EXPORT, tuple(connections), rows_read=len(rows), skipped=tuple(skipped), mended=mended)


def _connection(row: Row, where: str, *, day_first: bool) -> Connection | str:
    shown = " ".join(part for part in (row.get("first"), row.get("last")) if part)
    if not shown:
        return "no name"
    accepted = read_moment(row.get("connected"), day_first=day_first)
    if accepted is None and row.get("connected"):
        return f"no date can be read in {row.get('connected')[:40]!r}"
    address: Address | None = parse_address(row.get("email"))
    profile, company = slug_of(row.get("url")), row.get("company")
    return Connection(
        id=person_id("linkedin", profile, shown, company),
        name=shown,
        company=company,
        position=row.get("position"),
        profile=profile,
        addresses=(address,) if address else (),
        accepted=accepted,
        sources=(Source(EXPORT, f"{where}:{row.line}"),),
    )
