"""Many randomised runs behind a proxy that cuts, delays, garbles and swallows.

    python -m tests.benchmark.fault_runs [--runs 500] [--seed 1]

A third of the runs each on Dovecot, on Dovecot without MOVE, and on pymap.
"""

import argparse
import tempfile
import time
from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.fault_runs import Tally, play
from tests.servers.fixtures import BARE
from tests.servers.pymap_server import Pymap

AT_ONCE = 20


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--runs", type=int, default=500)
    read.add_argument("--seed", type=int, default=1)
    asked = read.parse_args()
    servers = {
        "Dovecot": Dovecot().start(),
        "Dovecot without MOVE": Dovecot(capabilities=f"{BARE} UIDPLUS IDLE").start(),
        "pymap": Pymap().start(),
    }
    began = time.monotonic()
    tallies = {name: Tally() for name in servers}
    try:
        number = 0
        while (done := sum(tally.runs for tally in tallies.values())) < asked.runs:
            name = list(servers)[number % len(servers)]
            number += 1
            with tempfile.TemporaryDirectory() as folder:
                play(servers[name], Path(folder), min(AT_ONCE, asked.runs - done), asked.seed + number, tallies[name])
            print(f"{name}: {tallies[name].runs} runs after {time.monotonic() - began:.0f} s", flush=True)
    finally:
        for server in servers.values():
            server.stop()
    for name, tally in tallies.items():
        print(f"{name}: {tally}")
    faults = sum(sum(tally.faults.values()) for tally in tallies.values())
    print(
        f"together {sum(tally.runs for tally in tallies.values())} runs and {faults} faults, no message lost or doubled"
    )


if __name__ == "__main__":
    main()
