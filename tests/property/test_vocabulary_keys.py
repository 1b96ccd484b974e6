"""The keys of the vocabulary never keep a phrase from a text that holds it."""

from hypothesis import assume, given
from hypothesis import strategies as st

from inboxguard.compliance.phrases import Phrase
from inboxguard.compliance.vocabulary.load import SAYING, Role, candidates, languages, saying_candidates

_PHRASES = [
    (role, phrase) for language in languages() for role, phrases in language.phrases.items() for phrase in phrases
]


@st.composite
def _spoken(draw: st.DrawFn) -> tuple[Role, Phrase, str]:
    """A phrase with folded text that may hold it."""
    role, phrase = draw(st.sampled_from(_PHRASES))
    spoken = draw(
        st.from_regex(phrase.pattern.expression.pattern, fullmatch=True, alphabet=st.characters(codec="utf-8"))
    )
    before, after = draw(st.sampled_from(["", "x ", '"'])), draw(st.sampled_from(["", " y", ".", "s", "-x"]))
    return role, phrase, before + spoken + after


@given(_spoken())
def test_a_phrase_is_tried_on_every_text_it_matches(spoken: tuple[Role, Phrase, str]) -> None:
    """What the expression finds, the keys found before; so looking for keys first only saves time."""
    role, phrase, text = spoken
    assume(phrase.pattern.search(text) is not None)
    assert phrase.written in {entry.phrase.written for entry in candidates(text).get(role, ())}
    if role in SAYING:
        assert phrase.written in {entry.phrase.written for entry in saying_candidates(text).get(role, ())}
