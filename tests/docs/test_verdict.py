"""The page on the answer of `check` names what the checker can say, no more and no less."""

import re
import tomllib
from pathlib import Path

from inboxguard.compliance.options import ways_out
from inboxguard.compliance.way_out import Fault, Offer
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from tests.benchmark.options.written import written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "verdict.md").read_text(encoding="utf-8")
CASES = sorted((ROOT / "tests" / "corpus" / "ways_out").glob("*.eml"))


def rows(heading: str) -> list[tuple[str, ...]]:
    """The cells of the first table below that heading, or of the page's first table, without the head."""
    lines = PAGE.partition(heading)[2].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        table.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return table


def test_the_page_names_every_answer() -> None:
    """The five answers stand in the first table, each once."""
    assert [answer.strip("`") for answer, _ in rows("# The answer")] == [one.value for one in Offer]


def test_the_page_names_every_fault() -> None:
    """Each reason for not being usable stands in its table, each once."""
    assert sorted(fault.strip("`") for fault, _ in rows("## Why an option is not usable")) == sorted(Fault)


def test_options_lead_to_the_answer_of_their_level() -> None:
    """Over all conformance cases, the best option of a level leads to the answer the table gives that level."""
    said = {int(level): answer.strip("`") for level, _, answer in rows("## How strong an option is")}
    found = {path.stem: ways_out(parse(RawMessage(path.read_bytes(), path.name))) for path in CASES}
    best = {name: max(one.level for one in ways.options) for name, ways in found.items() if ways.options}
    assert set(best.values()) == set(said)
    assert {name: found[name].offer.value for name in best} == {name: said[level] for name, level in best.items()}


def test_every_answer_and_fault_of_the_page_is_shown_by_a_case() -> None:
    """The conformance cases hold each of the five answers, and a fault of each kind is expected somewhere."""
    wanted = [tomllib.loads(path.with_suffix(".expect.toml").read_text(encoding="utf-8")) for path in CASES]
    assert {one["offer"] for one in wanted} == set(Offer)
    found = {
        option.fault for path in CASES for option in ways_out(parse(RawMessage(path.read_bytes(), path.name))).options
    }
    assert found >= set(Fault)


def test_the_page_counts_the_written_messages() -> None:
    """The sizes of the measured sets are those of the file they were measured on."""
    told = {split.strip("`"): int(size) for split, size in re.findall(r"\| (`\w+`).*? \d+ of (\d+) \|", PAGE)}
    assert set(told) >= {"seen", "held", "fresh", "blind", "last", "unmended"}
    assert told == {split: sum(1 for _ in written(split)) for split in told}
    assert f"for {sum(told.values())} messages" in PAGE
