"""What the network said, when somebody asked it; the lints of the 7xx family read it and never ask themselves.

The one fact a newcomer would get wrong: nothing here is ever filled by default, and no GET or HEAD is ever sent to an
unsubscribe target, because real services unsubscribe on either.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HostProbe:
    """One host: `resolves` and `tls_valid` are None when not asked; `says` is the answer in words."""

    host: str
    resolves: bool | None = None
    tls_valid: bool | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class PostProbe:
    """The answer to the one POST a user consented to: the status and whether it redirects elsewhere."""

    target: str
    status: int
    redirected_to: str = ""


@dataclass(frozen=True, slots=True)
class Probes:
    """All that was asked for one message; `at` is when, None when nobody noted it."""

    hosts: tuple[HostProbe, ...] = ()
    posts: tuple[PostProbe, ...] = ()
    at: datetime | None = None

    def host(self, name: str) -> HostProbe | None:
        """The probe of that host, or None when it was not asked."""
        return next((probe for probe in self.hosts if probe.host == name.lower()), None)
