"""A proxy that knows where a command begins and ends, and cuts the connection there."""

import contextlib
import re
import socket
import threading
from enum import StrEnum
from typing import Self


class Cut(StrEnum):
    """When the connection ends: before the server sees the command, when it has answered, in the middle of the answer,
    or as soon as the command was passed on, while the server may still be at work."""

    BEFORE = "before"
    AFTER = "after"
    MIDDLE = "middle"
    AT_ONCE = "at once"


class FaultProxy:
    """Passes everything on to a port; `arm(n, cut)` cuts at the nth command from then on. `commands` are those seen."""

    def __init__(self, port: int) -> None:
        self._upstream = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.commands: list[str] = []
        self.fired = False
        self._left = 0
        self._cut = Cut.BEFORE
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sock in (self._listening, *self._sockets):
            _end(sock)

    def arm(self, number: int, cut: Cut) -> None:
        self._left, self._cut, self.fired = number, cut, False

    def dismiss(self, words: bytes) -> None:
        """Tell every client this line, as if the server said it, and end its connection."""
        for client, server in zip(self._sockets[::2], self._sockets[1::2], strict=True):
            with contextlib.suppress(OSError):
                client.sendall(words + b"\r\n")
            _end(client)
            _end(server)
        self._sockets.clear()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._upstream))
                for sock in (client, server):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets += [client, server]
                _Passage(self, client, server)

    def due(self, line: bytes) -> Cut | None:
        """Whether the connection is to be cut at this command, and how."""
        words = line.decode("latin-1").split()[1:3]
        self.commands.append(" ".join(words if words[:1] == ["UID"] else words[:1]))
        self._left -= 1
        if self._left == 0:
            return self._cut
        return None


class _Passage:
    def __init__(self, proxy: FaultProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._tag = b""
        self._cut: Cut | None = None
        self._held = b""
        threading.Thread(target=self._up, daemon=True).start()
        threading.Thread(target=self._down, daemon=True).start()

    def _up(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._client.makefile("rb"):
                cut = self._proxy.due(line)
                if cut is Cut.BEFORE:
                    self._fire()
                    break
                if cut is not None:
                    self._tag, self._cut = line.split(b" ")[0], cut
                self._server.sendall(line)
                if cut is Cut.AT_ONCE:
                    self._fire()
                    break
        _end(self._client)
        _end(self._server)

    def _down(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while data := self._server.recv(65536):
                if self._cut is None:
                    self._client.sendall(data)
                    continue
                self._held += data
                if re.search(rb"(^|\n)" + re.escape(self._tag) + rb" (OK|NO|BAD)", self._held):
                    if self._cut is Cut.MIDDLE:
                        self._client.sendall(self._held[: max(1, len(self._held) // 2)])
                    self._fire()
                    break
        _end(self._client)
        _end(self._server)

    def _fire(self) -> None:
        self._proxy.fired = True


def _end(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
