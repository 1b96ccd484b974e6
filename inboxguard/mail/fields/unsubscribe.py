"""List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058), read twice: as the standard says and leniently.

The strict reading skips comments, takes what stands in angle brackets, and at the first thing that is neither a comma
nor a comment stops but keeps what it has. The lenient one decodes encoded words, takes a bare URI and salvages later
brackets. Every difference between the two is a remark, so that a lint can say what a mail program will stumble over.
The one fact a newcomer would get wrong: `<token@host>` is no URI. Half of the fields seen in phishing hold just that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.encoded_words import decode_words
from inboxguard.mail.fields.comments import skip_cfws, without_comments
from inboxguard.mail.fields.uri import USABLE_SCHEMES, Uri, read_uri
from inboxguard.mail.message import Header, HeaderField

_MAX_URIS = 50
_ENCODED = re.compile(r"=\?[^?\s]{1,75}\?[bBqQ]\?")
_BRACKETS = re.compile(r"<([^<>]*)>?")
_BARE = re.compile(r"(?:https?://|mailto:)[^\s<>\"]{1,8000}", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@,]{1,300}@[^\s<>@,]{1,300}\Z")
_FOLDED_URI = re.compile(rb"<[^<>]*\r?\n[ \t][^<>]*>")
ONE_CLICK = "List-Unsubscribe=One-Click"


class RemarkKind(StrEnum):
    """How a field departs from RFC 2369; the value is what a lint tests for."""

    SEVERAL_FIELDS = "several-fields"
    NO_BRACKETS = "no-brackets"
    ENCODED_WORD = "encoded-word"
    SPACE_INSIDE = "space-inside"
    JUNK = "junk"
    NOT_CLOSED = "not-closed"
    COMMA_INSIDE = "comma-inside"
    NO_SCHEME = "no-scheme"
    RELATIVE = "relative"
    EMPTY = "empty"
    OTHER_SCHEME = "other-scheme"
    NOT_ASCII = "not-ascii"
    FOLD_INSIDE = "fold-inside"
    LONG_LINE = "long-line"


@dataclass(frozen=True, slots=True)
class Remark:
    """A departure and the words it was seen in."""

    kind: RemarkKind
    words: str


@dataclass(frozen=True, slots=True)
class UnsubscribeField:
    """What all List-Unsubscribe fields of a header say.

    `strict` and `lenient` are the usable and unusable URIs of the topmost field in order; ask `Uri.usable`.
    `post` are the values of all List-Unsubscribe-Post fields; `instances` are the fields themselves.
    """

    instances: tuple[HeaderField, ...] = ()
    strict: tuple[Uri, ...] = ()
    lenient: tuple[Uri, ...] = ()
    post: tuple[str, ...] = ()
    post_instances: tuple[HeaderField, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def usable(self) -> tuple[Uri, ...]:
        """The URIs of the lenient reading that lead somewhere."""
        return tuple(uri for uri in self.lenient if uri.usable)

    @property
    def https(self) -> tuple[Uri, ...]:
        """The usable https URIs."""
        return tuple(uri for uri in self.usable if uri.scheme == "https")

    @property
    def mailto(self) -> tuple[Uri, ...]:
        """The usable mailto URIs."""
        return tuple(uri for uri in self.usable if uri.scheme == "mailto")

    @property
    def one_click(self) -> Uri | None:
        """The https URI a one-click request goes to, when the post field says so exactly (RFC 8058 §3.1)."""
        offered = any(value.lower() == ONE_CLICK.lower() for value in self.post)
        return self.https[0] if offered and self.https else None

    def has(self, kind: RemarkKind) -> bool:
        """Whether a remark of that kind was made."""
        return any(remark.kind is kind for remark in self.remarks)


class _Reading:
    """Collects URIs and remarks of one field."""

    def __init__(self) -> None:
        self.uris: list[Uri] = []
        self.remarks: list[Remark] = []

    def remark(self, kind: RemarkKind, words: str) -> None:
        if len(self.remarks) < _MAX_URIS:
            self.remarks.append(Remark(kind, words[:240]))

    def take(self, inner: str) -> None:
        """One item found in brackets, or bare."""
        item = inner.strip()
        if len(self.uris) >= _MAX_URIS:
            return
        uri = read_uri(item)
        if not item:
            self.remark(RemarkKind.EMPTY, "<>")
        elif uri is None or (uri.scheme not in USABLE_SCHEMES and "@" in item and "//" not in item):
            kind = RemarkKind.NO_SCHEME if _ADDRESS.match(item) else RemarkKind.RELATIVE
            self.remark(kind, item)
            return
        elif uri.scheme not in USABLE_SCHEMES:
            self.remark(RemarkKind.OTHER_SCHEME, item)
        if uri is not None:
            self.uris.append(uri)
        if any(char.isspace() for char in item):
            self.remark(RemarkKind.SPACE_INSIDE, item)
        if "," in item and uri is not None and uri.scheme != "mailto":
            self.remark(RemarkKind.COMMA_INSIDE, item)


def read_strict(text: str) -> tuple[tuple[Uri, ...], tuple[Remark, ...]]:
    """The URIs as RFC 2369 §2 reads a field value, unfolded but undecoded, and where it had to stop."""
    reading = _Reading()
    at = skip_cfws(text, 0)
    if at < len(text) and text[at] != "<":
        reading.remark(RemarkKind.NO_BRACKETS, text[at:])
        return (), tuple(reading.remarks)
    while at < len(text) and text[at] == "<":
        close = text.find(">", at)
        if close < 0:
            reading.remark(RemarkKind.NOT_CLOSED, text[at:])
            break
        reading.take(text[at + 1 : close])
        at = skip_cfws(text, close + 1)
        if at < len(text) and text[at] != ",":
            reading.remark(RemarkKind.JUNK, text[at:])
            break
        while at < len(text) and text[at] == ",":
            at = skip_cfws(text, at + 1)
        if at < len(text) and text[at] != "<":
            reading.remark(RemarkKind.JUNK, text[at:])
    return tuple(reading.uris), tuple(reading.remarks)


def read_lenient(text: str) -> tuple[tuple[Uri, ...], tuple[Remark, ...]]:
    """The URIs a forgiving reader finds: encoded words decoded, brackets optional; and why an item is none."""
    decoded = decode_words(text)
    reading = _Reading()
    for found in _BRACKETS.finditer(decoded):
        reading.take(found[1])
    outside = without_comments(_BRACKETS.sub(" , ", decoded))
    for found in _BARE.finditer(outside):
        reading.take(found[0].rstrip(",;"))
    if "<" not in decoded and not reading.uris:
        for item in outside.split(",")[:_MAX_URIS]:
            if item.strip():
                reading.take(item)
    return tuple(dict.fromkeys(reading.uris)), tuple(reading.remarks)


def _wire_remarks(field: HeaderField) -> list[Remark]:
    found = []
    if _ENCODED.search(field.raw):
        found.append(Remark(RemarkKind.ENCODED_WORD, field.raw[:240]))
    if not field.raw.isascii():
        found.append(Remark(RemarkKind.NOT_ASCII, field.raw[:240]))
    if _FOLDED_URI.search(field.raw_bytes):
        found.append(Remark(RemarkKind.FOLD_INSIDE, field.raw[:240]))
    if any(len(line) > 998 for line in field.raw_bytes.replace(b"\r\n", b"\n").split(b"\n")):
        found.append(Remark(RemarkKind.LONG_LINE, field.raw[:240]))
    return found


def read_unsubscribe(header: Header) -> UnsubscribeField | None:
    """What the header says about unsubscribing, or None when it has neither of the two fields."""
    instances = header.all("List-Unsubscribe")
    post = header.all("List-Unsubscribe-Post")
    if not instances and not post:
        return None
    remarks: list[Remark] = []
    strict: tuple[Uri, ...] = ()
    lenient: tuple[Uri, ...] = ()
    if instances:
        strict, seen = read_strict(instances[0].raw)
        lenient, forgiven = read_lenient(instances[0].raw)
        remarks = list(dict.fromkeys([*seen, *forgiven, *_wire_remarks(instances[0])]))
        if not instances[0].raw.strip():
            remarks.append(Remark(RemarkKind.EMPTY, ""))
    if len(instances) > 1:
        remarks.append(Remark(RemarkKind.SEVERAL_FIELDS, f"{len(instances)} fields"))
    values = tuple(" ".join(field.value.split()) for field in post)
    return UnsubscribeField(instances, strict, lenient, values, post, tuple(remarks))
