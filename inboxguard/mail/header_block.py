"""The header block to its fields: bounded, linear, never raising (RFC 5322 §2.2).

The one fact a newcomer would get wrong: mail programs disagree about a line that is no field. Python's compat32 ends
the header there; here the line is passed over and recorded, because the fields that follow are shown by most programs.
"""

import re
from functools import lru_cache

from inboxguard.mail.caps import HEADER_BLOCK_BYTES, HEADER_BYTES, HEADER_COUNT
from inboxguard.mail.encoded_words import shown
from inboxguard.mail.message import Damage, HeaderField

_FIELD_START = re.compile(rb"\n(?![ \t])")
_LONGEST_NAME = 1000
_NAME = re.compile(rb"[!-9;-~]{1,200}[ \t]*\Z")


def split_header(data: bytes, start: int = 0, stop: int | None = None) -> tuple[int, int, int]:
    """Where the header block begins and ends and where the body begins; a leading mbox "From " line is left out."""
    stop = len(data) if stop is None else stop
    if data.startswith((b"From ", b">From "), start):
        line = data.find(b"\n", start, stop)
        start = stop if line < 0 else line + 1
    if data.startswith(b"\r\n", start):
        return start, start, start + 2
    if data.startswith(b"\n", start):
        return start, start, start + 1
    crlf = data.find(b"\n\r\n", start, stop)
    bare = data.find(b"\n\n", start, stop if crlf < 0 else crlf + 1)
    if bare >= 0:
        return start, bare, bare + 2
    return (start, crlf, crlf + 3) if crlf >= 0 else (start, stop, stop)


def decode_raw(value: bytes) -> str:
    """Header bytes as text: UTF-8 (RFC 6532), else Latin-1, so that no byte is lost."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@lru_cache(maxsize=4096)
def _name(name: bytes) -> str:
    """The name of a field, or empty when a field cannot be called that."""
    return name.rstrip().decode("ascii") if _NAME.match(name) else ""


def _field(name: str, value: bytes) -> HeaderField:
    flat = value.replace(b"\r\n", b"").replace(b"\n", b"") if b"\n" in value else value
    raw = decode_raw(flat).strip(" \t\r")
    plain = "=?" not in raw and raw.isprintable()
    return HeaderField(name, raw, raw if plain else shown(raw), value)


def read_fields(block: bytes, *, only: frozenset[bytes] = frozenset()) -> tuple[tuple[HeaderField, ...], list[Damage]]:
    """Every field of a header block in order, and what was wrong with it; caps are those of `caps`.

    `only` are the lower-case names of those wanted, where not all are.
    """
    damage: list[Damage] = []
    if len(block) > HEADER_BLOCK_BYTES:
        damage.append(Damage("header", f"the header block is larger than {HEADER_BLOCK_BYTES // 1024} kB", fatal=True))
        block = block[:HEADER_BLOCK_BYTES]
    lines = _FIELD_START.split(block, HEADER_COUNT) if block else []
    if len(lines) > HEADER_COUNT:
        damage.append(Damage("header", f"more than {HEADER_COUNT} header fields", fatal=True))
        lines.pop()
    fields: list[HeaderField] = []
    for whole in lines:
        line = whole.removesuffix(b"\r")
        name, colon, value = line.partition(b":")
        if only and name.rstrip().lower() not in only:
            continue
        if len(line) > HEADER_BYTES:
            damage.append(Damage("header", f"a header field is longer than {HEADER_BYTES // 1024} kB", fatal=True))
            value = value[:HEADER_BYTES]
        if colon and len(name) <= _LONGEST_NAME and (known := _name(name)):
            fields.append(_field(known, value))
        elif line.strip():
            damage.append(Damage("header", f"a line is no header field: {line[:60].decode('ascii', 'replace')!r}"))
    return tuple(fields), damage
