"""The real `inboxguard run` as a process, and what can be seen of it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 20.0


def eventually(what: str, true: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> float:
    """Look until it is true; how long that took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"after {seconds} s still not: {what}"
        time.sleep(0.02)
    return time.monotonic() - began


@dataclass
class Watching:
    """One running service."""

    process: subprocess.Popen[str]
    log: Path
    ended: int | None = field(default=None)

    def events(self, name: str = "") -> list[dict[str, object]]:
        """What it has logged so far."""
        lines = self.log.read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [one for one in found if name in {"", one["event"]}]

    def wait_for(self, name: str, times: int = 1, seconds: float = PATIENCE_SECONDS, **facts: object) -> float:
        """Until it has logged that event so often with these facts; how long that took."""

        def seen() -> bool:
            assert self.process.poll() is None, f"it has ended: {self.log.read_text()}"
            return sum(facts.items() <= one.items() for one in self.events(name)) >= times

        return eventually(f"{name} {facts} in {self.log.read_text('utf-8')[-1500:]}", seen, seconds)

    def tell(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self, number: int = signal.SIGTERM, seconds: float = 15.0) -> float:
        """Tell it to end; how long it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.ended = self.process.wait(seconds)
        return time.monotonic() - began


@contextmanager
def watching(config: str, folder: Path, *names: str, **environment: str) -> Iterator[Watching]:
    """`inboxguard run` until the end of the block."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("INBOXGUARD_")}
    quiet = {"INBOXGUARD_SERVICE__LISTEN": ""}
    log = folder / "run.log"
    with log.open("a") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "inboxguard", "run", *names, "--config", config],
            stdout=out, stderr=out, text=True, env=clean | quiet | environment,
        )  # fmt: skip
    service = Watching(process, log)
    try:
        yield service
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
