"""What a target names: its scheme, its host, its organisation.

The one fact a newcomer would get wrong: a target is untrusted text. `urlsplit` may raise on it, and a host may be
percent-encoded, a number, or hide behind an "@"; nothing here asks the network.
"""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from inboxguard.mail.address import parse_address, registrable

_WEB = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Target:
    """`scheme` and `host` are lower case, empty where there is none; `user` stands before an "@" in a web address."""

    scheme: str
    host: str
    path: str = ""
    query: str = ""
    user: str = ""
    port: int | None = None
    written_host: str = ""

    @property
    def web(self) -> bool:
        """Whether it is an http or https address with a host."""
        return self.scheme in _WEB and bool(self.host)

    @property
    def organisation(self) -> str:
        """The registrable domain of the host, an address in digits as it is, or empty."""
        if self.host.replace(".", "").isdigit() or ":" in self.host:
            return self.host
        return registrable(self.host) if self.host else ""


@lru_cache(maxsize=4096)
def read_target(text: str) -> Target:
    """The parts of a URL, a mailto: or a bare e-mail address; never raises."""
    trimmed = "".join(text.split())[:4000]
    if "@" in trimmed and ":" not in trimmed.partition("@")[0]:
        trimmed = f"mailto:{trimmed}"
    if trimmed.lower().startswith("www."):
        trimmed = f"http://{trimmed}"
    if trimmed[:7].lower() == "mailto:":
        return _mailto(trimmed[7:])
    try:
        parts = urlsplit(trimmed)
    except ValueError:
        return Target("", "")
    return _web(parts)


def _mailto(text: str) -> Target:
    address, _, query = text.partition("?")
    found = parse_address(unquote(address).split(",")[0])
    return Target("mailto", found.domain if found else "", unquote(address), query)


def _web(parts: SplitResult) -> Target:
    user, _, place = parts.netloc.rpartition("@")
    written, port = place, None
    head, colon, tail = place.rpartition(":")
    if colon and ((tail.isascii() and tail.isdigit()) or not tail) and not place.endswith("]"):
        written, port = head, int(tail[:6]) if tail else None
    host = unquote(written).lower().rstrip(".")
    return Target(parts.scheme.lower(), host, parts.path, parts.query, user, port, written)
