"""DKIM-Signature (RFC 6376 §3.5): which fields a signature covers.

The one fact a newcomer would get wrong: a name in h= covers one instance, counted from the bottom. A second field of
that name put on top later is unsigned, and it is the one most programs read; a name listed once more than there are
fields ("oversigned") forbids that.
"""

from __future__ import annotations

from dataclasses import dataclass

from inboxguard.mail.fields.authentication import AuthenticationResults, is_aligned
from inboxguard.mail.message import Header

_MAX_VALUE = 16_384
_MAX_NAMES = 300


@dataclass(frozen=True, slots=True)
class Signature:
    """`domain` is d=, `selector` s=, `digest` b= without white space, `names` h= in lower case, `length` l= or None."""

    domain: str
    selector: str
    digest: str
    names: tuple[str, ...]
    length: int | None = None
    identity: str = ""
    algorithm: str = ""

    def count(self, name: str) -> int:
        """How many instances of a field the signature covers."""
        return self.names.count(name.lower())


def read_signature(value: str) -> Signature | None:
    """The signature a field value describes, or None when it names no domain or covers nothing."""
    tags: dict[str, str] = {}
    for piece in value[:_MAX_VALUE].split(";"):
        name, equals, text = piece.partition("=")
        if equals:
            tags.setdefault(name.strip().lower(), "".join(text.split()))
    names = tuple(name.lower() for name in tags.get("h", "").split(":")[:_MAX_NAMES] if name)
    if not tags.get("d") or not names:
        return None
    length = (
        int(tags["l"]) if tags.get("l", "").isascii() and tags.get("l", "x").isdigit() and len(tags["l"]) < 20 else None
    )
    return Signature(
        tags["d"].lower().rstrip("."),
        tags.get("s", ""),
        tags.get("b", ""),
        names,
        length,
        tags.get("i", ""),
        tags.get("a", ""),
    )


def signatures(header: Header) -> tuple[Signature, ...]:
    """Every DKIM-Signature that can be read, topmost first; at most 50."""
    return tuple(found for field in header.all("DKIM-Signature")[:50] if (found := read_signature(field.raw)))


def covers(header: Header, signature: Signature, name: str) -> bool:
    """Whether every instance of a field lies under the signature, the topmost too (RFC 6376 §5.4.2).

    A field that is not there is not covered.
    """
    present = len(header.all(name))
    return 0 < present <= signature.count(name)


def passing(header: Header, results: AuthenticationResults) -> tuple[Signature, ...]:
    """The signatures a trusted server says passed, matched by domain and, where given, selector and b=."""
    found: list[Signature] = []
    for result in results.passed("dkim"):
        for one in signatures(header):
            selector, digest = result.of("header.s"), result.of("header.b")
            fits = one.domain == result.domain or (not result.of("header.d") and is_aligned(one.domain, result.domain))
            if fits and (not selector or selector == one.selector) and (not digest or one.digest.startswith(digest)):
                found.append(one)
    return tuple(dict.fromkeys(found))
