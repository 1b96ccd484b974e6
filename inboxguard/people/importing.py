"""Which format a file is in, and what everything learnt comes to when it is joined.

The one fact a newcomer would get wrong: names of files prove nothing (people rename them); the header decides. The
order below is from the most particular header to the plainest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inboxguard.people.imports import (
    google_contacts,
    linkedin_connections,
    linkedin_invitations,
    linkedin_messages,
    linkedin_zip,
    outlook_contacts,
    own_list,
    vcard,
    xing,
)
from inboxguard.people.learnt import Learnt, Skipped, together
from inboxguard.people.table import decode, open_table

MAX_FILE = 50_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: what it is called and how it is read."""

    name: str
    read: Callable[[str, bytes], Learnt]


_TABLES = (
    ("linkedin connections", linkedin_connections.ALIASES, linkedin_connections.accepts, linkedin_connections.read),
    ("linkedin invitations", linkedin_invitations.ALIASES, linkedin_invitations.accepts, linkedin_invitations.read),
    ("linkedin messages", linkedin_messages.ALIASES, linkedin_messages.accepts, linkedin_messages.read),
    ("google contacts", google_contacts.ALIASES, google_contacts.accepts, google_contacts.read),
    ("xing", xing.ALIASES, xing.accepts, xing.read),
    ("outlook contacts", outlook_contacts.ALIASES, outlook_contacts.accepts, outlook_contacts.read),
    ("own list", own_list.ALIASES, own_list.accepts, own_list.read),
)
_DECOYS = ("guide_messages", "shares", "ad_targeting", "rich_media")


def recognise(name: str, data: bytes) -> Reader | None:
    """The format of the file by what is in it; None when it is none that is known."""
    if linkedin_zip.is_zip(data):
        return Reader("linkedin zip", read_zip)
    if vcard.accepts(data):
        return Reader("vcard", vcard.read)
    base = name.replace("\\", "/").rpartition("/")[2].lower()
    if base.startswith(_DECOYS):
        return None
    if base.endswith(".toml"):
        return Reader("own list", own_list.read_toml)
    text = decode(data)
    for title, aliases, accepts, read in _TABLES:
        if open_table(text, aliases, accepts) is not None:
            return Reader(title, read)
    return Reader("own list", own_list.read_toml) if "[[connection]]" in text[:100_000] else None


def read_any(name: str, data: bytes) -> Learnt:
    """Everything the file teaches; a file of no known format, or too large, is skipped as a whole with the reason."""
    if len(data) > MAX_FILE:
        return Learnt("unknown", skipped=(Skipped(0, f"larger than {MAX_FILE // 1_000_000} MB"),))
    reader = recognise(name, data)
    if reader is None:
        return Learnt("unknown", skipped=(Skipped(0, "not a file this program can learn people from"),))
    return reader.read(name, data)


def read_zip(name: str, data: bytes) -> Learnt:
    """The files of LinkedIn's zip that speak of people, together."""
    members, refused = linkedin_zip.members(data)
    readers = {
        "connections.csv": linkedin_connections.read,
        "invitations.csv": linkedin_invitations.read,
        "messages.csv": linkedin_messages.read,
    }
    parts = [readers[member.name](f"{name}!{member.name}", member.data) for member in members]
    return together("linkedin zip", (*parts, Learnt("linkedin zip", skipped=refused)))


def total(parts: Iterable[Learnt]) -> Learnt:
    """Several files as one source."""
    return together("several files", parts)
