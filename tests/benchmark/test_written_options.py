"""The answers to the half of the written messages that the checker was mended with stay right."""

from tests.benchmark.options.written import written, wrong_ways

SEEN = list(written("seen"))
FEWEST_RIGHT = 107


def test_no_written_message_is_accused_or_spared_wrongly() -> None:
    """No message with an option is called none, none without one has one, and at most two answers differ at all."""
    counted = wrong_ways(SEEN, [row.found().offer.value for row in SEEN])
    assert counted["false none"] == 0
    assert counted["false present"] == 0
    assert counted["right"] >= FEWEST_RIGHT


def test_every_answer_and_language_is_asked_for() -> None:
    """Both halves hold every language that the other one holds, so that neither measures something else."""
    held = list(written("held"))
    assert len(SEEN) + len(held) >= 220
    assert {row.want for row in SEEN} >= {"present", "reply", "unclear", "none"}
    assert {row.language for row in SEEN} == {row.language for row in held}
    assert sum(row.doubtful for row in (*SEEN, *held)) <= 0.1 * (len(SEEN) + len(held))
