"""Where a message lies and what it is: the two names every deed needs.

The one fact a newcomer would get wrong: a UID alone names nothing. It means something only together with account,
mailbox and UIDVALIDITY (RFC 9051 §2.3.1.1), and it changes when the message moves; the MessageKey does not.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class MessageRef:
    """Where a message lies now. `mailbox` is the decoded (Unicode) name; `uidvalidity` and `uid` are the server's."""

    account: str
    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, order=True)
class MessageKey:
    """What a message is, wherever it lies: 32 hexadecimal digits that survive a move."""

    digest: str

    def __str__(self) -> str:
        return self.digest


@dataclass(frozen=True, slots=True)
class RawMessage:
    """Bytes as a source gave them, untrusted.

    `data` is the header block alone when `complete` is False; `size` is the size of the whole message in octets as the
    source states it; `received` is INTERNALDATE or, for a file, the best the file offers, None when it offers nothing;
    `source` is for people ("mbox:takeout.mbox#12"); `labels` are flags and keywords (Gmail: labels).
    """

    data: bytes
    source: str
    ref: MessageRef | None = None
    received: datetime | None = None
    size: int = 0
    complete: bool = True
    labels: tuple[str, ...] = ()
    from_me: bool = False


def header_block(data: bytes) -> bytes:
    """The bytes up to and without the empty line that ends the header (RFC 5322 §2.1)."""
    ends = [at for at in (data.find(b"\r\n\r\n"), data.find(b"\n\n")) if at >= 0]
    return data[: min(ends)] if ends else data


def key_of(raw: RawMessage) -> MessageKey:
    """The key: a digest of the whole header block.

    Line ends are folded first, so that the same message has one key in a Maildir, an mbox and on a server.
    The size stays out for the same reason: sources count line ends differently.
    """
    header = header_block(raw.data).replace(b"\r\n", b"\n").strip(b"\n")
    return MessageKey(hashlib.sha256(header).hexdigest()[:32])
