"""An IMAP server in this process, on loopback only, that forgets everything when it ends.

It is pymap's dict backend, built as pymap's own command builds it, with three differences that keep it on this machine
and quick: no DNS block lists, no look-up of the host's full name for the greeting, and no slow password hash.

The one fact a newcomer would get wrong: pymap answers OK to STORE of a keyword and drops it. A tag therefore does not
stick here, and the program has to notice that by itself, as it has to on any server.
"""

import asyncio
import contextlib
import imaplib
import secrets
import socket
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from inboxguard.clock import monotonic
from inboxguard.demo.compose import Letter
from inboxguard.errors import Bug, ConfigProblem

if TYPE_CHECKING:
    from proxyprotocol.sock import SocketInfo
    from pymap.backend.dict import Config, Login

HOST = "127.0.0.1"
_SECONDS_TO_START = 20.0
_SECONDS_TO_END = 5.0


class DemoServer:
    """An empty account on a free port; a context manager that has ended when the block ends."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.password = secrets.token_urlsafe(18)
        self.port = 0
        self._listening = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="demo-server", daemon=True)

    def __enter__(self) -> Self:
        """Start listening.

        Raises:
            ConfigProblem: when pymap is not installed.
        """
        _require_pymap()
        self._thread.start()
        until = monotonic() + _SECONDS_TO_START
        while not self._listening.wait(0.05):
            if not self.running or monotonic() > until:
                raise Bug("the demo server did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        loop, ended = self._loop, self._ended
        if loop is not None and ended is not None:
            with contextlib.suppress(RuntimeError):  # the loop closed by itself: nothing is left to end
                loop.call_soon_threadsafe(ended.set)
        self._thread.join(_SECONDS_TO_END)

    @property
    def running(self) -> bool:
        """Whether the server's thread is alive."""
        return self._thread.is_alive()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{HOST}:{self.port}"

    def connect(self) -> imaplib.IMAP4:
        """A signed-in conversation of the plain kind, for filling and counting."""
        conversation = imaplib.IMAP4(HOST, self.port, timeout=10)
        conversation.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a message for nothing
        conversation.login(self.user, self.password)
        return conversation

    def fill(self, letters: Iterable[Letter]) -> int:
        """APPEND every letter to its mailbox with its flags and INTERNALDATE; how many there were.

        Raises:
            Bug: when the server refuses one.
        """
        count = 0
        conversation = self.connect()
        try:
            made = {"INBOX"}
            for letter in letters:
                if letter.mailbox not in made:
                    conversation.create(letter.mailbox)
                    made.add(letter.mailbox)
                flags = "(\\Seen)" if letter.seen else ""
                when = imaplib.Time2Internaldate(letter.at)
                answer, detail = conversation.append(letter.mailbox, flags, when, letter.data)
                if answer != "OK":
                    raise Bug(f"the demo server refused {letter.id}: {detail!r}")
                count += 1
        finally:
            conversation.logout()
        return count

    def counts(self) -> dict[str, int]:
        """How many messages each mailbox holds, by name."""
        conversation = self.connect()
        try:
            _, listed = conversation.list()
            names = [_name(line) for line in listed if isinstance(line, bytes)]
            return {name: _messages(conversation, name) for name in names}
        finally:
            conversation.logout()

    async def _serve(self) -> None:
        from pymap.imap import IMAPServer

        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        login, config = await _backend(self.user, self.password)
        config.apply_context()
        answer = IMAPServer(login, config)
        conversations: set[asyncio.Task[None]] = set()

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            conversations.add(task)
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await answer(reader, writer, _sock_info(writer))
            conversations.discard(task)

        listener = await asyncio.start_server(converse, host=HOST, port=0)
        self.port = int(listener.sockets[0].getsockname()[1])
        self._listening.set()
        await self._ended.wait()
        listener.close()
        for task in tuple(conversations):
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)


def _require_pymap() -> None:
    try:
        import pymap.backend.dict
        import pymap.imap  # noqa: F401 - asked for here so that the thread does not fail
    except ImportError as trouble:
        raise ConfigProblem(
            f"the demo needs its own little IMAP server, and {trouble.name or 'pymap'} is not installed",
            mend="pip install 'inboxguard[demo]'",
        ) from trouble


async def _backend(user: str, password: str) -> "tuple[Login, Config]":
    from pymap.backend.dict import Config, Login
    from pymap.concurrent import Subsystem
    from pymap.user import UserMetadata
    from pysasl.hashing import Cleartext

    class QuietConfig(Config):
        """pymap's configuration, greeting without asking the network for a name."""

        @property
        def greeting(self) -> bytes:
            return b"inboxguard demo, everything here is made up"

    args = Namespace(passlib_cfg=None, proxy_protocol=None)
    config = QuietConfig(
        args,
        host=HOST,
        port=0,
        demo_data=False,
        demo_user=user,
        demo_password=password,
        tls_enabled=False,
        reject_dnsbl=False,
        invalid_user_sleep=0.0,
        hash_context=Cleartext(),
        cpu_subsystem=Subsystem.for_asyncio(),
        ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
    )
    login = Login(config)
    await login.demo_user_identity.set(UserMetadata(config, user, password=password))
    return login, config


def _sock_info(writer: asyncio.StreamWriter) -> "SocketInfo":
    from proxyprotocol.sock import SocketInfo

    return SocketInfo.get(writer, None)


def _name(line: bytes) -> str:
    written = line.decode("ascii").rpartition('"/" ')[2].strip()
    return written[1:-1] if written.startswith('"') else written


def _messages(conversation: imaplib.IMAP4, name: str) -> int:
    _, answer = conversation.status(f'"{name}"', "(MESSAGES)")
    text = answer[0].decode("ascii") if answer and isinstance(answer[0], bytes) else ""
    digits = text.rpartition("MESSAGES ")[2].rstrip(")")
    return int(digits) if digits.isdigit() else 0
