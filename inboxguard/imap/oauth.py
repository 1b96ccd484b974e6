"""Tokens from an OAuth 2.0 server: asked for, refreshed, and never shown.

The one fact a newcomer would get wrong: a refusal to refresh is not a network failure. `invalid_grant` means that only
the user can help, so it becomes SignInRefused and is not tried again; what may pass by itself is Unreachable.
One small client of our own serves every provider; see docs/decisions for why.
"""

import ipaddress
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.client import HTTPException
from typing import IO, Final

from inboxguard.errors import ConfigProblem, Misbehaved, Refused, SignInRefused, TlsRefused, Unreachable
from inboxguard.log import keep_secret, mask

SECONDS: Final = 20.0
_MOST_BYTES: Final = 1 << 20
_USUAL_LIFE: Final = timedelta(minutes=5)
_USER_MUST_ACT: Final = {
    "invalid_grant",
    "interaction_required",
    "consent_required",
    "login_required",
    "access_denied",
    "expired_token",
}
_SETTING_IS_WRONG: Final = {
    "invalid_client",
    "unauthorized_client",
    "invalid_scope",
    "invalid_request",
    "unsupported_grant_type",
}


@dataclass(frozen=True, slots=True)
class Client:
    """Whom to ask for a token, and as which application; an address that is not needed is empty."""

    client_id: str
    token_url: str
    scope: str
    client_secret: str = field(default="", repr=False)
    device_url: str = ""
    authorize_url: str = ""
    redirect_host: str = "127.0.0.1"
    extra: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        keep_secret(self.client_secret)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and what renews it; `refresh` is empty where the server gives none."""

    access: str = field(repr=False)
    expires: datetime
    refresh: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        keep_secret(self.access)
        keep_secret(self.refresh)

    def lasts(self, now: datetime, margin: timedelta) -> bool:
        """Whether the access token is still good for at least `margin`."""
        return now + margin < self.expires


class TokenRefused(Refused):
    """The token server said no; `error` is its word for it (RFC 6749 §5.2, RFC 8628 §3.5)."""

    def __init__(self, error: str, says: str) -> None:
        super().__init__(says)
        self.error = error


def refreshed(client: Client, token: Token | None, now: datetime) -> Token:
    """A new access token for the refresh token (RFC 6749 §6); a new refresh token is kept when one came.

    Raises:
        SignInRefused: when the user has to sign in again.
        ConfigProblem: when the application itself is refused.
        Unreachable: when it may work later.
    """
    if token is None:
        raise SignInRefused("nobody has signed in for this account yet")
    if not token.refresh:
        raise SignInRefused("the access token has expired and nothing was given to renew it with")
    fresh = grant(client, {"grant_type": "refresh_token", "refresh_token": token.refresh}, now)
    return fresh if fresh.refresh else replace(fresh, refresh=token.refresh)


def for_application(client: Client, now: datetime) -> Token:
    """A token for the application itself (RFC 6749 §4.4), by which an organisation reads its own mailboxes.

    Raises:
        ConfigProblem: when the application is refused.
        Unreachable: when it may work later.
    """
    return grant(client, {"grant_type": "client_credentials", "scope": client.scope}, now)


def grant(client: Client, fields: Mapping[str, str], now: datetime) -> Token:
    """The token for one grant.

    Raises:
        SignInRefused: when the user has to act.
        ConfigProblem: when the application is refused.
        TokenRefused: for any other refusal.
        Unreachable: when it may work later.
    """
    asked = {"client_id": client.client_id, **fields}
    if client.client_secret:
        asked["client_secret"] = client.client_secret
    try:
        answer = post(client.token_url, asked)
    except TokenRefused as problem:
        if problem.error in _USER_MUST_ACT:
            raise SignInRefused(str(problem)) from problem
        if problem.error in _SETTING_IS_WRONG:
            mend = "check oauth_client_id, oauth_client_secret_file, oauth_tenant and oauth_scope"
            raise ConfigProblem(str(problem), mend=mend) from problem
        raise
    return _token(client, answer, now)


def post(url: str, fields: Mapping[str, str]) -> dict[str, object]:
    """The JSON object that a form sent to the address is answered with; redirects are not followed.

    Raises:
        TokenRefused: when the server refuses with a word of the standard.
        Unreachable: when there is no answer, or one that says to come back later.
        TlsRefused: when the certificate is not acceptable.
        Misbehaved: when the answer cannot be understood.
        ConfigProblem: when the address is not https, this machine excepted.
    """
    host = checked(url)
    data = urllib.parse.urlencode(fields).encode("ascii")
    request = urllib.request.Request(url, data=data, headers={"Accept": "application/json"})  # noqa: S310 - checked
    try:
        with _opener().open(request, timeout=SECONDS) as response:
            return _object(response.read(_MOST_BYTES), host)
    except urllib.error.HTTPError as problem:
        with problem:
            raise _refusal(problem.code, problem.read(_MOST_BYTES), host) from None
    except urllib.error.URLError as problem:
        if isinstance(problem.reason, ssl.SSLError):
            raise TlsRefused(
                f"the certificate of {host} was not accepted", mend=f"inboxguard doctor   ({host})"
            ) from None
        raise Unreachable(f"{host} cannot be reached: {problem.reason}") from None
    except (OSError, HTTPException) as problem:
        raise Unreachable(f"{host} did not answer: {type(problem).__name__}") from None


def checked(url: str) -> str:
    """The host of an address that secrets may be sent to.

    Raises:
        ConfigProblem: when it is not https, or http to this machine.
    """
    parts = urllib.parse.urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" and host and not parts.username:
        return host
    if parts.scheme == "http" and _is_here(host):
        return host
    raise ConfigProblem(f"{url or 'the OAuth address'} is not an https address", mend="check oauth_token_url")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would carry secrets elsewhere."""

    def redirect_request(  # noqa: PLR0917 - the library's signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow nothing."""
        del req, fp, code, msg, headers, newurl


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)


