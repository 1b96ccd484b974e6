"""How well senders are matched to connections: the confusion by type, precision of what may act, recall.

    python -m tests.benchmark.matching                 # the shipped sets
    python -m tests.benchmark.matching CASES CONNECTIONS

CASES is JSON lines of {id, display, address, expected, type}, `expected` a connection id, "none", or "ambig" for a
sender nobody could tell (never to be acted on). CONNECTIONS is {"connections": [{id, name, company}]}.
"""

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from inboxguard.mail.address import NamedAddress, parse_address
from inboxguard.people.book import ConnectionBook, build_book
from inboxguard.people.connection import Connection

HERE = Path(__file__).parent / "matching"
SETS = {name: (f"{name}.jsonl", f"{name}-connections.json") for name in ("dev", "own", "blind", "fresh")}
PRECISION_FLOOR = 0.99
RECALL_FLOOR = 0.90


@dataclass
class Tally:
    """What came of a set: `acted` may act, `right` of them are right, `wanted` should have acted."""

    acted: int = 0
    right: int = 0
    wanted: int = 0
    by_type: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what may act, the share that is right."""
        return self.right / self.acted if self.acted else 1.0

    @property
    def recall(self) -> float:
        """Of what should act, the share that does."""
        return self.right / self.wanted if self.wanted else 1.0


def load_book(path: Path) -> ConnectionBook:
    """The connections of a set."""
    rows = json.loads(path.read_text(encoding="utf-8"))["connections"]
    return build_book(
        Connection(
            id=row["id"],
            name=row["name"],
            company=row.get("company", ""),
            profile=row.get("profile", ""),
            addresses=tuple(found for text in row.get("addresses", []) if (found := parse_address(text))),
        )
        for row in rows
    )


def run(cases: Path, connections: Path) -> Tally:
    """Match every case of a set."""
    book = load_book(connections)
    tally = Tally()
    for line in cases.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        reply_to = [NamedAddress("", parse_address(case["reply_to"]))] if case.get("reply_to") else []
        match = book.match_sender(NamedAddress(case["display"], parse_address(case["address"])), reply_to)
        got = match.connection.id if match.may_act and match.connection else match.degree.value
        expected = case["expected"]
        tally.wanted += expected not in {"none", "ambig"}
        tally.acted += match.may_act
        tally.right += match.may_act and got == expected
        verdict = _verdict(expected, got, may_act=match.may_act)
        tally.by_type[case["type"]][verdict] += 1
        if verdict not in {"right", "quiet"}:
            reasons = "; ".join(reason.says for reason in match.reasons)
            tally.wrong.append(
                f"{verdict:8} {case['id']} {case['type']}: {case['display']!r} <{case['address']}> expected {expected}, got {got}: {reasons}"
            )
    return tally


def _verdict(expected: str, got: str, *, may_act: bool) -> str:
    if expected in {"none", "ambig"}:
        if may_act:
            return "WRONG"
        return "right" if got == ("none" if expected == "none" else "possible") else "quiet"
    return "right" if got == expected else ("WRONG" if may_act else "missed")


def show(name: str, tally: Tally) -> None:
    """Print the confusion by type, then the two figures."""
    print(f"== {name}")
    for kind, counts in sorted(tally.by_type.items()):
        print(f"  {kind:24} " + "  ".join(f"{verdict} {count}" for verdict, count in sorted(counts.items())))
    for line in tally.wrong:
        print("  " + line)
    print(
        f"  precision {tally.precision:.3f} ({tally.right}/{tally.acted})  recall {tally.recall:.3f} ({tally.right}/{tally.wanted})"
    )


def main(arguments: list[str]) -> int:
    """Run the given or the shipped sets; 1 when a floor is missed."""
    chosen = (
        {"given": (Path(arguments[0]), Path(arguments[1]))}
        if arguments
        else {
            name: (HERE / cases, HERE / connections)
            for name, (cases, connections) in SETS.items()
            if (HERE / cases).exists()
        }
    )
    failed = False
    for name, (cases, connections) in chosen.items():
        tally = run(cases, connections)
        show(name, tally)
        failed |= tally.precision < PRECISION_FLOOR or tally.recall < RECALL_FLOOR
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
