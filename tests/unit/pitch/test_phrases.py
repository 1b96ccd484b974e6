"""The pattern language of the language files."""

import time

import pytest

from inboxguard.pitch.phrases import BadPhrase, PhraseBook, compile_phrase, cut, fold
from inboxguard.pitch.signals import LANGUAGES, language

CLASSES = {"day": ["monday", "next week"]}


def words_found(phrase, text):
    book = PhraseBook()
    book.add("it", compile_phrase(phrase, CLASSES))
    found = book.find(cut(text))
    return found["it"].words if found else None


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("worth a (quick|short)? call", "Worth a call?", "Worth a call"),
        ("worth a (quick|short)? call", "is it worth a quick call", "worth a quick call"),
        ("tendrías tiempo", "¿TENDRIAS tiempo?", "TENDRIAS tiempo"),
        ("save # %", "we save 40-60% of it", "save 40-60%"),
        ("see you {day}", "See you next week!", "See you next week"),
        ("don't miss", "Don’t miss it", "Don’t miss"),
        ("vernetz~", "zur Vernetzung auf", "Vernetzung"),
        ("interested ?", "Interested?", "Interested?"),
        ("we .. you", "we really do help you", "we really do help you"),
        ("we .. you", "we did. Thank you", None),
        ("we .. you", "we all really do want to help you", None),
        ("interested ?", "interested.", None),
        ("call", "recall", None),
    ],
)
def test_what_a_phrase_finds(phrase, text, words):
    """A phrase finds whole words within a sentence and gives back the words of the text."""
    assert words_found(phrase, text) == words


@pytest.mark.parametrize("phrase", ["", "..", "(a|b)?", "{month} x", "ab~", "(a (b|c))"])
def test_bad_phrases_are_refused(phrase):
    """A phrase that could match anywhere or cannot be read is a mistake of ours and said so."""
    with pytest.raises(BadPhrase):
        compile_phrase(phrase, CLASSES)


def test_fold():
    """Case and accents do not count."""
    assert fold("Größe") == "grosse"
    assert fold("Às") == "as"


@pytest.mark.parametrize(
    "text", ["would you be open to a " * 1000, "a b " * 5000, "? " * 10_000, "x" * 20_000, "1 " * 10_000]
)
def test_adversarial_text_is_read_in_bounded_time(text):
    """20,000 characters made to be slow cost less than a twentieth of a second in each language."""
    for code in LANGUAGES:
        language(code).book.find(cut(text))
    quickest = min(_seconds(text) for _ in range(5))
    assert quickest < 0.05 * len(LANGUAGES)


def _seconds(text):
    began = time.perf_counter()
    words = cut(text)
    for code in LANGUAGES:
        language(code).book.find(words)
    return time.perf_counter() - began


@pytest.mark.parametrize("head", [".\n\n", "Question 15.\n\n", "see https://a.example/b?c.\n\n", "why?.\n\n"])
@pytest.mark.parametrize(
    "body", ["", "Hello, Sam.", "\n\n  Two\n \nparts: 10-15 of 2.5m", " \n\n", "https://x.example/y z", "..?"]
)
def test_rest_of_a_text_reads_as_a_text_of_its_own(head: str, body: str) -> None:
    """A body that was cut together with its subject has the same words at the same places as one cut alone."""
    assert cut(head + body).rest(len(head)) == cut(body)
