"""A socket with a read buffer of its own and one limit of time and of octets for each command.

The one fact a newcomer would get wrong: a socket's timeout holds for one read, so a server that sends an octet now and
then holds a command for ever. Here the limit is for the whole command, however many reads it takes. And since the
buffer is ours, an event that came together with IDLE's "+" cannot hide in somebody else's.
"""

import socket
import ssl
from contextlib import suppress

from inboxguard import clock
from inboxguard.errors import Misbehaved, TlsRefused, Unreachable
from inboxguard.imap import wire

LONGEST_LINE_BYTES = 8 << 20
_CHUNK_BYTES = 1 << 17
_FILLS_AT_ONCE = 32


class Stream:
    """Octets to and from one server; belongs to one Session."""

    __slots__ = ("_at", "_buffer", "_deadline", "_octets_left", "host", "received", "sent", "socket")

    def __init__(self, connected: socket.socket, host: str) -> None:
        self.socket = connected
        self.host = host
        self.sent = 0
        self.received = 0
        self._buffer = b""
        self._at = 0
        self._deadline = 0.0
        self._octets_left = 0

    def limit(self, seconds: float, most_bytes: int) -> None:
        """From now on, until the next call, all reading and writing together may take so long and bring so much."""
        self._deadline = clock.monotonic() + seconds
        self._octets_left = most_bytes

    def send(self, data: bytes) -> None:
        """Send one line or a part of one; RFC 9051 §2.2.1."""
        wire.check_one_line(data)
        try:
            self.socket.settimeout(self._seconds_left())
            self.socket.sendall(data)
        except OSError as problem:
            raise self._broken(problem) from problem
        self.sent += len(data)

    def readline(self) -> bytes:
        """The next line with its line end."""
        while (end := self._buffer.find(b"\n", self._at)) < 0:
            if len(self._buffer) - self._at > LONGEST_LINE_BYTES:
                raise Misbehaved(f"{self.host} sent a line of more than {LONGEST_LINE_BYTES >> 20} MB")
            self._accept(self._received())
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """Exactly so many octets: a literal."""
        missing = size - (len(self._buffer) - self._at)
        if missing <= 0:
            return self._take(self._at + size)
        if missing > self._octets_left:
            raise Misbehaved(f"{self.host} announced {size} octets, more than this command may bring")
        chunks = [self._take(len(self._buffer))]
        while missing > 0:
            chunks.append(self._received())
            missing -= len(chunks[-1])
        if missing < 0:
            self._buffer = chunks[-1][missing:]
            chunks[-1] = chunks[-1][:missing]
        return b"".join(chunks)

    def fill_now(self) -> bool:
        """Read what has arrived without waiting; whether there may be more.

        Raises:
            Unreachable: when the connection has ended; lines that came before stay readable by `next_line`.
        """
        self.socket.settimeout(0)
        for _ in range(_FILLS_AT_ONCE):
            try:
                chunk = self.socket.recv(_CHUNK_BYTES)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return False
            except OSError as problem:
                raise self._broken(problem) from problem
            self._accept(self._counted(chunk))
            if len(self._buffer) - self._at > LONGEST_LINE_BYTES:
                raise Misbehaved(f"{self.host} sent more than {LONGEST_LINE_BYTES >> 20} MB unasked")
        return True

    def next_line(self) -> bytes | None:
        """The next whole line among what was read already, without waiting, or None."""
        end = self._buffer.find(b"\n", self._at)
        return None if end < 0 else self._take(end + 1)

    @property
    def waiting_bytes(self) -> int:
        """How many octets are here already: in the buffer, or decrypted by TLS but not yet read."""
        pending = self.socket.pending() if isinstance(self.socket, ssl.SSLSocket) else 0
        return len(self._buffer) - self._at + pending

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Go on encrypted (RFC 9051 §6.2.1); whatever the server sent ahead of the handshake is an attack."""
        if self.waiting_bytes:
            raise Misbehaved(f"{self.host} sent something between its answer to STARTTLS and the handshake")
        self.socket.settimeout(self._seconds_left())
        self.socket = wrapped(self.socket, context, self.host)

    def close(self) -> None:
        """End the connection without a word."""
        try:
            self.socket.close()
        except OSError:
            self._buffer = b""

    def cut(self) -> None:
        """Make whoever waits on it in another thread stop waiting; that thread then closes it."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def _received(self) -> bytes:
        try:
            self.socket.settimeout(self._seconds_left())
            chunk = self.socket.recv(_CHUNK_BYTES)
        except OSError as problem:
            raise self._broken(problem) from problem
        self._octets_left -= len(chunk)
        if self._octets_left < 0:
            raise Misbehaved(f"{self.host} sent more than this command may bring")
        return self._counted(chunk)

    def _counted(self, chunk: bytes) -> bytes:
        if not chunk:
            raise Unreachable(f"{self.host} closed the connection")
        self.received += len(chunk)
        return chunk

    def _accept(self, chunk: bytes) -> None:
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0

    def _take(self, end: int) -> bytes:
        taken = self._buffer[self._at : end]
        self._at = end
        if end == len(self._buffer):  # keep nothing: the memory of a large answer would stay with an idle connection
            self._buffer = b""
            self._at = 0
        return taken

    def _seconds_left(self) -> float:
        left = self._deadline - clock.monotonic()
        if left <= 0:
            raise Unreachable(f"{self.host} did not finish its answer in time")
        return left

    def _broken(self, problem: OSError) -> Unreachable:
        if isinstance(problem, TimeoutError):
            return Unreachable(f"{self.host} did not finish its answer in time")
        return Unreachable(f"the connection to {self.host} broke: {problem.strerror or type(problem).__name__}")


def wrapped(plain: socket.socket, context: ssl.SSLContext, host: str) -> ssl.SSLSocket:
    """The socket after the TLS handshake, the certificate checked against the host's name.

    Raises:
        TlsRefused: when the certificate or the handshake is not acceptable.
        Unreachable: when the connection went away meanwhile.
    """
    try:
        return context.wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError as problem:
        mend = "check the host name; for an authority of your own, name its certificate in ca_file"
        says = f"the certificate of {host} was not accepted: {problem.verify_message}"
        raise TlsRefused(says, mend=mend) from problem
    except ssl.SSLError as problem:
        mend = "check the port and security (tls for 993, starttls for 143)"
        raise TlsRefused(f"no TLS with {host}: {problem.reason or problem}", mend=mend) from problem
    except OSError as problem:
        raise Unreachable(f"{host} went away during the TLS handshake: {problem}") from problem
