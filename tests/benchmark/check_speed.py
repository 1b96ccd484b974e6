"""How long one check takes: reading the message, its ways out, all lints.

    python -m tests.benchmark.check_speed

Over every tenth message of the public-domain corpus, with and without HTML, and over one message with 100 kB of HTML.
Given are the processor's time of this process and the time on the wall; the bounds are held against the first, since the
second also counts what other programs take. It exits with 1 when the average is over 5 ms without HTML, or over 40 ms
for the large page.
"""

import statistics
import sys
import time
from dataclasses import astuple, dataclass
from itertools import pairwise

from inboxguard.compliance.case import case_of
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.history import Answer
from inboxguard.compliance.run import run
from inboxguard.compliance.sample import SELLING, UNSUBSCRIBE, page
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from tests.benchmark.corpus_counts import messages

PLAIN_MS = 5.0
LARGE_MS = 40.0
REPEATED = 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of the processor for each step, and of the clock on the wall for all of them."""

    reading: float
    ways_out: float
    lints: float
    wall: float

    @property
    def whole(self) -> float:
        """All steps, of the processor."""
        return self.reading + self.ways_out + self.lints


def cost(raw: RawMessage) -> Cost:
    """What it takes to read a message, to find its ways out, and to run every lint."""
    on_the_wall, times = time.perf_counter(), [time.process_time()]
    message = parse(raw)
    times.append(time.process_time())
    case = case_of(message, commercial=Answer.YES)
    times.append(time.process_time())
    run(catalogue(), case)
    times.append(time.process_time())
    reading, ways, lints = ((after - before) * 1000 for before, after in pairwise(times))
    return Cost(reading, ways, lints, (time.perf_counter() - on_the_wall) * 1000)


def large() -> RawMessage:
    """A page of 100 kB as shops send it: nested tables, styles, a footer with a link."""
    cell = f'<table width="600"><tr><td style="font-size:13px;color:#333"><p>{SELLING} Offer %d.</p><a href="https://growth.example/p/%d">More on %d</a></td></tr></table>'
    body = "".join(cell % (number, number, number) for number in range(100_000 // len(cell)))
    mail = page(f'{body}<p>No more? <a href="https://growth.example/u/1">Unsubscribe</a></p>', UNSUBSCRIBE)
    return RawMessage(mail.replace("\n", "\r\n").encode(), "large")


def line(name: str, costs: list[Cost]) -> float:
    """Print the means and the worst; the mean of the processor's time for the whole."""
    mean = Cost(*(statistics.mean(column) for column in zip(*map(astuple, costs), strict=True)))
    steps = f"reading {mean.reading:.2f}, ways out {mean.ways_out:.2f}, lints {mean.lints:.2f}"
    worst = max(one.whole for one in costs)
    print(
        f"{name}: {len(costs)} checks, {mean.whole:.2f} ms of CPU ({steps}), {mean.wall:.2f} ms of wall time, worst {worst:.1f}"
    )
    return mean.whole


def main() -> int:
    """Measure and compare with the bounds."""
    cost(large())
    plain, html = [], []
    for name, data in messages(sample=True):
        kind = html if b"text/html" in data.lower() else plain
        kind.append(cost(RawMessage(data, name)))
    without = line("without HTML", plain)
    line("with HTML", html)
    whole = line("100 kB of HTML", [cost(large()) for _ in range(REPEATED)])
    return 0 if without <= PLAIN_MS and whole <= LARGE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
