"""The outcomes of every lint over the public-domain SpamAssassin messages, held against the committed counts.

    python -m tests.benchmark.corpus_counts            compare, print what differs, exit 1 if anything does
    python -m tests.benchmark.corpus_counts --write    write tests/benchmark/corpus_counts.json anew

Every message is judged as if it had been received on one fixed day, since the messages are older than most norms.
Spam counts as selling; of the other messages nobody said whether they sell, as when `inboxguard check` is run on a file.
A test compares a fixed tenth of the messages, so that a change shows before the command is run.
"""

import json
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from inboxguard.compliance.case import case_of
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.history import Answer
from inboxguard.compliance.outcome import Outcome, Undecided
from inboxguard.compliance.run import run
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

HERE = Path(__file__).parent
ARCHIVE = HERE / "spamassassin.tar.xz"
COMMITTED = HERE / "corpus_counts.json"
AS_IF_RECEIVED = datetime(2026, 1, 15, tzinfo=UTC)
ONE_IN = 10
_BATCH = 250

Counts = dict[str, dict[str, dict[str, int]]]


def messages(*, sample: bool) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every message in the order of their names, or of every tenth."""
    with tarfile.open(ARCHIVE) as archive:
        held = {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}
    for number, name in enumerate(sorted(held)):
        if not sample or number % ONE_IN == 0:
            yield name, held[name]


def kind_of(name: str) -> str:
    """ "spam" or "ham", by the folder."""
    return "spam" if "/spam" in name else "ham"


def judge(batch: Iterable[tuple[str, bytes]]) -> Counter[tuple[str, str, str]]:
    """How often each (lint or "offer", kind, outcome) came of these messages."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for name, data in batch:
        kind = kind_of(name)
        case = case_of(parse(RawMessage(data, name)), commercial=Answer.YES if kind == "spam" else Answer.MAYBE)
        case = replace(case, received=AS_IF_RECEIVED)
        counted["offer", kind, case.ways_out.offer.value] += 1
        for ran in run(catalogue(), case):
            counted[ran.lint.code, kind, outcome_name(ran.outcome)] += 1
    return counted


def outcome_name(outcome: Outcome) -> str:
    """The name of the outcome in the counts; a lint that crashed has one of its own."""
    if isinstance(outcome, Undecided) and outcome.says.startswith("the lint failed"):
        return "failed"
    return {"Breach": "breach", "Kept": "kept", "OutOfScope": "out_of_scope", "Undecided": "undecided"}[
        type(outcome).__name__
    ]


def nested(counted: Counter[tuple[str, str, str]]) -> Counts:
    """The same as a table that reads well in a diff."""
    table: Counts = {}
    for (what, kind, outcome), number in sorted(counted.items()):
        table.setdefault(what, {}).setdefault(kind, {})[outcome] = number
    return table


def count_sample() -> Counts:
    """The counts over every tenth message."""
    return nested(judge(messages(sample=True)))


def count_all() -> Counts:
    """The counts over all messages, on two processors."""
    total: Counter[tuple[str, str, str]] = Counter()
    with ProcessPoolExecutor(2) as pool:
        for counted in pool.map(judge, map(list, _batches())):
            total += counted
    return nested(total)


def _batches() -> Iterator[list[tuple[str, bytes]]]:
    held = list(messages(sample=False))
    for at in range(0, len(held), _BATCH):
        yield held[at : at + _BATCH]


def differences(old: Counts, new: Counts) -> list[str]:
    """One line for each count that is not the same."""
    found = []
    for what in sorted({*old, *new}):
        for kind in ("ham", "spam"):
            before, after = old.get(what, {}).get(kind, {}), new.get(what, {}).get(kind, {})
            found += [
                f"{what} {kind} {outcome}: {before.get(outcome, 0)} -> {after.get(outcome, 0)}"
                for outcome in sorted({*before, *after})
                if before.get(outcome, 0) != after.get(outcome, 0)
            ]
    return found


def main(arguments: list[str]) -> int:
    """Compare or write; 1 when something differs, 2 for unknown arguments."""
    if arguments not in ([], ["--write"]):
        print("usage: python -m tests.benchmark.corpus_counts [--write]", file=sys.stderr)
        return 2
    new = {"sample": count_sample(), "all": count_all()}
    old = json.loads(COMMITTED.read_text(encoding="utf-8")) if COMMITTED.exists() else {}
    changed = [line for part in new for line in differences(old.get(part, {}), new[part])]
    print("\n".join(changed) or "the counts are the committed ones")
    if arguments == ["--write"]:
        COMMITTED.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
