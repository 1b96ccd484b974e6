"""When a message in a file arrived, as well as a file can tell.

The one fact a newcomer would get wrong: the date in an mbox "From " line or a Maildir file name is often the day the
archive was written, not the day the mail came. The topmost Received field (RFC 5321 §4.4), written by the reader's own
server, is better; the sender's Date comes next; the file's own date is the last resort.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIELD = re.compile(rb"(?im)^(received|date):((?:[^\n]*\n(?:[ \t][^\n]*\n?)*))")
_LONGEST_FIELD = 8192


def arrival(header: bytes, fallback: datetime | None = None) -> datetime | None:
    """The instant of arrival in UTC, or `fallback` when the header names none that can be read."""
    found: dict[bytes, datetime] = {}
    for match in _FIELD.finditer(header[:262_144] + b"\n"):
        name = match[1].lower()
        if name not in found and (instant := _instant(name, match[2][:_LONGEST_FIELD])):
            found[name] = instant
            if name == b"received":
                break
    return found.get(b"received") or found.get(b"date") or fallback


def _instant(name: bytes, value: bytes) -> datetime | None:
    text = value.decode("latin-1")
    if name == b"received":
        text = text.rpartition(";")[2]
    try:
        instant = parsedate_to_datetime(" ".join(text.split()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (
        (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
        if 1970 < instant.year < 9999
        else None
    )
