"""The column that says what was done: short enough for 80 columns, and never a failure where nothing failed."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from inboxguard.report.facts import read_lines
from inboxguard.report.text import done_in_short, render
from tests.unit.report.lines import ACCEPTED, FIRST


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"filed": 3}, "3 filed"),
        ({"filed": 3, "put_back": 1}, "3 filed, 1 back"),
        ({"filed": 12, "tagged": 10}, "12 filed, +10"),
        ({"would_file": 12, "would_tag": 10, "tagged": 1}, "12 to file, +11"),
        ({"filed": 2, "left: the server keeps no keywords": 4}, "2 filed"),
        ({"left: the server keeps no keywords": 4}, "left"),
        ({"not filed: the server refused": 4}, "4 not filed"),
        ({}, "left"),
    ],
)
def test_what_was_done_fits_its_column(counts: dict[str, int], said: str) -> None:
    """As much as fits into 15 characters, the most frequent first; what was only left is not called a failure."""
    lines = [
        replace(FIRST, message_id=f"{kind}{number}", done=kind.replace("_", " "))
        for kind, count in counts.items()
        for number in range(count)
    ]
    (offender,) = read_lines(lines or [FIRST], source="x", made=ACCEPTED).offenders
    assert done_in_short(offender, 15) == said
    assert len(said) <= 15


def test_no_row_is_wider_than_eighty_columns() -> None:
    """A terminal of 80 columns cuts nothing off."""
    kinds = ["filed"] * 12 + ["put back"] * 11 + ["tagged"] * 3
    lines = [
        replace(FIRST, message_id=str(number), done=kind, verdict="hard_sell") for number, kind in enumerate(kinds)
    ]
    console = Console(width=200, file=io.StringIO())
    with console.capture() as shown:
        console.print(render(read_lines(lines, source="account home", made=ACCEPTED)))
    text = shown.get()
    assert "12 filed, +14" in text
    assert max(map(len, text.splitlines())) <= 80
