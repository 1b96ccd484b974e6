r"""FETCH in batches: what is asked for, and how a row becomes a RawMessage.

The one fact a newcomer would get wrong: BODY[…] without PEEK sets \Seen. Nothing here asks without it.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from inboxguard.imap import wire
from inboxguard.imap.conversation import Conversation, Flight
from inboxguard.imap.response import Row
from inboxguard.imap.session import Session
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.ports import Snapshot

TRIAGE_FIELDS: Final = (
    b"From Sender Reply-To To Cc Subject Date Message-ID In-Reply-To References "
    b"List-Id List-Unsubscribe Auto-Submitted Precedence"
)
BATCH: Final = wire.MOST_UIDS_AT_ONCE
IN_FLIGHT: Final = 2
_HEADER_BYTES: Final = 512 << 10
_SLACK_BYTES: Final = 4 << 20
_DATE: Final = re.compile(
    rb"\s?(\d{1,2})-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-(\d{4}) "
    rb"(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)",
    re.IGNORECASE,
)
_MONTHS: Final = {
    name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}

Uids = range | list[int]


def triage_items(session: Session) -> bytes:
    """What the first look at a message asks for."""
    fields = b"BODY.PEEK[HEADER.FIELDS (" + TRIAGE_FIELDS + b")]"
    return wire.listed([b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", *_labels(session), fields])


def header_items(session: Session) -> bytes:
    """Whole header blocks, up to a cap, and what identifies a message."""
    part = b"BODY.PEEK[HEADER]<0.%d>" % _HEADER_BYTES
    known = [b"X-GM-MSGID"] if session.has("X-GM-EXT-1") else [b"EMAILID"] if session.has("OBJECTID") else []
    return wire.listed([b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", *known, *_labels(session), part])


def body_items(session: Session, most_bytes: int) -> bytes:
    """Whole messages, up to a cap."""
    part = b"BODY.PEEK[]<0.%d>" % most_bytes
    return wire.listed([b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", *_labels(session), part])


def _labels(session: Session) -> list[bytes]:
    return [b"X-GM-LABELS"] if session.has("X-GM-EXT-1") else []


def rows(session: Session, batches: Iterable[Uids], items: bytes, *, most_bytes_each: int) -> Iterator[list[Row]]:
    """The rows of each batch, by rising UID, with the next batch already asked for.

    Between two batches the caller may send other commands; what is in flight is read first.
    """
    flights: deque[tuple[Flight, int]] = deque()
    waiting = iter(batches)
    while True:
        with session.talking() as conversation:
            while len(flights) < IN_FLIGHT and (uids := next(waiting, None)) is not None:
                flights.append((_ask(conversation, uids, items), len(uids) * most_bytes_each + _SLACK_BYTES))
            if not flights:
                return
            flight, most = flights.popleft()
            conversation.finish(flight, most_bytes=most)
        yield [flight.rows[uid] for uid in sorted(flight.rows)]


def _ask(conversation: Conversation, uids: Uids, items: bytes) -> Flight:
    named = wire.uid_range(uids[0], uids[-1]) if isinstance(uids, range) else wire.uid_set(uids)
    wanted: range | frozenset[int] = uids if isinstance(uids, range) else frozenset(uids)
    return conversation.send(b"UID", b"FETCH", named, items, wanted=wanted)


def windows(low: int, high: int) -> Iterator[range]:
    """Ranges of UIDs that cover `low` to `high`, both included."""
    for start in range(low, high + 1, BATCH):
        yield range(start, min(start + BATCH, high + 1))


def chunks(uids: Collection[int], size: int = BATCH) -> Iterator[list[int]]:
    """Lists of at most `size` UIDs, rising."""
    ordered = sorted(set(uids))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def raw_message(
    row: Row, account: str, snapshot: Snapshot, *, whole: bool = False, from_me: bool = False
) -> RawMessage:
    """The row as the core takes it."""
    data = row.data or b""
    size = row.size or 0
    return RawMessage(
        data,
        f"imap:{account}/{snapshot.mailbox}#{row.uid}",
        MessageRef(account, snapshot.mailbox, snapshot.uidvalidity, row.uid),
        internal_date(row.date),
        size,
        whole and len(data) >= size,
        (*(row.flags or ()), *row.labels),
        from_me,
    )


def internal_date(text: bytes) -> datetime | None:
    """INTERNALDATE (RFC 9051 §9, date-time) in UTC, or None when it cannot be read."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        zone = _zone(sign, int(hours), int(minutes))
        when = datetime(
            int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), min(int(second), 59), 0, zone
        )
        return when if zone is UTC else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=256)
def _zone(sign: bytes, hours: int, minutes: int) -> timezone:
    away = timedelta(hours=hours, minutes=minutes)
    if not away:
        return UTC
    return timezone(-away if sign == b"-" else away)
