"""Many randomised runs behind a proxy that cuts, delays, garbles and swallows: filing, tagging, and undoing both.

    python -m tests.benchmark.fault_runs [--runs 510] [--seed 1] [--jobs 3] [--server Dovecot] [--server Cyrus]

So many runs on each server; without --server on Dovecot and on Cyrus. Most of the time is spent waiting for what was
cut or swallowed to be noticed, so a few jobs, each with a server of its own, fit into one processor.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.fault_runs import Tally, play, together
from tests.servers.fixtures import BARE
from tests.servers.pymap_server import Pymap

AT_ONCE = 30
SERVERS: dict[str, Callable[[], Dovecot | Cyrus | Pymap]] = {
    "Dovecot": lambda: Dovecot().start(),
    "Cyrus": lambda: Cyrus().start(),
    "Dovecot without MOVE": lambda: Dovecot(capabilities=f"{BARE} UIDPLUS IDLE").start(),
    "pymap": lambda: Pymap().start(),
}


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--runs", type=int, default=510)
    read.add_argument("--seed", type=int, default=1)
    read.add_argument("--jobs", type=int, default=3)
    read.add_argument("--server", action="append", choices=list(SERVERS))
    asked = read.parse_args()
    for name in asked.server or ["Dovecot", "Cyrus"]:
        shares = [asked.runs // asked.jobs + (job < asked.runs % asked.jobs) for job in range(asked.jobs)]
        with ProcessPoolExecutor(asked.jobs) as pool:
            parts = pool.map(partial(many, name), shares, range(asked.seed, asked.seed + 1000 * asked.jobs, 1000))
            print(f"{name}: {together(parts)}; no message lost or doubled", flush=True)


def many(name: str, runs: int, seed: int) -> Tally:
    """So many runs on one server."""
    tally, began, server = Tally(), time.monotonic(), SERVERS[name]()
    try:
        while tally.count < runs:
            seed += 1
            with tempfile.TemporaryDirectory() as folder:
                play(server, Path(folder), min(AT_ONCE, runs - tally.count), seed, tally)
            print(f"{name}: {tally.count} runs after {time.monotonic() - began:.0f} s", flush=True)
    finally:
        server.stop()
    return tally


if __name__ == "__main__":
    main()
