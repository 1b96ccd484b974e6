"""Themes: words of all languages that mean the same, for the learned part."""

import pytest

from inboxguard.pitch.model import shipped_model
from inboxguard.pitch.signals import LANGUAGES
from inboxguard.pitch.text import read_text
from inboxguard.pitch.themes import FEW_WORDS, MANY_WORDS, SHAPE, read_themes, theme_names, theme_words
from tests.unit.pitch.sample import write

SAID = {
    "de": "Wir senken Ihre Kosten und die Ihrer Kunden.",
    "en": "We reduce the costs of your customers.",
    "es": "Reducimos los costes de sus clientes, nosotros somos rápidos.",
    "fr": "Nous réduisons les coûts de vos clients.",
    "it": "Riduciamo i costi dei vostri clienti.",
    "nl": "Wij verlagen de kosten van uw klanten.",
    "pt": "Reduzimos os custos dos seus clientes.",
}


def _names(text: str) -> set[str]:
    return {theme.name for theme in read_themes(read_text(write(text)))}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_theme_is_the_same_in_every_language(code):
    """The same sentence talks of the same themes in all languages."""
    assert {"save", "price", "customer", "reader-owns"} <= _names(SAID[code])


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_theme(code):
    """A theme without words in a language would make what was learnt hold for some languages only."""
    words = theme_words(code)
    assert tuple(words) == tuple(theme_words("en"))
    assert all(words.values())


def test_every_theme_has_a_weight():
    """The model knows exactly the themes the program reads."""
    assert tuple(shipped_model().themes) == theme_names()


def test_names_tell_nothing():
    """The names of writer and reader play no part, so that no owner's name speaks for a pitch."""
    shown = {theme.word for theme in read_themes(read_text(write("Dana, the price of Lumenhr is fine.")))}
    assert "price" in shown
    assert not {"dana", "lumenhr"} & shown


def test_the_shape_is_read():
    """A note and a letter differ in shape; an empty text has none."""
    assert FEW_WORDS in _names("See you on Sunday.")
    assert MANY_WORDS in _names("word " * 200)
    assert not set(SHAPE) & _names("")
