"""The reading: weights that are all shown."""

import math

import pytest

from inboxguard.pitch.model import CAP, WORDS, read, shipped_model
from inboxguard.pitch.reading import Judged
from inboxguard.pitch.signals import catalogue
from tests.unit.pitch.sample import context, write

TEXTS = (
    (
        "Hi Robin, I came across your site. We help shops like yours cut staff costs by 20% with our scheduling platform, and"
        " over 200 shops use it already. Would you be open to a 15-minute call on Tuesday?\n\nDana Whitlock\nAccount Executive"
    ),
    "Hallo Robin, kommst du am Sonntag zum Grillen? Mama freut sich.",
    "Bonjour, nous accompagnons des jardineries. Seriez-vous disponible jeudi pour un échange de 20 minutes ?",
    "",
    "?" * 3000,
    "Ω λόγος",
)


@pytest.mark.parametrize("text", TEXTS)
def test_weights_sum_to_the_logit(text):
    """The listed weights, the bias among them, sum to the logit, and the logit gives the probability."""
    reading = read(write(text), context())
    assert math.fsum(symbol.weight for symbol in reading.symbols) == pytest.approx(reading.logit, abs=1e-9)
    assert reading.probability == pytest.approx(1 / (1 + math.exp(-reading.logit)))


@pytest.mark.parametrize("text", TEXTS)
def test_the_learned_part_is_capped(text):
    """What was learnt from words counts at most 1.5 either way."""
    assert all(abs(symbol.weight) <= CAP for symbol in read(write(text), context()).symbols if symbol.name == WORDS)


def test_every_symbol_says_what_it_is():
    """Each symbol has a label for a person, and each but the bias shows words."""
    reading = read(write(TEXTS[0]), context())
    assert reading.judged is Judged.PITCH
    assert all(symbol.says for symbol in reading.symbols)
    assert all(symbol.evidence and symbol.evidence.words for symbol in reading.symbols if symbol.name != "bias")


def test_no_weight_is_on_the_wrong_side():
    """A selling move never lowers the score and an honest one never raises it."""
    weights = shipped_model().weights
    assert set(weights) == set(catalogue())
    for name, meaning in catalogue().items():
        assert weights[name] >= 0 if meaning.sells else weights[name] <= 0


def test_a_gated_message_is_read_but_not_judged():
    """A gate leaves the symbols visible and the judgement clear."""
    reading = read(write(TEXTS[0]), context(known_contact="your address book"))
    assert reading.gate is not None
    assert reading.judged is Judged.CLEAR
    assert reading.probability > 0.5


def test_a_reply_to_nothing_has_no_past():
    """Beside a "Re:" that answers nothing, "as we discussed" is a pretence and no sign of honesty."""
    text = "As we discussed at the conference, our packages start at 89 euros."
    assert "shared-history" in _found(write(text))
    pretended = _found(write(text, subject="Re: our talk"))
    assert "fake-reply" in pretended
    assert "shared-history" not in pretended


def test_nobody_accepts_a_refusal_that_was_not_given():
    """ "I shall not bother you again" is a break-up where the user never refused."""
    assert "accepts-refusal" not in _found(write("Sorry for the bother, I'll leave you in peace."))


def _found(message):
    return {symbol.name for symbol in read(message, context()).symbols}
