"""How the answers compare with written labels: python tests/benchmark/options/written.py [seen|held|fresh|blind|last|unmended].

`written.jsonl` holds messages written for this project, in seventeen languages, each with the answer a fair reader
would give by the table in docs/reference/verdict.md and the reason. The half `seen` served to mend the checker. The
half `held` and later the messages `fresh` were first only counted; docs/reference/verdict.md keeps those figures. The
disagreements of a split are printed only when it is named.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inboxguard.compliance.options import ways_out
from inboxguard.compliance.way_out import Offer, WaysOut
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

HERE = Path(__file__).parent
ANSWERS = tuple(offer.value for offer in Offer)


@dataclass(frozen=True, slots=True)
class Written:
    """One labelled message."""

    id: str
    split: str
    language: str
    kind: str
    want: str
    why: str
    doubtful: bool
    raw: str

    def found(self) -> WaysOut:
        """What the checker says."""
        return ways_out(parse(RawMessage(self.raw.encode().replace(b"\n", b"\r\n"), self.id)))


def written(split: str) -> Iterator[Written]:
    """The labelled messages of one split."""
    for line in (HERE / "written.jsonl").read_text(encoding="utf-8").splitlines():
        row = Written(**json.loads(line))
        if row.split == split:
            yield row


def wrong_ways(rows: list[Written], answers: list[str]) -> dict[str, int]:
    """The errors that matter: accusing somebody, and seeing a way out in nothing."""
    pairs = list(zip(rows, answers, strict=True))
    return {
        "right": sum(row.want == answer for row, answer in pairs),
        "false none": sum(answer == "none" != row.want for row, answer in pairs),
        "false present": sum(answer in {"present", "reply"} and row.want == "none" for row, answer in pairs),
        "none called unclear": sum(answer == "unclear" and row.want == "none" for row, answer in pairs),
    }


def show(split: str, with_disagreements: bool) -> None:
    """Print the confusion of one split."""
    rows = list(written(split))
    found = [row.found() for row in rows]
    answers = [ways.offer.value for ways in found]
    counted = Counter((row.want, answer) for row, answer in zip(rows, answers, strict=True))
    doubtful = sum(row.doubtful for row in rows)
    print(f"{split}: {len(rows)} messages, {doubtful} doubtful", wrong_ways(rows, answers))
    for want in ANSWERS:
        print(f"  {want:8}", {answer: counted[want, answer] for answer in ANSWERS if counted[want, answer]})
    for row, ways in zip(rows, found, strict=True):
        if with_disagreements and ways.offer.value != row.want:
            print(f"    {row.id} {row.language} {row.kind}: {row.want} ({row.why}) but {ways.offer}: {ways.because}")


def main(which: str) -> None:
    """Print what is asked for."""
    for split in ("seen", "held", "fresh", "blind", "last", "unmended"):
        if which in {split, "all"}:
            show(split, with_disagreements=which == split)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
