"""How long a large ConnectionBook takes to build, how much memory it holds, and how long a match takes.

python -m tests.benchmark.book_speed [CONNECTIONS]
"""

import gc
import random
import statistics
import sys
import time
import tracemalloc
from dataclasses import dataclass

from inboxguard.mail.address import Address, NamedAddress
from inboxguard.people.book import build_book
from inboxguard.people.connection import Connection
from inboxguard.people.tables import lines, words

SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "bra",
    "bre",
    "da",
    "del",
    "den",
    "do",
    "er",
    "fa",
    "fel",
    "ga",
    "gor",
    "ha",
    "hol",
    "ka",
    "kel",
    "la",
    "len",
    "lin",
    "lo",
    "ma",
    "mar",
    "men",
    "mo",
    "na",
    "nel",
    "no",
    "ra",
    "ren",
    "ri",
    "ro",
    "sa",
    "sel",
    "son",
    "sta",
    "ta",
    "ten",
    "to",
    "va",
    "ver",
    "wa",
    "wel",
]
BUILD_CEILING_SECONDS = 3.0
MEMORY_CEILING_MEGABYTES = 250
MATCH_CEILING_MICROSECONDS = 100


def people(count: int, dice: random.Random) -> list[Connection]:
    """Connections with names as varied as a real network: a few thousand surnames, half the world's first names."""
    given = [
        line.split()[0].capitalize()
        for language in ("en", "de", "fr", "es", "it", "nl")
        for line in lines("given_names", language)
    ]
    surnames = [word.capitalize() for word in sorted(words("surnames", "common"))]
    surnames += ["".join(dice.choices(SYLLABLES, k=dice.choice((2, 3)))).capitalize() for _ in range(20000)]
    companies = [
        "".join(dice.choices(SYLLABLES, k=3)).capitalize() + dice.choice((" GmbH", " Inc.", " Labs", " Partners", ""))
        for _ in range(count // 4)
    ]
    made = []
    for number in range(count):
        first, last = dice.choice(given), dice.choice(surnames)
        made.append(
            Connection(
                id=f"{first}-{last}-{number}".lower(),
                name=f"{first} {last}",
                company=dice.choice(companies),
                profile=f"{first}-{last}-{number}".lower(),
            )
        )
    return made


def senders(known: list[Connection], dice: random.Random) -> list[NamedAddress]:
    """Half strangers, half people of the book; each shown name once, so that no cache helps."""
    made = []
    for one in dice.sample(known, 2000):
        first, last = one.name.split()
        brand = one.company.split()[0].lower()
        made.append(NamedAddress(one.name, Address(f"{first}.{last}".lower(), f"get{brand}.example")))
        made.append(
            NamedAddress(
                f"{last.capitalize()}a {first}son | {brand}",
                Address(f"{first}{last}".lower(), f"{last.lower()}.example"),
            )
        )
    dice.shuffle(made)
    return made


@dataclass(frozen=True)
class Figures:
    """What a book of so many connections costs.

    Times are processor time of this process, `wall_microseconds` what the median match took by the clock on the wall.
    """

    connections: int
    build_seconds: float
    megabytes: float
    match_microseconds: float
    late_microseconds: float
    wall_microseconds: float


def measure(count: int) -> Figures:
    """Build a book of so many made-up people, and ask it for who senders are, half of them strangers."""
    dice = random.Random(7)
    known = people(count, dice)
    asked = senders(known, dice)
    gc.collect()
    started = time.process_time()
    book = build_book(known)
    build = time.process_time() - started
    spent, passed = [], []
    for sender in asked:
        wall_ns, started_ns = time.perf_counter_ns(), time.process_time_ns()
        book.match_sender(sender)
        spent.append((time.process_time_ns() - started_ns) / 1000)
        passed.append((time.perf_counter_ns() - wall_ns) / 1000)
    del book
    gc.collect()
    tracemalloc.start()
    kept = build_book(known)
    held = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    median, late = statistics.median(spent), statistics.quantiles(spent, n=100)[98]
    return Figures(len(kept), build, held, median, late, statistics.median(passed))


def main(arguments: list[str]) -> int:
    """Measure; 1 when a ceiling is broken."""
    found = measure(int(arguments[0]) if arguments else 100_000)
    print(
        f"{found.connections} connections: built in {found.build_seconds:.2f} s of processor time, {found.megabytes:.0f} MB; "
        f"a first match, nothing cached: median {found.match_microseconds:.0f} µs of processor time "
        f"({found.wall_microseconds:.0f} µs on the wall), 99th percentile {found.late_microseconds:.0f} µs"
    )
    return int(
        found.build_seconds > BUILD_CEILING_SECONDS
        or found.megabytes > MEMORY_CEILING_MEGABYTES
        or found.match_microseconds > MATCH_CEILING_MICROSECONDS
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
