"""The examples and counter-examples that the vocabulary's files declare about themselves."""

import pytest

from inboxguard.compliance.vocabulary.load import Language, Role, Sample, languages
from inboxguard.compliance.way_out import WordingKind
from inboxguard.compliance.wording import read_text

STRONG = {WordingKind.ACTION, WordingKind.LEADIN, WordingKind.REPLY}
EXAMPLES = [(one.code, sample) for one in languages() for sample in one.examples]
COUNTER_EXAMPLES = [(one.code, sample) for one in languages() for sample in one.counter_examples]
every_language = pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)


@pytest.mark.parametrize(("code", "sample"), EXAMPLES, ids=[f"{code}-{one.text[:40]}" for code, one in EXAMPLES])
def test_example_is_read_as_declared(code: str, sample: Sample) -> None:
    """An example holds at least the kinds of wording its file declares."""
    found = {phrasing.kind.value for phrasing in read_text(sample.text)}
    assert set(sample.gives) <= found, (code, found)


@pytest.mark.parametrize(
    ("code", "sample"), COUNTER_EXAMPLES, ids=[f"{code}-{one.text[:40]}" for code, one in COUNTER_EXAMPLES]
)
def test_counter_example_offers_nothing(code: str, sample: Sample) -> None:
    """A near miss holds no wording that names a way out, beyond what its file admits."""
    found = {phrasing.kind for phrasing in read_text(sample.text)} & STRONG
    assert {kind.value for kind in found} <= set(sample.gives), code


@every_language
def test_language_is_complete(language: Language) -> None:
    """A language names itself and its sources, has a word for the deed, and every phrase can be found and compiled."""
    assert language.name
    assert language.sources
    assert language.phrases[Role.ACTION] or language.phrases[Role.AMBIGUOUS]
    for phrases in language.phrases.values():
        for phrase in phrases:
            assert phrase.keys, phrase.written
            assert phrase.pattern.pattern


@every_language
def test_action_words_are_recognised(language: Language) -> None:
    """Every language has an example, so that a broken phrase is noticed."""
    assert language.examples
