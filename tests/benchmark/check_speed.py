"""How long one check takes: reading the message, its ways out, all lints.

    python -m tests.benchmark.check_speed

Over every tenth message of the public-domain corpus, with and without HTML, and over one message with 100 kB of HTML.
Times are of this process. It exits with 1 when the average is over 5 ms without HTML, or the large page over 40 ms.
"""

import statistics
import sys
import time
from collections.abc import Callable

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


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds of this process."""
    begun = time.process_time()
    deed()
    return (time.process_time() - begun) * 1000


def steps(raw: RawMessage) -> tuple[float, float, float]:
    """Milliseconds to read it, to find its ways out, and to run every lint."""
    message, case = parse(raw), case_of(parse(raw), commercial=Answer.YES)
    return (
        timed(lambda: parse(raw)),
        timed(lambda: case_of(message, commercial=Answer.YES)),
        timed(lambda: run(catalogue(), case)),
    )


def large() -> RawMessage:
    """A page of 100 kB as shops send it: nested tables, styles, a footer with a link."""
    cell = f'<table width="600"><tr><td style="font-size:13px;color:#333"><p>{SELLING} Offer %d.</p><a href="https://growth.example/p/%d">More on %d</a></td></tr></table>'
    body = "".join(cell % (number, number, number) for number in range(100_000 // len(cell)))
    mail = page(f'{body}<p>No more? <a href="https://growth.example/u/1">Unsubscribe</a></p>', UNSUBSCRIBE)
    return RawMessage(mail.replace("\n", "\r\n").encode(), "large")


def line(name: str, measured: list[tuple[float, float, float]]) -> float:
    """Print the means and the worst; the mean of the whole in milliseconds."""
    read, ways, lints = (statistics.mean(column) for column in zip(*measured, strict=True))
    worst = max(sum(one) for one in measured)
    whole = read + ways + lints
    print(
        f"{name}: {len(measured)} messages, {whole:.2f} ms (reading {read:.2f}, ways out {ways:.2f}, lints {lints:.2f}), worst {worst:.1f}"
    )
    return whole


def main() -> int:
    """Measure and compare with the bounds."""
    steps(large())
    plain, html = [], []
    for name, data in messages(sample=True):
        kind = html if b"text/html" in data.lower() else plain
        kind.append(steps(RawMessage(data, name)))
    without = line("without HTML", plain)
    line("with HTML", html)
    whole = line("100 kB of HTML", [min((steps(large()) for _ in range(5)), key=sum)])
    return 0 if without <= PLAIN_MS and whole <= LARGE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
