"""Reading words never takes long and never fails, whatever the text is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inboxguard.compliance.vocabulary.load import languages
from inboxguard.compliance.wording import read_text

HOSTILE = [
    "reply ",
    "not ",
    "remove ",
    "unsubscribe ",
    "u n s u b ",
    "no longer wish to receive ",
    ". ",
    "не ",
    "aаaа ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    """Four times the text takes no more than about four times as long, and some for the machine."""
    languages()
    read_text(piece * 50)

    def spent(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        return min(_timed(text) for _ in range(3))

    assert spent(20_000) < 8 * spent(5_000) + 0.02


def _timed(text: str) -> float:
    begun = time.process_time()
    read_text(text)
    return time.process_time() - begun


@given(st.text(alphabet=st.sampled_from("unsbcrie optoREPLYстоп退订\u200b\u0301 .!?\n\"'"), max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Places lie inside the text, whatever folding did to its length."""
    for phrasing in read_text(text):
        assert 0 <= phrasing.start <= phrasing.end <= len(text)
        assert phrasing.sentence[0] <= phrasing.start < phrasing.sentence[1]
