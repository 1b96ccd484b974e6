"""Numbers for Prometheus, in its text format 0.0.4.

The one fact a newcomer would get wrong: a family has to stand in FAMILIES before it can be counted, so that
docs/reference/metrics.md and the code cannot part ways. Why there is no library: see docs/decisions.
"""

import os
import threading
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from inboxguard import __version__
from inboxguard.log import mask
from inboxguard.service.health import Health, State

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its kind, its sentence, and the names of its labels."""

    kind: str
    says: str
    labels: tuple[str, ...] = ()


FAMILIES: Final[dict[str, Family]] = {
    "inboxguard_build_info": Family("gauge", "Always 1; the version is a label.", ("version",)),
    "inboxguard_loop_age_seconds": Family("gauge", "How long ago the loop came round."),
    "inboxguard_account_connected": Family("gauge", "1 while the account is connected, else 0.", ("account",)),
    "inboxguard_account_proof_of_life_seconds": Family(
        "gauge", "When the account's server last said anything, as a Unix time.", ("account",)
    ),
    "inboxguard_messages_total": Family("counter", "Messages judged, by verdict.", ("account", "verdict")),
    "inboxguard_deeds_total": Family(
        "counter", "Deeds ended, by kind and how they ended.", ("account", "kind", "ended")
    ),
    "inboxguard_wakes_total": Family("counter", "Times a mailbox was looked at, by what caused it.", ("account", "by")),
    "inboxguard_connections_total": Family("counter", "Connections tried, by how it went.", ("account", "outcome")),
    "inboxguard_valve_total": Family("counter", "Times a safety valve held a deed back.", ("account", "valve")),
    "inboxguard_reaction_seconds": Family("histogram", "From the server's notification to the deed done."),
    "process_resident_memory_bytes": Family("gauge", "Memory that the process holds."),
    "process_open_fds": Family("gauge", "Files and sockets that the process holds open."),
}
_Key = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class _Spread:
    """A histogram: how many values fell into each bucket, and their sum."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0


class Metrics:
    """Counts; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[_Key, float] = {}
        self._spreads: dict[str, _Spread] = {}

    def count(self, name: str, *labels: str, by: float = 1) -> None:
        """Add to a counter; the labels stand in the family's order."""
        key = _key(name, labels)
        with self._lock:
            self._values[key] = self._values.get(key, 0) + by

    def put(self, name: str, *labels: str, value: float) -> None:
        """Set a gauge."""
        with self._lock:
            self._values[_key(name, labels)] = value

    def observe(self, name: str, value: float) -> None:
        """Add a value to a histogram."""
        with self._lock:
            spread = self._spreads.setdefault(_key(name, ())[0], _Spread())
            spread.counts[bisect_left(BUCKETS, value)] += 1
            spread.total += value

    def page(self, health: Health) -> str:
        """What /metrics says now."""
        self._look_around(health)
        with self._lock:
            values, spreads = dict(self._values), {name: (list(s.counts), s.total) for name, s in self._spreads.items()}
        return "\n".join(_lines(values, spreads)) + "\n"

    def _look_around(self, health: Health) -> None:
        self.put("inboxguard_build_info", __version__, value=1)
        self.put("inboxguard_loop_age_seconds", value=round(health.loop_seconds, 3))
        for pulse in health.pulses:
            self.put("inboxguard_account_connected", pulse.account, value=float(pulse.state is State.CONNECTED))
            if pulse.proof_of_life:
                seen = pulse.proof_of_life.timestamp()
                self.put("inboxguard_account_proof_of_life_seconds", pulse.account, value=seen)
        try:
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
            self.put("process_resident_memory_bytes", value=pages * os.sysconf("SC_PAGE_SIZE"))
            self.put("process_open_fds", value=len(list(Path("/proc/self/fd").iterdir())))
        except (OSError, ValueError, IndexError):
            return  # no /proc: a Mac, for instance


def _key(name: str, labels: tuple[str, ...]) -> _Key:
    family = FAMILIES[name]
    assert len(labels) == len(family.labels), f"{name} has the labels {family.labels}"
    return name, tuple(_shown(label) for label in labels)


@lru_cache(maxsize=4096)
def _shown(label: str) -> str:
    """Masked before it is counted: two accounts that look alike afterwards share a line, as Prometheus demands."""
    return mask(label)


def _lines(values: dict[_Key, float], spreads: dict[str, tuple[list[int], float]]) -> Iterator[str]:
    for name, family in FAMILIES.items():
        yield f"# HELP {name} {family.says}"
        yield f"# TYPE {name} {family.kind}"
        if family.kind == "histogram":
            yield from _histogram(name, *spreads.get(name, ([0] * (len(BUCKETS) + 1), 0.0)))
        for (known, labels), value in sorted(values.items()):
            if known == name:
                yield f"{name}{_labels(family.labels, labels)} {_number(value)}"


def _histogram(name: str, counts: list[int], total: float) -> Iterator[str]:
    below = 0
    for edge, count in zip((*BUCKETS, float("inf")), counts, strict=True):
        below += count
        yield f'{name}_bucket{{le="{"+Inf" if edge == float("inf") else edge}"}} {below}'
    yield f"{name}_sum {_number(total)}"
    yield f"{name}_count {below}"


def _labels(names: tuple[str, ...], values: tuple[str, ...]) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in zip(names, values, strict=True))
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
