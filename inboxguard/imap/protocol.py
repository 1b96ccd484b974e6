"""imaplib on our own stream.

The one fact a newcomer would get wrong: nothing private is replaced here. imaplib names the methods that may be
overridden (open, read, readline, send, shutdown), and these are they; only what it would keep of LOGIN is taken away.
"""

import imaplib
import ssl
from typing import Any

from inboxguard.imap.stream import Stream


class Protocol(imaplib.IMAP4):
    """imaplib speaking over our stream, through the methods it says may be overridden."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        super().__init__(stream.host, 0)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Take the connected socket; nothing is opened here."""
        del timeout
        self.host, self.port = host, port
        self.sock = self._stream.socket

    def read(self, size: int) -> bytes:
        """A literal."""
        return self._stream.read(size)

    def readline(self) -> bytes:
        """A line."""
        return self._stream.readline()

    def send(self, data: Any) -> None:  # noqa: ANN401 - typeshed's signature
        """Part of a command."""
        self._stream.send(bytes(data))

    def shutdown(self) -> None:
        """End the connection."""
        self._stream.close()

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> Any:  # noqa: ANN401 - typeshed's signature
        """Go on encrypted, forgetting whatever was said in the clear."""
        answer = self._simple_command("STARTTLS")
        if ssl_context is not None and answer[0] == "OK":
            self._stream.start_tls(ssl_context)
            self.sock = self._stream.socket
            self.untagged_responses.clear()
            self._get_capabilities()
        return answer

    def _log(self, line: object) -> None:
        """Keep no copy of what was sent: LOGIN is among it."""