def _object(body: bytes, host: str) -> dict[str, object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Misbehaved(f"{host} answered with something that is not JSON") from None
    if not isinstance(answer, dict):
        raise Misbehaved(f"{host} answered with something that is not a JSON object")
    return answer


def _refusal(code: int, body: bytes, host: str) -> TokenRefused | Unreachable | Misbehaved:
    if code >= 500 or code in {408, 429}:
        return Unreachable(f"{host} asks to come back later (HTTP {code})")
    try:
        answer = _object(body, host)
    except Misbehaved as problem:
        return Misbehaved(f"{problem} (HTTP {code})")
    error = str(answer.get("error", ""))[:60]
    if error in {"temporarily_unavailable", "server_error"}:
        return Unreachable(f"{host} asks to come back later: {error}")
    says = " ".join(str(answer.get("error_description", "")).split())[:300]
    return TokenRefused(error, mask(f"{host} refused: {error or f'HTTP {code}'} {says}".strip()))


def _token(client: Client, answer: Mapping[str, object], now: datetime) -> Token:
    access = answer.get("access_token")
    refresh = answer.get("refresh_token")
    if not isinstance(access, str) or not access or not access.isascii() or not access.isprintable():
        raise Misbehaved(f"{checked(client.token_url)} gave no access token")
    return Token(access, now + _life(answer.get("expires_in")), refresh if isinstance(refresh, str) else "")


def _life(told: object) -> timedelta:
    """How long the token is good for; some servers send the number as text, some send none."""
    try:
        return timedelta(seconds=min(max(0, int(str(told))), 86_400 * 366))
    except ValueError:
        return _USUAL_LIFE


def to_json(token: Token) -> str:
    """The token as it is stored."""
    return json.dumps(
        {
            "access_token": token.access,
            "expires": token.expires.astimezone(UTC).isoformat(),
            "refresh_token": token.refresh,
        }
    )


def from_json(text: str) -> Token | None:
    """The stored token, or None when it cannot be read."""
    try:
        tree = json.loads(text)
        return Token(str(tree["access_token"]), datetime.fromisoformat(tree["expires"]), str(tree["refresh_token"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
