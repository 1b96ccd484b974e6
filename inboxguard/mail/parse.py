"""Bytes to Message: bounded, never raising.

The one fact a newcomer would get wrong: a damaged message is an ordinary message with `damage`. Only what a cap cuts
off makes it incomplete, and then nothing may be said of its absence. The reading is that of the standard library's
compat32 policy, done by own readers whose cost is bounded by `caps`.
"""

from inboxguard.mail.body import read_body
from inboxguard.mail.envelope import read_envelope
from inboxguard.mail.header_block import read_fields, split_header
from inboxguard.mail.message import Damage, Header, Message, Seen, Segment
from inboxguard.mail.mime import read_tree
from inboxguard.mail.ref import RawMessage, key_of

_USUAL = frozenset({"from", "to", "subject", "date", "message-id", "received", "return-path", "content-type"})


def parse(raw: RawMessage) -> Message:
    """The message as far as it can be read; what cannot be read stands in its damage. Never raises."""
    data = raw.data
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    begin, end, body_start = split_header(data)
    fields, damage = read_fields(data[begin:end])
    if not fields and end > begin:
        body_start = begin
    if not any(field.name.lower() in _USUAL for field in fields):
        damage.append(Damage("header", "no usual header field stands in it, so it may be no message", fatal=True))
    return _assemble(raw, Header(fields), data, body_start, damage)


def _assemble(raw: RawMessage, header: Header, data: bytes, body_start: int, damage: list[Damage]) -> Message:
    envelope = read_envelope(header, damage)
    tree = read_tree(data, header, body_start) if raw.complete else None
    body = read_body(data, tree, envelope.subject) if tree else None
    damage += body.damage if body else []
    own = [block for block in body.blocks if block.look.seen is not Seen.HIDDEN] if body else []
    return Message(
        key=key_of(raw),
        source=raw.source,
        header=header,
        ref=raw.ref,
        received=raw.received,
        size=raw.size or len(raw.data),
        sender=envelope.sender,
        reply_to=envelope.reply_to,
        to=envelope.to,
        cc=envelope.cc,
        subject=envelope.subject,
        date=envelope.date,
        message_id=envelope.message_id,
        in_reply_to=envelope.in_reply_to,
        references=envelope.references,
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
