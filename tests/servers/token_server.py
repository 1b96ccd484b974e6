"""A token server on loopback: device flow, browser flow with PKCE, refresh with rotation, and introspection."""

import base64
import hashlib
import json
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import pytest

from inboxguard.imap.oauth import Client

CLIENT_ID = "the-application"
CLIENT_SECRET = "canary-client-secret"


@dataclass
class TokenServer:
    """`live` maps access tokens to users, `renewals` refresh tokens to users; a test changes them behind our back."""

    user: str = "ada@mail.example"
    life_seconds: object = 3600
    live: dict[str, str] = field(default_factory=dict)
    renewals: dict[str, str] = field(default_factory=dict)
    answers_before: list[str] = field(default_factory=list)  # errors given first, one for each request
    down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    challenges: dict[str, tuple[str, str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    server: ThreadingHTTPServer | None = None

    def start(self) -> "TokenServer":
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def client(self) -> Client:
        return Client(
            CLIENT_ID, f"{self.url}/token", "imap offline", CLIENT_SECRET, f"{self.url}/device", f"{self.url}/authorize"
        )

    def expire(self) -> None:
        """Every access token given out so far is worth nothing now."""
        self.live.clear()

    def answer(self, path: str, said: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path == "/introspect":
            user = self.live.get(said.get("token", ""))
            return 200, {"active": user is not None, "email": user or "", "username": user or "", "scope": "imap"}
        self.asked.append(said)
        if self.down:
            return 503, {"error": "server_error"}
        if said.get("client_id") != CLIENT_ID:
            return 401, {"error": "invalid_client", "error_description": "unknown application"}
        if path == "/device":
            code = {"device_code": "canary-device-code", "user_code": "WDJB-MJHT", "expires_in": 900, "interval": 5}
            return 200, {**code, "verification_uri": "https://sign-in.example/device"}
        if self.answers_before:
            return 400, {"error": self.answers_before.pop(0), "error_description": f"{self.user} has to act"}
        return self._granted(said)

    def _granted(self, said: dict[str, str]) -> tuple[int, dict[str, object]]:
        kind = said["grant_type"]
        if kind == "refresh_token" and self.renewals.pop(said["refresh_token"], None) is None:
            return 400, {"error": "invalid_grant", "error_description": "the grant was withdrawn"}
        if kind == "authorization_code":
            challenge, redirect = self.challenges.pop(said["code"])
            digest = base64.urlsafe_b64encode(hashlib.sha256(said["code_verifier"].encode()).digest())
            if digest.rstrip(b"=").decode() != challenge or redirect != said["redirect_uri"]:
                return 400, {"error": "invalid_grant"}
        if kind == "client_credentials" and said.get("client_secret") != CLIENT_SECRET:
            return 401, {"error": "invalid_client"}
        number = next(self.numbers)
        access, refresh = f"canary-access-{number}", f"canary-refresh-{number}"
        self.live[access] = self.user
        given: dict[str, object] = {"access_token": access, "token_type": "Bearer", "expires_in": self.life_seconds}
        if kind != "client_credentials":
            self.renewals[refresh] = self.user
            given["refresh_token"] = refresh
        return 200, given

    def landing(self, address: str) -> str:
        """Where a browser ends whose user agrees on the authorisation page."""
        said = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        assert said["code_challenge_method"] == "S256"
        self.challenges["canary-code"] = (said["code_challenge"], said["redirect_uri"])
        return said["redirect_uri"] + "?" + urllib.parse.urlencode({"code": "canary-code", "state": said["state"]})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        tokens = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
                if self.path == "/moved":
                    self.send_response(307)
                    self.send_header("Location", "/token")
                    self.end_headers()
                    return
                code, tree = tokens.answer(self.path, dict(urllib.parse.parse_qsl(form)))
                body = b"<html>" if self.path == "/page" else json.dumps(tree).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Answer


@pytest.fixture
def token_server() -> Iterator[TokenServer]:
    server = TokenServer().start()
    yield server
    server.stop()
