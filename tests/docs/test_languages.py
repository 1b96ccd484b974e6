"""The page of languages is what the language files hold."""

from inboxguard.compliance.phrases import Phrase
from inboxguard.compliance.vocabulary.load import Language, Role, languages
from inboxguard.pitch.signals import LANGUAGES
from tests.docs.generate_languages import PAGE, STRENGTHS, page, strength


def test_the_page_is_the_generated_one() -> None:
    """docs/reference/languages.md equals what the language files give; `make docs` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_language_is_counted_by_its_strength() -> None:
    """English is known in full, and every strength that the page explains is that of some language."""
    assert {strength(one) for one in languages()} == set(STRENGTHS)
    assert next(strength(one) for one in languages() if one.code == "en") == "full"


def test_ways_out_are_understood_wherever_selling_is() -> None:
    """A language in which pitches are recognised by their words is one in which ways out are understood in full."""
    strengths = {one.code: strength(one) for one in languages()}
    assert {code: strengths[code] for code in LANGUAGES} == dict.fromkeys(LANGUAGES, "full")


def test_a_lone_word_is_the_weakest() -> None:
    """A language of which only the word for unsubscribing is known is not said to understand replies."""
    one = Language("xx", "Example", ("here",), {Role.ACTION: (Phrase("unsubscribe"),)})
    assert strength(one) == "words"
