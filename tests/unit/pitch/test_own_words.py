"""A writer's own words, without what others put below them."""

import pytest

from inboxguard.pitch.relays import own_words
from tests.unit.pitch.sample import write

WORDS = "Call me about the curtains on Sunday. Love, Ma"


@pytest.mark.parametrize(
    "advert",
    [
        "______________________________\nGet your private, free email at http://www.hotmail.example",
        "---------------------------------\nGesendet von Yahoo Mail für Android",
        "=================================\nThis mail was checked for viruses by Avast.",
    ],
)
def test_a_providers_advert_is_not_the_writers(advert):
    """What a provider or a scanner puts below a ruled line says nothing about the writer."""
    assert own_words(write(f"{WORDS}\n{advert}\n")).strip() == WORDS


@pytest.mark.parametrize(
    "below",
    [
        "----------------------\nOur prices start at 40 euros a month. Shall we talk?",
        "______________________\nYahoo! That was fun. " + "We met so many people and talked for hours. " * 14,
    ],
)
def test_the_writers_own_ruled_lines_stay(below):
    """A ruled line alone cuts nothing, and neither does one above a long text."""
    assert own_words(write(f"{WORDS}\n{below}\n")).strip().endswith(below.strip()[-30:])
