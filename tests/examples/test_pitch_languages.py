"""Runs what the language files of the pitch signals declare about themselves."""

import pytest

from inboxguard.pitch.phrases import PhraseBook, compile_phrase, cut
from inboxguard.pitch.replies import read_reply
from inboxguard.pitch.signals import LANGUAGES, catalogue, guess_language, language, language_data, signal_names

SIGNALS = [(code, name) for code in LANGUAGES for name in language_data(code)["signals"]]
GATES = {"introduction", "application", "purchase", "host", "transaction"}


def book_of(code, phrases):
    """The phrases alone, so that an example cannot be found by another signal."""
    book = PhraseBook()
    for phrase in phrases:
        book.add("it", compile_phrase(phrase, language_data(code)["classes"]))
    return book


@pytest.mark.parametrize(("code", "name"), SIGNALS)
def test_examples_of_a_signal(code, name):
    """Each example shows the signal and no counter-example does."""
    signal = language_data(code)["signals"][name]
    book = book_of(code, signal["phrases"])
    assert signal["examples"]
    assert signal["counter_examples"]
    assert [text for text in signal["examples"] if not book.find(cut(text))] == []
    assert [text for text in signal["counter_examples"] if book.find(cut(text))] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_is_whole(code):
    """A language has every signal of the catalogue, every text gate, replies and titles."""
    data = language_data(code)
    assert set(data["signals"]) == set(signal_names())
    assert set(data["gates"]) == GATES
    assert set(data["replies"]) == {"opted_out", "declined", "engaged", "asks_who", "examples"}
    assert language(code).name


@pytest.mark.parametrize("code", LANGUAGES)
def test_examples_of_replies(code):
    """Each example of a reply is read as what it is."""
    for kind, texts in language_data(code)["replies"]["examples"].items():
        assert {text: read_reply(text).value for text in texts} == dict.fromkeys(texts, kind)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_language_knows_itself(code):
    """A text made of the language's own examples is told to be in that language."""
    texts = [text for signal in language_data(code)["signals"].values() for text in signal["examples"]]
    assert guess_language(cut(" ".join(texts)[:3000])) == code


def test_every_symbol_has_a_label():
    """Each symbol has a name for a person, and its starting weight is on the side it may count on."""
    for meaning in catalogue().values():
        assert meaning.label[0].islower()
        assert meaning.prior >= 0 if meaning.sells else meaning.prior <= 0
