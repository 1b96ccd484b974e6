"""Google Contacts as CSV, the form before and since 2024; several addresses of one label stand as "a ::: b"."""

from inboxguard.people.contact_table import Columns, read_contacts
from inboxguard.people.learnt import Learnt

_FORMAT = Columns(
    kind="google contacts",
    network="contacts",
    spellings={
        "first": ("First Name", "Given Name"),
        "middle": ("Middle Name", "Additional Name"),
        "last": ("Last Name", "Family Name"),
        "name": ("Name", "File As"),
        "company": ("Organization Name", "Organization 1 - Name"),
        "position": ("Organization Title", "Organization 1 - Title"),
    },
    accepts=lambda names: "email1value" in names and ("company" in names or "name" in names or "first" in names),
    refusal="no line names the columns of a Google Contacts CSV",
)


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are Google's."""
    return _FORMAT.accepts(names)


ALIASES = _FORMAT.aliases


def read(name: str, data: bytes) -> Learnt:
    """Everybody in the file who has a name."""
    return read_contacts(_FORMAT, name, data)
