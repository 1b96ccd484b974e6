"""Contacts of XING as a table.

Unverified: no export of XING's was at hand when this was written. A table counts as XING's when a row links to a
profile at xing.com, or a column is named after XING; its columns are read under their German and English names.
"""

from inboxguard.people.contact_table import Columns, read_contacts
from inboxguard.people.learnt import Learnt

_FORMAT = Columns(
    kind="xing export",
    network="xing",
    spellings={
        "first": ("First Name", "Vorname"),
        "last": ("Last Name", "Nachname"),
        "name": ("Name", "Display Name", "Anzeigename"),
        "company": ("Company", "Firma", "Unternehmen", "Primary Company", "Arbeitgeber"),
        "position": ("Position", "Job Title", "Berufsbezeichnung", "Jobtitel"),
        "accepted": ("Contact since", "Kontakt seit", "Connected since", "Created at", "Verbunden seit"),
        "xing": ("XING", "XING-Profil", "XING profile", "XING Profile URL", "Profile", "Profil", "Profil-URL"),
    },
    accepts=lambda names: "xing" in names and ("name" in names or "last" in names),
    refusal="no line names the columns of a XING contact list",
)


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are XING's."""
    return _FORMAT.accepts(names)


ALIASES = _FORMAT.aliases


def read(name: str, data: bytes) -> Learnt:
    """Everybody in the file who has a name."""
    return read_contacts(_FORMAT, name, data)
