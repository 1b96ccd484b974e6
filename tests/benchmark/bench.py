"""Speed and memory of everything that is measured, each beside its target and a floor of the same run.

    python -m tests.benchmark.bench [--quick]

Times of reading, checking and matching are of this process; those of scans and of the command are by the clock. The
floor is what the job costs without us: the standard library's parser, a bare drain of the same octets, the interpreter
alone. Ratios travel between machines, seconds do not. `--quick` takes small mailboxes and books.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inboxguard.mail.header_block import split_header
from inboxguard.mail.ref import RawMessage
from inboxguard.pitch.text import read_text
from inboxguard.service.glance import glance
from tests.benchmark import book_speed, check_speed, header_triage, mail_reading, scan_cost
from tests.benchmark.corpus import SPAMASSASSIN, read_cases
from tests.benchmark.corpus_counts import messages

HELP = [sys.executable, "-c", "import sys; from inboxguard.cli.main import run; sys.exit(run(['--help']))"]
EMPTY = [sys.executable, "-c", "pass"]


@dataclass(frozen=True)
class Row:
    """One figure; `floor` is 0 where nothing of the kind is measured without us, `judged` whether the ratio counts."""

    what: str
    value: float
    unit: str
    target: float
    floor: float = 0.0
    judged: bool = False

    @property
    def ratio(self) -> float:
        """How many times the floor, or 0."""
        return self.value / self.floor if self.floor else 0.0

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return (self.ratio if self.judged else self.value) <= self.target

    def line(self) -> str:
        """The row of a Markdown table."""
        floor = f"{figure(self.floor)} {self.unit}" if self.floor else "–"
        value = f"{figure(self.value)} {self.unit}"
        ratio = f"{self.ratio:.1f}" if self.floor else "–"
        target = f"≤ {self.target:g} times" if self.judged else f"≤ {figure(self.target)} {self.unit}"
        return f"| {self.what} | {value} | {floor} | {ratio} | {target} | {'yes' if self.met else 'no'} |"


def figure(value: float) -> str:
    """Three digits, as many as a figure of this kind deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def milliseconds(deed: Callable[[], object]) -> float:
    """Of this process."""
    began = time.process_time()
    deed()
    return (time.process_time() - began) * 1000


def reading() -> Iterator[Row]:
    """Reading every message of the public corpus."""
    times, _ = mail_reading.timed(str(SPAMASSASSIN))
    found = {kind: statistics.median(seconds for seconds, _ in each) * 1000 for kind, each in times.items()}
    yield Row("reading a plain message, median", found["plain"], "ms", 0.6, found["compat32"])
    yield Row("reading an HTML message, median", found["html"], "ms", 5, found["compat32"])


def first_look() -> Iterator[Row]:
    """What a first look keeps, of the header blocks of every tenth message."""
    raws = [RawMessage(data[: split_header(data)[1]], name, complete=False) for name, data in messages(sample=True)]
    ours = statistics.median(milliseconds(lambda raw=raw: glance(raw, frozenset())) for raw in raws) * 1000
    floor = statistics.median(milliseconds(lambda raw=raw: mail_reading.compat32(raw)) for raw in raws) * 1000
    yield Row("first look at a header, median", ours, "µs", 100, floor)


def checking() -> Iterator[Row]:
    """One check: reading, ways out, every lint."""
    check_speed.cost(check_speed.large())
    plain = [
        check_speed.cost(RawMessage(data, name)).whole
        for name, data in messages(sample=True)
        if b"text/html" not in data.lower()
    ]
    yield Row("check without HTML, mean", statistics.mean(plain), "ms", check_speed.PLAIN_MS)
    large = [check_speed.cost(check_speed.large()) for _ in range(check_speed.REPEATED)]
    yield Row("check of 100 kB of HTML, mean", statistics.mean(one.whole for one in large), "ms", check_speed.LARGE_MS)
    yield Row("of it, reading", statistics.mean(one.reading for one in large), "ms", check_speed.LARGE_MS)
    yield Row("the same on the wall", statistics.mean(one.wall for one in large), "ms", check_speed.LARGE_MS)


def pitches() -> Iterator[Row]:
    """Finding the signals of the benchmark's own messages."""
    read = [case.message() for case in read_cases(["test"])]
    for message in read[:100]:
        read_text(message)
    spent = statistics.median(milliseconds(lambda message=message: read_text(message)) for message in read)
    yield Row("signals of a message, median", spent, "ms", 3)


def people(count: int) -> Iterator[Row]:
    """A large book of connections."""
    found = book_speed.measure(count)
    name = f"book of {count:,}"
    yield Row(f"{name}: building", found.build_seconds, "s", book_speed.BUILD_CEILING_SECONDS)
    yield Row(f"{name}: memory", found.megabytes, "MB", book_speed.MEMORY_CEILING_MEGABYTES)
    yield Row(f"{name}: a match, median", found.match_microseconds, "µs", book_speed.MATCH_CEILING_MICROSECONDS)


def scanning(count: int) -> Iterator[Row]:
    """Whole scans by the real command, and the first look alone."""
    floor, found = header_triage.measure(count)
    yield Row(f"headers of {count:,} messages", found["inboxguard"][0], "s", 15, floor, judged=True)
    yield Row("the same by IMAPClient", found["imapclient"][0], "s", 15, floor, judged=True)
    floor, costs = scan_cost.measure(count)
    whole = count * len(scan_cost.message(0))
    first, again, new = costs[0], costs[2], costs[3]
    yield Row(f"first scan of {count:,}", first.seconds, "s", 40, floor, judged=True)
    yield Row("its peak memory", first.megabytes, "MB", 150)
    yield Row("its octets, of the mailbox", first.octets / whole * 100, "%", 20)
    yield Row("scan with nothing new: octets", again.octets, "B", 5_000)
    yield Row("scan with ten new messages", new.seconds, "s", 40, floor, judged=True)


def starting() -> Iterator[Row]:
    """The command's help, by the clock."""
    yield Row("inboxguard --help", wall(HELP), "ms", 100, wall(EMPTY))


def wall(command: list[str]) -> float:
    """Milliseconds by the clock, the median of seven."""
    spent = []
    for _ in range(7):
        began = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        spent.append((time.monotonic() - began) * 1000)
    return statistics.median(spent)


def machine() -> str:
    """On what this was measured, and how busy that was."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "unknown processor",
    )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    version = ".".join(map(str, sys.version_info[:3]))
    return f"Python {version}, {os.cpu_count()} processors ({cpu}); load averages {load}."


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description="Speed and memory, beside targets and floors.")
    options.add_argument("--quick", action="store_true", help="small mailboxes and books")
    quick = options.parse_args().quick
    print(f"{machine()}\n\n| what | measured | floor | times the floor | target | met |\n|---|---|---|---|---|---|")
    parts = (
        reading(), first_look(), checking(), pitches(), people(10_000 if quick else 100_000),
        scanning(1_000 if quick else 10_000), starting(),
    )  # fmt: skip
    for part in parts:
        for row in part:
            print(row.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
