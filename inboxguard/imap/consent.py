"""How a person lets us in: the device flow, or their browser coming back to this machine.

The one fact a newcomer would get wrong: Google gives its IMAP scope to no device flow, so there the browser has to come
back to a port of this machine; where the browser runs elsewhere, the address it ended at can be pasted instead.
"""

import base64
import hashlib
import html
import secrets
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

from inboxguard.errors import ConfigProblem, Misbehaved, SignInRefused, Unreachable
from inboxguard.imap import oauth
from inboxguard.imap.oauth import Client, Token, TokenRefused
from inboxguard.log import keep_secret

_BROWSER_SECONDS: Final = 600.0
_MOST_REQUESTS: Final = 50


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the user types, and where (RFC 8628 §3.2)."""

    user_code: str
    address: str
    expires: datetime
    interval_seconds: float
    device_code: str = field(repr=False)

    def __post_init__(self) -> None:
        keep_secret(self.device_code)


def ask_device_code(client: Client, now: datetime) -> DeviceCode:
    """A code for the user to type on any device.

    Raises:
        ConfigProblem: when the provider has no device flow or refuses the application.
    """
    if not client.device_url:
        raise ConfigProblem(
            "there is no device authorisation address", mend='set oauth_device_url or oauth_flow = "browser"'
        )
    try:
        answer = oauth.post(client.device_url, {"client_id": client.client_id, "scope": client.scope})
    except TokenRefused as problem:
        raise ConfigProblem(str(problem), mend="check oauth_client_id, oauth_tenant and oauth_scope") from problem
    code, user_code = answer.get("device_code"), answer.get("user_code")
    address = answer.get("verification_uri") or answer.get("verification_url")  # Google says url
    if not (isinstance(code, str) and isinstance(user_code, str) and isinstance(address, str)):
        raise Misbehaved("the device authorisation server gave no code")
    return DeviceCode(
        _shown(user_code),
        _shown(address),
        now + timedelta(seconds=_seconds(answer.get("expires_in"), 900, most=3600)),
        _seconds(answer.get("interval"), 5, most=60),
        code,
    )


def await_device(
    client: Client, code: DeviceCode, *, now: Callable[[], datetime], wait: Callable[[float], None]
) -> Token:
    """The token, once the user has agreed; asks no more often than the server wants (RFC 8628 §3.5).

    Raises:
        SignInRefused: when the user declines or the code expires.
    """
    interval = code.interval_seconds
    fields = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": code.device_code}
    while now() < code.expires:
        wait(interval)
        try:
            return oauth.grant(client, fields, now())
        except TokenRefused as problem:
            if problem.error == "slow_down":
                interval += 5
            elif problem.error != "authorization_pending":
                raise SignInRefused(str(problem)) from problem
        except Unreachable:
            interval = min(interval * 2, 60)
    raise SignInRefused("the code was not used in time")


class BrowserConsent:
    """An authorisation code request with PKCE (RFC 7636); its answer comes to this machine (RFC 8252 §7.3)."""

    def __init__(self, client: Client, user: str) -> None:
        if not client.authorize_url:
            raise ConfigProblem("there is no authorisation address", mend="set oauth_authorize_url")
        oauth.checked(client.authorize_url)
        self._client = client
        self._state = secrets.token_urlsafe(24)
        self._verifier = secrets.token_urlsafe(48)
        self._answer: str | None = None
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())
        self._redirect = f"http://{client.redirect_host}:{self._server.server_port}/"
        self.address = self._address(user)
        keep_secret(self._verifier)

    def close(self) -> None:
        """Give the port back."""
        self._server.server_close()

    def await_browser(self, *, now: Callable[[], datetime]) -> Token:
        """The token, once the browser has come back.

        Raises:
            SignInRefused: when the user declines or does not come back.
        """
        ends = now() + timedelta(seconds=_BROWSER_SECONDS)
        for _ in range(_MOST_REQUESTS):
            left = (ends - now()).total_seconds()
            if self._answer is not None or left <= 0:
                break
            self._server.timeout = left
            self._server.handle_request()
        if self._answer is None:
            raise SignInRefused("the browser did not come back", mend="inboxguard login NAME --paste")
        return self.redeem(self._answer, now())

    def redeem(self, landed: str, now: datetime) -> Token:
        """The token for the address that the browser ended at.

        Raises:
            SignInRefused: when that address is not an answer to this request, or says no.
        """
        said = _query(landed)
        if not self.expects(landed):
            raise SignInRefused("that address does not belong to this sign-in")
        if "code" not in said:
            raise SignInRefused(f"the sign-in page refused: {_shown(said.get('error', 'no code'))}")
        keep_secret(said["code"])
        asked = {
            "grant_type": "authorization_code",
            "code": said["code"],
            "redirect_uri": self._redirect,
            "code_verifier": self._verifier,
        }
        return oauth.grant(self._client, asked, now)

    def expects(self, landed: str) -> bool:
        """Whether that address answers this request; other pages may send the browser here too (RFC 6749 §10.12)."""
        return secrets.compare_digest(_query(landed).get("state", "").encode(), self._state.encode())

    def _address(self, user: str) -> str:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self._verifier.encode()).digest()).rstrip(b"=").decode()
        fields = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._redirect,
            "scope": self._client.scope,
            "state": self._state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "login_hint": user,
            **dict(self._client.extra),
        }
        return f"{self._client.authorize_url}?{urllib.parse.urlencode(fields)}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        consent = self

        class Landing(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                ours = consent.expects(self.path)
                if ours:
                    consent._answer = self.path
                says = "You can close this window and go back to the terminal." if ours else "Nothing is here."
                page = f"<!doctype html><title>inboxguard</title><p>{html.escape(says)}</p>".encode()
                self.send_response(200 if ours else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing: the code is in the request."""

        return Landing


def _query(landed: str) -> dict[str, str]:
    try:
        fields = urllib.parse.parse_qs(urllib.parse.urlsplit(landed.strip()).query, max_num_fields=50)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def _shown(text: str) -> str:
    return "".join(ch for ch in text if ch.isprintable())[:300]


def _seconds(told: object, usual: float, *, most: float) -> float:
    return min(float(told), most) if isinstance(told, int | float) and told > 0 else usual
