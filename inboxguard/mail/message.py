"""The parsed, immutable reading of a message.

The one fact a newcomer would get wrong: `blocks` is what a person sees, in reading order, of the part a mail program
would show (HTML where there is one with visible text, else plain text). Each block knows whether it is the writer's
own new text, a quotation, a signature or a footer, and carries its links with their places in the block's text.
Hidden HTML text stands among them in blocks of its own whose `look.seen` is HIDDEN, so that a hidden link has a place;
who reads words has to look at `look.seen` (`new_text` and its sisters leave hidden blocks out).
Nothing here raises: what could not be read stands in `damage`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from inboxguard.mail.address import Address, NamedAddress
from inboxguard.mail.ref import MessageKey, MessageRef


class Segment(StrEnum):
    """Whose words a block holds."""

    NEW = "new"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    FOOTER = "footer"


class Seen(StrEnum):
    """Whether a person sees it; UNKNOWN where the style cannot be settled without a browser."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Look:
    """How text or a link appears.

    `font_px` is the nearest font size in CSS pixels, None when not stated; `contrast` is the WCAG ratio of text to
    background (1 to 21), None when either is unknown; `why` says what hides it ("display:none"), else empty.
    """

    seen: Seen = Seen.VISIBLE
    why: str = ""
    font_px: float | None = None
    contrast: float | None = None


_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go, offered by a block.

    `text` is what is shown (for an image its alternative text), `target` the untouched href, address or form action;
    `start` and `end` are offsets into the block's text. `kind` is "a", "area", "form", "url" (bare in plain text) or
    "address" (bare in plain text). `image_only` means that there is no text but an image.
    """

    text: str
    target: str
    kind: str
    start: int
    end: int
    look: Look = _PLAIN
    image_only: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, table cell or line group as a person reads it; `origin` is "html" or "plain"."""

    text: str
    origin: str
    segment: Segment = Segment.NEW
    look: Look = _PLAIN
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One header field: `name` as written, `raw` unfolded but undecoded text, `value` with RFC 2047 words decoded.

    `raw_bytes` are the bytes of the value with their folding, for checks of the wire form.
    """

    name: str
    raw: str
    value: str
    raw_bytes: bytes = b""


@dataclass(frozen=True, slots=True)
class Header:
    """All fields in order, topmost first."""

    fields: tuple[HeaderField, ...] = ()
    _by_name: dict[str, tuple[HeaderField, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def all(self, name: str) -> tuple[HeaderField, ...]:
        """Every field of that name, topmost first; names compare without case."""
        if not self._by_name and self.fields:
            for found in self.fields:
                key = found.name.lower()
                before = self._by_name.get(key)
                self._by_name[key] = (*before, found) if before else (found,)
        return self._by_name.get(name.lower(), ())

    def first(self, name: str) -> HeaderField | None:
        """The topmost field of that name, or None."""
        found = self.all(name)
        return found[0] if found else None

    def value(self, name: str) -> str:
        """The decoded value of the topmost field of that name, or the empty string."""
        found = self.first(name)
        return found.value if found else ""

    def __contains__(self, name: str) -> bool:
        return self.first(name) is not None


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the MIME tree (RFC 2045). `text` is the decoded text of a text part, else empty."""

    content_type: str
    text: str = ""
    charset: str = ""
    disposition: str = ""
    filename: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """What could not be read: `place` ("header", "body", "part 3") and `says`; `fatal` means do not act on it."""

    place: str
    says: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as far as it could be read.

    `complete` is False when only the header was available or a cap cut the body; then body checks are undecided.
    `other_blocks` is the alternative a person is unlikely to see (plain text beside HTML). `hidden_text` is HTML text
    that is not shown. `new_text` joins the writer's own visible blocks, `signature_text` the signature and footer
    blocks, `quoted_text` quoted and forwarded ones. `received` is INTERNALDATE, never the sender's Date.
    `in_reply_to` and `references` are Message-IDs without angle brackets.
    """

    key: MessageKey
    source: str
    header: Header
    ref: MessageRef | None = None
    received: datetime | None = None
    size: int = 0
    sender: NamedAddress | None = None
    reply_to: tuple[NamedAddress, ...] = ()
    to: tuple[NamedAddress, ...] = ()
    cc: tuple[NamedAddress, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    blocks: tuple[Block, ...] = ()
    other_blocks: tuple[Block, ...] = ()
    hidden_text: str = ""
    new_text: str = ""
    signature_text: str = ""
    quoted_text: str = ""
    encrypted: bool = False
    complete: bool = True
    damage: tuple[Damage, ...] = ()
    labels: tuple[str, ...] = ()
    from_me: bool = False

    @property
    def header_intact(self) -> bool:
        """Whether every header field could be read."""
        return not any(found.place == "header" for found in self.damage)

    @property
    def readable(self) -> bool:
        """Whether the whole message was read, so that "none" may be said of it."""
        return self.complete and not self.encrypted and not any(found.fatal for found in self.damage)

    @property
    def when(self) -> datetime | None:
        """The instant used for ordering: received where known, else the sender's own date."""
        return self.received or self.date

    @property
    def sender_address(self) -> Address | None:
        """The From address, or None when there is none that parses."""
        return self.sender.address if self.sender else None
