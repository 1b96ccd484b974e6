"""A proxy in which everything happens that happens to connections, by a seeded chance."""

import contextlib
import random
import socket
import threading
import time
from collections import Counter
from enum import StrEnum
from typing import Self


class Fault(StrEnum):
    """What happens at a command.

    The connection is cut before the server sees it, while the server works, in the middle of the answer or after it;
    the answer comes late; the answer is garbled; from then on nothing passes any more while the connection stays up.
    """

    CUT_BEFORE = "cut before"
    CUT_AT_ONCE = "cut at once"
    CUT_MIDDLE = "cut in the answer"
    CUT_AFTER = "cut after"
    LATE = "late"
    GARBLED = "garbled"
    SWALLOWED = "swallowed"


DEEDS = frozenset({"SELECT", "CREATE", "SUBSCRIBE", "UID MOVE", "UID COPY", "UID STORE", "UID EXPUNGE"})
"""The steps of deeds. They are few among many, so they meet a fault four times as often, and have faults of their own."""


class Trouble:
    """Passes on to a port; each command meets a fault with the given chance, until so many faults were met.

    `most_at_deeds` faults more are kept for the steps of deeds.
    """

    def __init__(self, port: int, seed: int, *, chance: float = 0.15, most: int = 4, most_at_deeds: int = 0) -> None:
        self._upstream = port
        self._random = random.Random(seed)
        self._chance = chance
        self._left = most
        self._left_at_deeds = most_at_deeds
        self.met: Counter[Fault] = Counter()
        self.steps: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._passages: list[_Passage] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sock in (self._listening, *self._sockets):
            end(sock)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self._left <= 0

    def in_peace(self) -> None:
        """From now on everything passes."""
        with self._lock:
            self._left = self._left_at_deeds = 0

    def cut_all(self) -> None:
        """Cut every connection that is open."""
        for sock in self._sockets:
            end(sock)

    def swallow_all(self) -> None:
        """Let nothing pass any more on the connections that are open, and keep them up."""
        for passage in self._passages:
            passage.fault = Fault.SWALLOWED

    def at(self, line: bytes) -> Fault | None:
        """What happens at this command."""
        words = line.decode("latin-1").upper().split()
        step = " ".join(words[1:3] if words[1:2] == ["UID"] else words[1:2] or words[:1])
        with self._lock:
            deed = step in DEEDS and self._left_at_deeds > 0
            left, chance = (self._left_at_deeds, 4 * self._chance) if deed else (self._left, self._chance)
            if left <= 0 or self._random.random() >= chance:
                return None
            fault = self._random.choice(list(Fault))
            if deed:
                self._left_at_deeds -= 1
            else:
                self._left -= 1
            self.met[fault] += 1
            self.steps[step] += 1
            return fault

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._upstream))
                for sock in (client, server):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets += [client, server]
                self._passages.append(_Passage(self, client, server))


class _Passage:
    def __init__(self, trouble: Trouble, client: socket.socket, server: socket.socket) -> None:
        self._trouble, self._client, self._server = trouble, client, server
        self.fault: Fault | None = None
        threading.Thread(target=self._up, daemon=True).start()
        threading.Thread(target=self._down, daemon=True).start()

    def _up(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._client.makefile("rb"):
                if self.fault is Fault.SWALLOWED:
                    continue
                fault = self._trouble.at(line)
                self.fault = fault or self.fault
                if fault is Fault.SWALLOWED:
                    continue
                if fault is Fault.CUT_BEFORE:
                    break
                self._server.sendall(line)
                if fault is Fault.CUT_AT_ONCE:
                    break
        end(self._client)
        end(self._server)

    def _down(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while data := self._server.recv(65536):
                fault = self.fault
                if fault is Fault.SWALLOWED:
                    continue
                if fault is Fault.LATE:
                    time.sleep(0.2)
                    self.fault = None
                elif fault is Fault.GARBLED:
                    data = bytes(255 - octet for octet in data)
                elif fault is Fault.CUT_MIDDLE:
                    data = data[: max(1, len(data) // 2)]
                self._client.sendall(data)
                if fault in {Fault.CUT_MIDDLE, Fault.CUT_AFTER, Fault.GARBLED}:
                    break
        if self.fault is not Fault.SWALLOWED:
            end(self._client)
        end(self._server)


def end(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
