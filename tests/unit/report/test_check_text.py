"""What `check` prints for a person fits a terminal and tells what is of use."""

from collections.abc import Iterator

import pytest

from inboxguard.compliance.case import case_of_example
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.check import CheckResult, check
from inboxguard.compliance.history import Answer
from inboxguard.compliance.run import findings, run
from inboxguard.report.check_text import render

HEAD = "From: Mara <mara@growth.example>\nTo: you@me.example\nSubject: Hi\nContent-Type: text/html; charset=utf-8\n\n"


def told(body: str) -> str:
    mail = f"{HEAD}<html><body><p>Our autumn range is out, and everything in it costs less.</p>{body}</body></html>"
    return render(check(mail.encode(), commercial=Answer.YES, source="pitch.eml"))


def _examples() -> Iterator[str]:
    for lint in catalogue():
        for example in lint.examples:
            case = case_of_example(example)
            yield render(CheckResult(case.message, case.ways_out, findings(run(catalogue(), case)), ()))


def test_no_line_is_wider_than_eighty_columns() -> None:
    """Every example of every lint is printed within eighty columns."""
    lines = [line for text in _examples() for line in text.splitlines()]
    assert len(lines) > 1000
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("letter", ["配", "x"])
def test_words_in_wide_letters_are_cut_by_columns(letter: str) -> None:
    """A letter that takes two columns counts twice, and the line below still underlines the link."""
    text = told(f'<p>{letter * 300} <a href="https://growth.example/u">Unsubscribe</a></p>')
    shown = next(line for line in text.splitlines() if line.startswith("     | ") and letter in line)
    assert sum(2 if one == "配" else 1 for one in shown) <= 80


def test_a_long_name_keeps_its_place_and_the_sentence_goes_below() -> None:
    """The name of a file is never cut, and the answer stands in its line."""
    name = f"/home/you/{'mail/' * 20}pitch.eml"
    first, second, *_ = render(check(f"{HEAD}Hello.".encode(), source=name)).splitlines()
    assert first == f"{name}: none:"
    assert second == "  no way out is offered"


def test_the_marked_words_are_shown_wherever_they_stand() -> None:
    """A link at the end of a long sentence is in view and underlined."""
    long = "Words that go on and on about the range " * 5
    text = told(f'<p>{long} to <a href="https://growth.example/u/1">unsubscribe here</a></p>')
    shown, line = text.splitlines()[4:6]
    assert shown[line.index("^") : line.index("^") + 16] == "unsubscribe here"


def test_beside_a_good_option_only_broken_ones_are_told() -> None:
    """A hint to reply and a second mention are of no use beside a link that works; a dead link is still a fault."""
    text = told(
        '<p>Not for you? Let me know.</p><p><a href="https://growth.example/u/1">Unsubscribe</a></p>'
        '<p><a href="#">Unsubscribe from all lists</a></p><p><a href="https://growth.example/p">Manage preferences</a></p>'
    )
    marks = [line.strip() for line in text.splitlines() if line.startswith(("  ✓", "  ✗"))]
    assert marks == ["✓ body-link https://growth.example/u/1", "✗ body-link #"]


def test_without_a_good_option_every_hint_is_told() -> None:
    """Where nothing works, what comes near is named with the reason."""
    text = told("<p>Not for you? Let me know.</p>")
    assert "  ✗ reply" in text
    assert "      = a polite condition, not a way out" in text
