"""What was read in one message: the selling moves, and how likely it is a pitch.

The one fact a newcomer would get wrong: the listed weights, the bias among them, sum to the logit; nothing is hidden.
"""

from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.evidence import Evidence


class Judged(StrEnum):
    """One message, without its history."""

    PITCH = "pitch"
    CLEAR = "clear"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A recognised move with its fitted weight (logit units) and where it was seen; `says` is its name for a person."""

    name: str
    weight: float
    evidence: Evidence | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Why a message is never acted on, whatever it says: `name` is a slug, `says` a sentence."""

    name: str
    says: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """`probability` is calibrated, 0 to 1; `symbols` sum (with the bias symbol) to `logit`.

    `alone` is the probability without the symbols that rest on the person's earlier mail.
    """

    probability: float
    logit: float
    judged: Judged
    symbols: tuple[Symbol, ...] = ()
    gate: Gate | None = None
    language: str = ""
    alone: float = 0.0
