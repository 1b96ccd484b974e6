"""Outlook's contacts as CSV, English and German columns ("E-Mail-Adresse", "Firma", "Position")."""

from inboxguard.people.contact_table import Columns, read_contacts
from inboxguard.people.learnt import Learnt

_FORMAT = Columns(
    kind="outlook contacts",
    network="contacts",
    spellings={
        "first": ("First Name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam"),
        "middle": ("Middle Name", "Weitere Vornamen"),
        "last": ("Last Name", "Nachname", "Nom", "Apellidos", "Cognome", "Achternaam"),
        "name": ("Display Name", "Anzeigename"),
        "company": ("Company", "Firma", "Société", "Organización", "Società", "Bedrijf", "Organization"),
        "position": ("Job Title", "Position", "Fonction", "Puesto", "Posizione", "Functie"),
        "email": (
            "E-mail Address", "E-Mail-Adresse", "Adresse de messagerie", "Dirección de correo electrónico",
            "Indirizzo posta elettronica", "E-mailadres",
        ),
    },
    accepts=lambda names: {"email", "first", "last"} <= names.keys() and bool({"company", "position"} & names.keys()),
    refusal="no line names the columns of an Outlook contacts CSV",
)  # fmt: skip


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are Outlook's."""
    return _FORMAT.accepts(names)


ALIASES = _FORMAT.aliases


def read(name: str, data: bytes) -> Learnt:
    """Everybody in the file who has a name."""
    return read_contacts(_FORMAT, name, data)
