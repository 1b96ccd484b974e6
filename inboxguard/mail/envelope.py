"""The fields of a header that say who wrote to whom, when, and in answer to what.

The one fact a newcomer would get wrong: the first look at a hundred thousand messages needs nothing else, so these
fields can be read alone, without the others and without a Message.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from inboxguard.mail.address import NamedAddress
from inboxguard.mail.caps import REFERENCES
from inboxguard.mail.dates import read_date
from inboxguard.mail.header_block import read_fields, split_header
from inboxguard.mail.mailboxes import read_mailboxes
from inboxguard.mail.message import Damage, Header

_MESSAGE_ID = re.compile(r"<([^<>\s]{1,998})>")
_FIELDS = frozenset({
    b"from", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who, to whom, when, what about, and in answer to what; Message-IDs are without angle brackets."""

    sender: NamedAddress | None
    reply_to: tuple[NamedAddress, ...]
    to: tuple[NamedAddress, ...]
    cc: tuple[NamedAddress, ...]
    subject: str
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]


def peek(data: bytes) -> Envelope:
    """The envelope of a message of which nothing else is wanted."""
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    begin, end, _ = split_header(data)
    fields, damage = read_fields(data[begin:end], only=_FIELDS)
    return read_envelope(Header(fields), damage)


def read_envelope(header: Header, damage: list[Damage]) -> Envelope:
    """The envelope of a header; what cannot be read is added to the damage."""
    senders = _addresses(header, "From", damage)
    identifiers = _identifiers(header, "Message-ID")
    return Envelope(
        sender=senders[0] if senders else None,
        reply_to=_addresses(header, "Reply-To", damage),
        to=_addresses(header, "To", damage),
        cc=_addresses(header, "Cc", damage),
        subject=header.value("Subject"),
        date=_date(header, damage),
        message_id=identifiers[0] if identifiers else "",
        in_reply_to=_identifiers(header, "In-Reply-To"),
        references=_identifiers(header, "References"),
    )


def _addresses(header: Header, name: str, damage: list[Damage]) -> tuple[NamedAddress, ...]:
    """The mailboxes of all fields of that name; one field From is meant to hold one."""
    fields = header.all(name)
    if len(fields) == 1:
        found = read_mailboxes(fields[0].raw)
    else:
        found = tuple(named for field in fields for named in read_mailboxes(field.raw))
    legible = any(named.address for named in found)
    if not legible and any("=?" in field.raw for field in fields):
        decoded = tuple(named for field in fields for named in read_mailboxes(field.value))
        if any(named.address for named in decoded):
            damage.append(Damage(f"header {name}", "an address inside an encoded word"))
            found, legible = decoded, True
    if name == "From":
        if not legible:
            damage.append(Damage("header From", "no address that can be read"))
        elif len(found) > 1:
            damage.append(Damage("header From", f"{len(found)} addresses where one is meant to be"))
    return found


def _date(header: Header, damage: list[Damage]) -> datetime | None:
    field = header.first("Date")
    found = read_date(field.raw) if field else None
    if field and found is None:
        damage.append(Damage("header Date", "no date that can be read"))
    return found


def _identifiers(header: Header, name: str) -> tuple[str, ...]:
    """Message-IDs without their angle brackets, in order; one without brackets counts when it stands alone."""
    raw = header.first(name)
    if raw is None:
        return ()
    found = _MESSAGE_ID.findall(raw.raw)
    if not found and raw.raw and len(raw.raw) < 998 and not any(char.isspace() or char in "<>" for char in raw.raw):
        found = [raw.raw]
    return tuple(found[:REFERENCES])
