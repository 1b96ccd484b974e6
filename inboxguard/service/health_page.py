"""A small HTTP server for /healthz, /readyz and /metrics, on this machine alone unless told otherwise.

The one fact a newcomer would get wrong: a web page in the user's browser can ask 127.0.0.1 too. A request whose Host is
a name of somebody else's is therefore refused while we listen on this machine only.
"""

import ipaddress
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from inboxguard import clock
from inboxguard.errors import ConfigProblem
from inboxguard.service.health import Health
from inboxguard.service.metrics import Metrics

_SLOWEST_READER_SECONDS: Final = 5


class HealthPage:
    """Serves the pages from a thread of its own until stopped."""

    def __init__(self, listen: str, health: Health, metrics: Metrics) -> None:
        host, port = address_of(listen)
        try:
            self._server = _Server((host, port), _pages(health, metrics, _is_here(host)))
        except OSError as problem:
            mend = 'set [service] listen to another port, or to "" for none'
            raise ConfigProblem(f"nothing can listen on {listen}: {problem.strerror}", mend=mend) from problem
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="health", daemon=True
        )

    @property
    def port(self) -> int:
        """The port that is listened on; the one chosen by the system where 0 was asked for."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and give the port back."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(timeout=2)
        self._server.server_close()


def address_of(listen: str) -> tuple[str, int]:
    """Host and port of “127.0.0.1:8025” or “[::1]:8025”.

    Raises:
        ConfigProblem: when it is neither.
    """
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise ConfigProblem(f"[service] listen is “{listen}”, not a host and a port", mend='listen = "127.0.0.1:8025"')
    return host, int(port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, place: tuple[str, int], pages: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
        super().__init__(place, pages)

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that went away is nobody's trouble."""


def _pages(health: Health, metrics: Metrics, here_only: bool) -> type[BaseHTTPRequestHandler]:
    class Pages(BaseHTTPRequestHandler):
        timeout = _SLOWEST_READER_SECONDS
        server_version = "inboxguard"
        sys_version = ""

        def do_GET(self) -> None:
            if here_only and not _host_is_ours(self.headers.get("Host", "")):
                self._send(403, "text/plain", "This page is for this machine.\n")
            elif self.path == "/healthz":
                self._send(503 if health.stalled else 200, "application/json", json.dumps(health.page(clock.now())))
            elif self.path == "/readyz":
                self._send(200 if health.ready else 503, "text/plain", f"{health.status}\n")
            elif self.path == "/metrics":
                self._send(200, "text/plain; version=0.0.4", metrics.page(health))
            else:
                self._send(404, "text/plain", "There are /healthz, /readyz and /metrics.\n")

        def _send(self, code: int, kind: str, text: str) -> None:
            body = text.encode("utf-8")
            self.send_response(code)
            charset = "" if "json" in kind else "; charset=utf-8"
            self.send_header("Content-Type", kind + charset)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A probe every few seconds is no event."""

    return Pages


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host_is_ours(told: str) -> bool:
    """Whether a Host field names this machine by number or as localhost; HTTP/1.0 readers send none."""
    host = told.rpartition(":")[0] if told.rpartition(":")[2].isdigit() else told
    return not host or _is_here(host.removeprefix("[").removesuffix("]"))
