"""From an address to its IMAP server: the table, SRV records, the mail exchangers, then a guess that is shown.

The one fact a newcomer would get wrong: DNS answers may be forged, and a forged SRV record would be given the password
by a valid certificate of its own. So a server outside the address's domain is only `sure` when the table knows it
(RFC 6186 §6); otherwise a person has to agree first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from inboxguard.errors import ServerTrouble, UsageProblem
from inboxguard.imap import providers
from inboxguard.imap.credentials import Security, Server
from inboxguard.imap.providers import Provider
from inboxguard.imap.reach import reach

_PROBE_SECONDS: Final = 5.0
_DNS_SECONDS: Final = 5.0


class How(StrEnum):
    """What a finding rests on."""

    TABLE = "the table of providers"
    SRV = "the domain's SRV records"
    EXCHANGER = "the domain's mail exchangers"
    GUESS = "a guess that answered"
    TOLD = "what you said"


@dataclass(frozen=True, slots=True)
class Finding:
    """A server for an address. Not `sure` means: show it and ask before a password is sent there."""

    server: Server
    user: str
    how: How
    sure: bool
    provider: Provider | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One SRV record (RFC 2782)."""

    priority: int
    weight: int
    port: int
    target: str


class Resolver(Protocol):
    """Asks DNS; no answer is an empty tuple."""

    def services(self, name: str) -> tuple[Service, ...]:
        """The SRV records of the name."""

    def exchangers(self, domain: str) -> tuple[str, ...]:
        """The domain's mail exchangers, most wanted first."""


class Dns:
    """The system's resolver, or the name server given."""

    def __init__(self, nameserver: str = "", port: int = 53) -> None:
        self._nameserver = nameserver
        self._port = port

    def services(self, name: str) -> tuple[Service, ...]:
        """The SRV records of the name."""
        return tuple(
            Service(row.priority, row.weight, row.port, row.target.to_text(omit_final_dot=True).lower())
            for row in self._resolved(name, "SRV")
        )

    def exchangers(self, domain: str) -> tuple[str, ...]:
        """The domain's mail exchangers, most wanted first."""
        rows = sorted(self._resolved(domain, "MX"), key=lambda row: row.preference)
        return tuple(row.exchange.to_text(omit_final_dot=True).lower() for row in rows)

    def _resolved(self, name: str, kind: str) -> list[Any]:
        import dns.exception
        import dns.resolver

        try:
            resolver = dns.resolver.Resolver(configure=not self._nameserver)
            if self._nameserver:
                resolver.nameservers, resolver.port = [self._nameserver], self._port
            return list(resolver.resolve(name, kind, lifetime=_DNS_SECONDS, search=False))
        except (dns.exception.DNSException, OSError):
            return []


def discover(address: str, resolver: Resolver, *, answers: Callable[[Server], bool] | None = None) -> Finding | None:
    """The server for the address, or None when nothing was found; `answers` probes a guess, over TLS when None.

    Raises:
        UsageProblem: when the address is none.
    """
    local, at, domain = address.strip().rpartition("@")
    domain = _ascii(domain)
    if not at or not local or "." not in domain:
        raise UsageProblem("an address looks like you@example.com")
    if known := providers.of_domain(domain):
        return _of_provider(known, address, How.TABLE)
    if found := _by_service(address, domain, resolver):
        return found
    if known := providers.of_exchangers(resolver.exchangers(domain)):
        return _of_provider(known, address, How.EXCHANGER)
    probe = answers or answers_with_tls
    return next((Finding(server, address, How.GUESS, sure=True) for server in guesses(domain) if probe(server)), None)


def guesses(domain: str) -> Iterator[Server]:
    """Usual names of a domain's own server, most usual first; each protected from the first octet or by STARTTLS."""
    for host in (f"imap.{domain}", f"mail.{domain}", domain):
        yield Server(host, 993, Security.TLS)
    for host in (f"imap.{domain}", f"mail.{domain}"):
        yield Server(host, 143, Security.STARTTLS)


def answers_with_tls(server: Server) -> bool:
    """Whether something answers there, with an acceptable certificate where TLS comes first."""
    try:
        reach(server, _PROBE_SECONDS).close()
    except ServerTrouble:
        return False
    return True


def _of_provider(known: Provider, address: str, how: How) -> Finding:
    return Finding(known.server, known.login_of(address), how, sure=True, provider=known)


def _by_service(address: str, domain: str, resolver: Resolver) -> Finding | None:
    """What the domain itself announces (RFC 6186 §3.2); a target of "." says that there is no such service."""
    for label, security in (("_imaps", Security.TLS), ("_imap", Security.STARTTLS)):
        offered = [row for row in resolver.services(f"{label}._tcp.{domain}") if row.target not in {"", "."}]
        if not offered:
            continue
        best = min(offered, key=lambda row: (row.priority, -row.weight))
        server = Server(best.target, best.port, security)
        known = providers.of_host(best.target)
        own = best.target == domain or best.target.endswith(f".{domain}")
        return Finding(server, known.login_of(address) if known else address, How.SRV, own or known is not None, known)
    return None


def _ascii(domain: str) -> str:
    try:
        return domain.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
