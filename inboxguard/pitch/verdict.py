"""The conclusion about a message, always with reasons."""

from dataclasses import dataclass
from enum import StrEnum


class Conclusion(StrEnum):
    """HARD_SELL is the repeated pitch of a recent connection, no way out offered, no interest shown by the user."""

    HARD_SELL = "hard_sell"
    PITCH = "pitch"
    CLEAR = "clear"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`step` counts the person's messages since the acceptance, `pitches` those judged selling, this one included.

    `sure` says whether the message is a pitch surely enough to be tagged.
    """

    conclusion: Conclusion
    reasons: tuple[str, ...]
    step: int = 0
    pitches: int = 0
    after_refusal: bool = False
    sure: bool = False
