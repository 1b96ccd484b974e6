"""What is known of the large providers: where their servers are, and how one is let in.

The one fact a newcomer would get wrong: a domain of somebody's own is often hosted by one of them, which its mail
exchangers tell. The table itself is providers.toml.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from inboxguard.imap.credentials import Security, Server


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `oauth` names whose sign-in page is used, `sign_in` what works, best first; pages may be empty."""

    name: str
    title: str
    host: str
    domains: tuple[str, ...]
    sign_in: tuple[str, ...]
    port: int = 993
    security: Security = Security.TLS
    mx: tuple[str, ...] = ()
    oauth: str = ""
    user: str = "address"
    password_page: str = ""
    switch_page: str = ""
    note: str = ""

    @property
    def server(self) -> Server:
        """Where its IMAP server is."""
        return Server(self.host, self.port, self.security)

    def login_of(self, address: str) -> str:
        """The login name for an address."""
        return address.rpartition("@")[0] if self.user == "local" else address

    @property
    def takes_passwords(self) -> bool:
        """Whether a password of any kind is accepted."""
        return any("password" in way for way in self.sign_in)


@cache
def providers() -> tuple[Provider, ...]:
    """The table."""
    tree = tomllib.loads(files("inboxguard.imap").joinpath("providers.toml").read_text("utf-8"))
    return tuple(_provider(name, row) for name, row in tree.items())


def by_name(name: str) -> Provider | None:
    """The provider of that name."""
    return next((known for known in providers() if known.name == name), None)


def of_domain(domain: str) -> Provider | None:
    """The provider whose own domain it is."""
    wanted = domain.lower().rstrip(".")
    return next((known for known in providers() if wanted in known.domains), None) or next(
        (known for known in providers() for own in known.domains if wanted.endswith(f".{own}")), None
    )


def of_host(host: str) -> Provider | None:
    """The provider whose IMAP server it is; None for this machine."""
    wanted = host.lower().rstrip(".")
    return next((known for known in providers() if known.host == wanted and wanted != "127.0.0.1"), None)


def of_exchangers(hosts: tuple[str, ...]) -> Provider | None:
    """The provider that the mail exchangers of a domain belong to; the longest fitting end wins."""
    fitting = [
        (len(end), known)
        for host in hosts
        for known in providers()
        for end in known.mx
        if f".{host.lower().rstrip('.')}".endswith(f".{end}")
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _provider(name: str, row: dict[str, Any]) -> Provider:
    tuples = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return Provider(name=name, **{**row, **tuples, "security": Security(row.get("security", "tls"))})
