"""Whose words a line holds."""

import pytest

from inboxguard.mail.message import Segment
from inboxguard.mail.quotes import segment_lines

NEW, QUOTED, FORWARDED, SIGNATURE, FOOTER = (
    Segment.NEW, Segment.QUOTED, Segment.FORWARDED, Segment.SIGNATURE, Segment.FOOTER,
)  # fmt: skip


def segments(text: str, *, forwarded: bool = False) -> list[Segment]:
    lines = text.split("\n")
    found = segment_lines(lines, forwarded=forwarded)
    assert len(found) == len(lines)
    return [segment for line, segment in zip(lines, found, strict=True) if line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "On 3 March I wrote to you about this:",
        "Am 3. März schrieb ich Ihnen bereits:",
        "Le 3 mars je vous ai écrit ceci:",
        "As Bob wrote:",
        "From: our side nothing changed.",
        "Here is what he said:",
    ],
)
def test_a_sentence_is_no_attribution(line):
    """A writer who refers to an earlier letter does not thereby quote the rest of his own."""
    assert segments(f"Hi\n\n{line}\n\nWe help firms like yours.\nCall me.") == [NEW, NEW, NEW, NEW]


def test_an_attribution_takes_the_unmarked_rest():
    """Programs that quote without marks still write who and when."""
    assert segments("Yes\n\nOn 2 Mar 2026, at 10:00, Sam wrote:\n\nOld\nwords") == [NEW, QUOTED, QUOTED, QUOTED]


def test_a_bare_attribution_needs_the_quotation():
    """ "Sam wrote:" is one above a marked quotation only."""
    assert segments("Yes\nSam wrote:\n> Old\nAnd new") == [NEW, QUOTED, QUOTED, NEW]


def test_a_signature_ends_where_a_quotation_begins():
    """What is written below a quotation is new again, though a signature stood above it."""
    assert segments("Yes\n-- \nJane\n> Old\nBelow") == [NEW, SIGNATURE, SIGNATURE, QUOTED, NEW]


def test_a_mobile_line_signs_alone():
    """The line about the device does not make what follows a signature."""
    assert segments("Yes\n\nSent from my iPhone\n\nAnd one more thing") == [NEW, SIGNATURE, NEW]


@pytest.mark.parametrize(
    "formula",
    [
        "Best regards,",
        "Mit freundlichen Grüßen",
        "Cordialement,",
        "Un saludo,",
        "Cordiali saluti,",
        "Met vriendelijke groet,",
        "Atenciosamente,",
    ],
)
def test_a_closing_formula_begins_the_signature(formula):
    """In each of the seven languages a formula with short lines below it signs."""
    assert segments(f"Shall we talk?\n\n{formula}\nJane Roe\nAcme") == [NEW, SIGNATURE, SIGNATURE, SIGNATURE]


def test_long_lines_below_a_formula_are_no_signature():
    """Thanks that open a letter do not sign it."""
    text = "Hi\nThanks,\n" + "that was a long conversation and there is so much more to say about it, really " * 2
    assert segments(text) == [NEW, NEW, NEW]


def test_a_footer_stays_a_footer_below_a_signature():
    """Legal text at the end is a footer, the lines above it a signature."""
    text = "Sign here.\n\nBest,\nJane\n\nThis message is confidential."
    assert segments(text) == [NEW, SIGNATURE, SIGNATURE, FOOTER]


def test_the_offer_to_unsubscribe_is_a_footer_and_the_request_is_not():
    """An offer closes a newsletter; a request is the point of a letter."""
    assert segments("News.\n\nClick here to unsubscribe: https://a.example/u") == [NEW, FOOTER]
    assert segments("Hello.\n\nPlease unsubscribe me.") == [NEW, NEW]


def test_a_forward_is_not_a_quotation():
    """A copied header below a subject that says forward brings somebody else's words, not the reader's own."""
    text = "See below\n\nFrom: Max\nSent: Monday\nTo: Jane\nSubject: Offer\n\nBuy"
    assert segments(text, forwarded=True)[-1] is FORWARDED
    assert segments(text)[-1] is QUOTED


def test_nothing_but_a_quotation_says_so():
    """Where the writer said nothing, no line is called new."""
    assert segments("> a\n> b") == [QUOTED, QUOTED]
