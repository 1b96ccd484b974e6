"""A URI found in a header field or in a body, taken apart (RFC 3986), and mailto in particular (RFC 6068).

The one fact a newcomer would get wrong: in a mailto URI "+" is a plus sign. Only "%20" is a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from inboxguard.mail.address import Address, parse_address

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
USABLE_SCHEMES = frozenset({"https", "http", "mailto"})


@dataclass(frozen=True, slots=True)
class Uri:
    """`scheme` in lower case, `text` as written without white space, `host` in lower case (empty for mailto).

    For mailto: `addresses` are those that parse, `subject`, `body` and `fields` the percent-decoded header fields.
    """

    scheme: str
    text: str
    host: str = ""
    addresses: tuple[Address, ...] = ()
    subject: str = ""
    body: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> Address | None:
        """The first address of a mailto URI."""
        return self.addresses[0] if self.addresses else None

    @property
    def usable(self) -> bool:
        """Whether the scheme is one that leads a person somewhere and there is somewhere to go."""
        if self.scheme == "mailto":
            return bool(self.addresses)
        return self.scheme in USABLE_SCHEMES and bool(self.host)


def _host(rest: str) -> str:
    """The host of the authority that follows "//": without user, port and path."""
    if not rest.startswith("//"):
        return ""
    authority = re.split(r"[/?#\\]", rest[2:], maxsplit=1)[0].rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0].strip("[").lower()
    return authority.partition(":")[0].rstrip(".").lower()


def _mailto(text: str, rest: str) -> Uri:
    to, _, query = rest.partition("?")
    fields = []
    for piece in query.replace("&amp;", "&").split("&")[:50]:
        name, _, value = piece.partition("=")
        if name:
            fields.append((unquote(name).lower(), unquote(value, errors="replace")))
    listed = [*to.split(","), *(value for name, value in fields if name == "to")][:50]
    addresses = tuple(found for one in listed if (found := parse_address(unquote(one.strip(), errors="replace"))))
    subject = next((value for name, value in fields if name == "subject"), "")
    body = next((value for name, value in fields if name == "body"), "")
    return Uri("mailto", text, "", addresses, subject, body, tuple(fields))


def read_uri(text: str) -> Uri | None:
    """The URI, or None when the text has no scheme. White space inside is left out (RFC 2369 §2)."""
    flat = "".join(text.split())
    found = _SCHEME.match(flat)
    if not found:
        return None
    scheme, rest = found[1].lower(), flat[found.end() :]
    return _mailto(flat, rest) if scheme == "mailto" else Uri(scheme, flat, _host(rest))
