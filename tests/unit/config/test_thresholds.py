"""The settings' defaults are those the judgement was measured with."""

from inboxguard.config.schema import Judgement
from inboxguard.pitch.judge import DEFAULTS
from inboxguard.service.world import thresholds_of


def test_the_defaults_are_the_measured_ones() -> None:
    """Nothing set means exactly the thresholds of the evaluation."""
    assert thresholds_of(Judgement()) == DEFAULTS
