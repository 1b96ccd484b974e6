"""Bytes to Message: bounded, on compat32, never raising."""

from inboxguard.mail.message import Message
from inboxguard.mail.ref import RawMessage


def parse(raw: RawMessage) -> Message:
    """The message as far as it can be read; what cannot be read stands in its damage."""
    raise NotImplementedError(raw)
