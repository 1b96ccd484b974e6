"""Who we are to a server, and where the server is.

The one fact a newcomer would get wrong: a secret here never shows itself; it is in no repr and known to the log's mask.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inboxguard.log import keep_secret


class Security(StrEnum):
    """How the connection is protected; NONE is allowed to this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Proof(StrEnum):
    """What a secret is: a password, or an OAuth access token in one of the two envelopes."""

    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in, not a password
    XOAUTH2 = "xoauth2"
    OAUTHBEARER = "oauthbearer"


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect. `ca_file` holds the authorities to trust instead of the system's."""

    host: str
    port: int = 993
    security: Security = Security.TLS
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login name and its secret."""

    user: str
    secret: str = field(repr=False)
    proof: Proof = Proof.PASSWORD

    def __post_init__(self) -> None:
        keep_secret(self.secret)


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest that connecting, a command, and a fetch of many messages may take, in seconds."""

    connect_seconds: float = 20.0
    command_seconds: float = 60.0


class Bearer:
    """An access token in its envelope, given to SASL once; `says` is what the server has against it, or empty.

    RFC 7628 §3.1 for OAUTHBEARER; XOAUTH2 as Google and Microsoft document it. A refusal arrives as a challenge that
    has to be answered before the server says no (RFC 7628 §3.2.3).
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._given = False
        self.says = ""

    def __call__(self, challenge: bytes) -> bytes:
        """The answer to the server's challenge."""
        bare = self._credentials.proof is Proof.XOAUTH2
        if self._given:
            self.says = " " + challenge.decode("utf-8", "replace")[:200]
            return b"" if bare else b"\x01"
        self._given = True
        user, token = self._credentials.user, self._credentials.secret
        name = user.replace("=", "=3D").replace(",", "=2C")
        start = f"user={user}\1" if bare else f"n,a={name},\1"
        return f"{start}auth=Bearer {token}\1\1".encode()
