"""A server that says what a test tells it to say: for everything no real server does on request."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from inboxguard.imap.credentials import Security, Server
from tests.servers.place import Account, open_folder, remove, write_certificate

CAPABILITIES = b"IMAP4rev1 IDLE UIDPLUS MOVE LITERAL+ UNSELECT"
SELECTED = (
    b"* 3 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok\r\n"
    b"* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 9] ok\r\n"
)
PATIENCE_SECONDS = 10.0


class Conversation:
    """The server's side of one connection."""

    def __init__(self, sock: socket.socket, server: "Scripted") -> None:
        self.sock = sock
        self.server = server
        self.lines = sock.makefile("rb")

    def readline(self) -> bytes:
        line = self.lines.readline()
        self.server.seen.append(line)
        return line

    def send(self, *chunks: bytes) -> None:
        for chunk in chunks:
            self.sock.sendall(chunk)

    def wait(self) -> None:
        """Go on when the test says `server.go()`."""
        assert self.server.gate.acquire(timeout=PATIENCE_SECONDS)

    def fin(self) -> None:
        """End in order, without a word of IMAP."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.lines.close()
        self.sock.close()

    def rst(self) -> None:
        """End with a reset, as a crashed machine's successor does."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.lines.close()
        self.sock.close()

    def serve(self, until: bytes, selected: bytes = SELECTED) -> tuple[bytes, bytes]:
        """Answer like an ordinary server until that command comes; its tag and the rest of its line."""
        while line := self.readline():
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            words = rest.upper().split(b" ")
            command = b" ".join(words[:2]) if words[0] == b"UID" else words[0]
            if command == until:
                return tag, rest
            self._answer(tag, command, selected)
        return b"", b""

    def _answer(self, tag: bytes, command: bytes, selected: bytes) -> None:
        if command == b"CAPABILITY":
            self.send(b"* CAPABILITY " + self.server.capabilities + b"\r\n" + tag + b" OK done\r\n")
        elif command in {b"SELECT", b"EXAMINE"}:
            self.send(selected + tag + b" OK [READ-WRITE] done\r\n")
        elif command == b"LIST":
            self.send(b'* LIST (\\HasNoChildren) "/" INBOX\r\n' + tag + b" OK done\r\n")
        elif command == b"LOGOUT":
            self.send(b"* BYE bye\r\n" + tag + b" OK done\r\n")
        else:
            self.send(tag + b" OK done\r\n")


Script = Callable[[Conversation], None]


class Scripted:
    """Listens on loopback plays the script once for each connection after `greeting`, and ends it."""

    def __init__(
        self,
        script: Script,
        *,
        tls: bool = False,
        greeting: bytes = b"* OK ready\r\n",
        capabilities: bytes = CAPABILITIES,
        certified: tuple[str, ...] = (),
    ) -> None:
        self.script = script
        self.greeting = greeting
        self.capabilities = capabilities
        self.gate = threading.Semaphore(0)
        self.seen: list[bytes] = []
        self.folder: Path = open_folder()
        self._context = None
        if tls:
            write_certificate(self.folder, *certified)
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(self.folder / "cert.pem", self.folder / "key.pem")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def go(self) -> None:
        """Let the script pass its next `wait`."""
        self.gate.release()

    def account(self) -> Account:
        if self._context:
            return Account(Server("localhost", self.port, Security.TLS, self.folder / "ca.pem"), "jane")
        return Account(Server("127.0.0.1", self.port, Security.NONE), "jane")

    def close(self) -> None:
        for sock in (self._listening, *self._connections):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        self.go()
        remove(self.folder)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listening.accept()
                self._connections.append(sock)
                threading.Thread(target=self._play, args=(sock,), daemon=True).start()

    def _play(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError, AssertionError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context:
                sock = self._context.wrap_socket(sock, server_side=True)
                self._connections.append(sock)
            talk = Conversation(sock, self)
            talk.send(self.greeting)
            self.script(talk)
            talk.fin()
