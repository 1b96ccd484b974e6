"""No report carries out what a message wrote into it."""

import csv as table
import io
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from inboxguard.report.csv import csv
from inboxguard.report.facts import Report, read_lines
from inboxguard.report.html import html
from inboxguard.report.json import jsonl
from inboxguard.report.text import render
from tests.unit.report.lines import ACCEPTED, PAYLOADS, SECOND

RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def hostile(payload: str) -> Report:
    line = replace(
        SECOND, name=payload, sender=payload, subject=payload, because=(payload,), rests_on=payload, done=payload
    )
    return read_lines([line], source=payload, made=ACCEPTED, notes=[payload])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_page_has_no_script_link_or_handler(payload: str) -> None:
    """The HTML holds the payload as text only."""
    page = BeautifulSoup(html(hostile(payload)), "lxml")
    assert page.find_all(["script", "img", "iframe", "a", "link", "object"]) == []
    assert [
        tag.name
        for tag in page.find_all(True)
        if any(name.startswith("on") or name in {"href", "src"} for name in tag.attrs)
    ] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_terminal_gets_no_control_characters(payload: str) -> None:
    """Escape sequences and direction marks do not reach the screen, and markup is not read."""
    screen = io.StringIO()
    Console(file=screen, width=80, force_terminal=False, color_system=None).print(render(hostile(payload)))
    assert not RAW_CONTROL.search(screen.getvalue())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_a_formula(payload: str) -> None:
    """A spreadsheet finds nothing to run."""
    rows = list(table.reader(io.StringIO(csv(hostile(payload)))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_json_object_is_one_line(payload: str) -> None:
    """A line break in a subject does not break JSON Lines."""
    line = replace(SECOND, subject=payload, sender=payload)
    assert all("\n" not in text and "\x1b" not in text for text in jsonl([line], hostile(payload)))


def test_the_table_fits_eighty_columns() -> None:
    """At 80 columns no line of the report is longer."""
    screen = io.StringIO()
    Console(file=screen, width=80, force_terminal=False, color_system=None).print(
        render(read_lines([SECOND], source="imap:home", made=ACCEPTED))
    )
    assert max(len(line) for line in screen.getvalue().splitlines()) <= 80
    assert "Dana Whitlock" in screen.getvalue()
