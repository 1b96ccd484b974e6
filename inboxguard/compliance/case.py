"""Bytes to a Case: the message, its ways out, its marks of bulk, what was signed, and the day it was received."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from inboxguard.compliance.history import UNKNOWN_HISTORY, Answer, History
from inboxguard.compliance.options import ways_out
from inboxguard.compliance.spec import Case, Example
from inboxguard.compliance.way_out import WaysOut
from inboxguard.mail.fields.authentication import trusted_results
from inboxguard.mail.fields.list_id import bulk_evidence
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage


def case_of(
    message: Message,
    *,
    trusted_ids: Collection[str] = (),
    commercial: Answer = Answer.MAYBE,
    history: History = UNKNOWN_HISTORY,
    received: datetime | None = None,
    ways: WaysOut | None = None,
) -> Case:
    """The case of a message; `received` falls back on INTERNALDATE and then on the topmost Received field.

    `ways` are its ways out, for callers who have looked for them already.
    """
    results = trusted_results(message.header, frozenset(trusted_ids))
    return Case(
        message=message,
        ways_out=ways or ways_out(message, results=results),
        bulk=bulk_evidence(message.header),
        commercial=commercial,
        results=results,
        history=history,
        received=received or message.received or topmost_received(message),
    )


def topmost_received(message: Message) -> datetime | None:
    """When the last server took the message, by the topmost Received field (RFC 5321 §4.4); None when it says nothing.

    The sender's own Date is never used: it is the sender's to choose.
    """
    _, semicolon, stamp = message.header.value("Received").rpartition(";")
    if not semicolon:
        return None
    try:
        return parsedate_to_datetime(stamp.strip())
    except (ValueError, TypeError, OverflowError):
        return None


def case_of_example(example: Example) -> Case:
    """The case an example of a lint describes."""
    data = example.mail.encode() if isinstance(example.mail, str) else example.mail
    if b"\r\n" not in data:
        data = data.replace(b"\n", b"\r\n")
    raw = RawMessage(data, source="example", received=example.received, complete=not example.cut)
    case = case_of(parse(raw), trusted_ids=example.trusted_ids, commercial=example.commercial, history=example.history)
    return replace(case, received=example.received, probes=example.probes)
