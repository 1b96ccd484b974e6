"""Bytes to Message: bounded, never raising.

The one fact a newcomer would get wrong: a damaged message is an ordinary message with `damage`. Only what a cap cuts
off makes it incomplete, and then nothing may be said of its absence. The reading is that of the standard library's
compat32 policy, done by own readers whose cost is bounded by `caps`.
"""

import re
from datetime import datetime

from inboxguard.mail.address import NamedAddress
from inboxguard.mail.body import read_body
from inboxguard.mail.caps import REFERENCES
from inboxguard.mail.dates import read_date
from inboxguard.mail.header_block import read_fields, split_header
from inboxguard.mail.mailboxes import read_mailboxes
from inboxguard.mail.message import Damage, Header, Message, Seen, Segment
from inboxguard.mail.mime import read_tree
from inboxguard.mail.ref import RawMessage, key_of

_MESSAGE_ID = re.compile(r"<([^<>\s]{1,998})>")


def parse(raw: RawMessage) -> Message:
    """The message as far as it can be read; what cannot be read stands in its damage. Never raises."""
    data = raw.data
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    begin, end, body_start = split_header(data)
    fields, damage = read_fields(data[begin:end])
    if not fields and end > begin:
        body_start = begin
    return _assemble(raw, Header(fields), data, body_start, damage)


def _assemble(raw: RawMessage, header: Header, data: bytes, body_start: int, damage: list[Damage]) -> Message:
    senders = _addresses(header, "From", damage)
    subject = header.value("Subject")
    tree = read_tree(data, header, body_start) if raw.complete else None
    body = read_body(data, tree, subject) if tree else None
    damage += body.damage if body else []
    own = [block for block in body.blocks if block.look.seen is not Seen.HIDDEN] if body else []
    return Message(
        key=key_of(raw),
        source=raw.source,
        header=header,
        ref=raw.ref,
        received=raw.received,
        size=raw.size or len(raw.data),
        sender=senders[0] if senders else None,
        reply_to=_addresses(header, "Reply-To", damage),
        to=_addresses(header, "To", damage),
        cc=_addresses(header, "Cc", damage),
        subject=subject,
        date=_date(header, damage),
        message_id=next(iter(_identifiers(header, "Message-ID")), ""),
        in_reply_to=_identifiers(header, "In-Reply-To"),
        references=_identifiers(header, "References"),
        parts=body.parts if body else (),
        blocks=body.blocks if body else (),
        other_blocks=body.other_blocks if body else (),
        hidden_text="\n".join(block.text for block in body.blocks if block.look.seen is Seen.HIDDEN) if body else "",
        new_text="\n\n".join(block.text for block in own if block.segment is Segment.NEW and block.text),
        signature_text="\n\n".join(b.text for b in own if b.segment in {Segment.SIGNATURE, Segment.FOOTER} and b.text),
        quoted_text="\n\n".join(b.text for b in own if b.segment in {Segment.QUOTED, Segment.FORWARDED} and b.text),
        encrypted=body.encrypted if body else False,
        complete=raw.complete and not any(found.fatal for found in damage),
        damage=tuple(damage[:100]),
        labels=raw.labels,
        from_me=raw.from_me,
    )


def _addresses(header: Header, name: str, damage: list[Damage]) -> tuple[NamedAddress, ...]:
    """The mailboxes of all fields of that name; one field From is meant to hold one."""
    fields = header.all(name)
    found = tuple(named for field in fields for named in read_mailboxes(field.raw))
    if not any(named.address for named in found) and any("=?" in field.raw for field in fields):
        decoded = tuple(named for field in fields for named in read_mailboxes(field.value))
        if any(named.address for named in decoded):
            damage.append(Damage(f"header {name}", "an address inside an encoded word"))
            found = decoded
    if name == "From":
        if not any(named.address for named in found):
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
