"""The verdict: is this the repeated pitch of a recent connection, without a way out, that nobody asked for?

The one fact a newcomer would get wrong: hard sell is about the person over time. The first pitch is a pitch, whatever
its probability; a later one is hard sell when the earlier ones went unanswered or were refused. When in doubt the
conclusion is the milder one.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from inboxguard.pitch.follow import (
    Bar,
    broke_promise,
    counted,
    counts,
    distinct,
    refused_before,
    since_contact,
)
from inboxguard.pitch.reading import Judged, Reading
from inboxguard.pitch.sequence import Sequence, Touch
from inboxguard.pitch.verdict import Conclusion, Verdict


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure one must be, for each of the three tiers; what ends in `_at` is a probability, but for `pair_at`.

    `observe_at`: from here a message is reported as a pitch (pitch). `tag_at`: from here a message may be tagged, or
    filed. `follow_up_at`: from here a message with a sign of following up counts as a further pitch. `peak_at`: for
    filing, one pitch of the person must have reached it by itself, and the log-odds of the person's strongest pitches,
    each by itself, must together reach `pair_at`. `within` is how long a pitch counts towards repetition and `apart`
    how far two mails must lie apart to count as two. `least` is how many make a repetition.
    """

    observe_at: float = 0.65
    tag_at: float = 0.9
    follow_up_at: float = 0.3
    peak_at: float = 0.8
    pair_at: float = 0.4
    least: int = 2
    within: timedelta = timedelta(days=60)
    apart: timedelta = timedelta(hours=12)

    @property
    def bar(self) -> Bar:
        """What makes a touch count."""
        return Bar(self.observe_at, self.follow_up_at, self.within, self.apart)


DEFAULTS = Thresholds()


def judge(
    reading: Reading,
    before: Sequence,
    touch: Touch,
    *,
    offer: str,
    match_may_act: bool,
    recent: bool,
    thresholds: Thresholds = DEFAULTS,
) -> Verdict:
    """The verdict on the message of `touch`, given the sequence before it.

    `offer` is the answer of the way-out check: only "none" lets a message be hard sell. `match_may_act` and `recent`
    say whether the sender is certainly or probably a person accepted recently; with the scope "everyone" the caller
    passes true for both.
    """
    bar = thresholds.bar
    steps = distinct((*before.touches, touch))
    history = since_contact(before)
    pitches = counted((*history, touch), bar, touch.at)
    number = len(pitches)
    refused = refused_before(before, touch.at)
    if reading.gate is not None:
        return Verdict(Conclusion.CLEAR, (reading.gate.says,), steps, number, after_refusal=False)
    if not counts(touch, history, bar):
        conclusion = Conclusion.UNSURE if reading.judged is Judged.UNSURE else Conclusion.CLEAR
        says = (
            "It may be a pitch; too little speaks for it." if conclusion is Conclusion.UNSURE else "It sells nothing."
        )
        return Verdict(conclusion, (says,), steps, number, after_refusal=False)
    reasons = [_strength(reading), *_sequence_reasons(before, touch, number, refused=refused)]
    held = _held(touch, pitches, thresholds, offer, match_may_act=match_may_act, recent=recent)
    sure = reading.probability >= thresholds.tag_at
    if held:
        return Verdict(Conclusion.PITCH, (*reasons, held), steps, number, refused, sure)
    reasons.append("No way out is offered, and you showed no interest.")
    return Verdict(Conclusion.HARD_SELL, tuple(reasons), steps, number, refused, sure)


def _held(
    touch: Touch,
    pitches: tuple[Touch, ...],
    thresholds: Thresholds,
    offer: str,
    *,
    match_may_act: bool,
    recent: bool,
) -> str:
    """Why a pitch is no hard sell, or the empty string when nothing holds it back."""
    if len(pitches) < thresholds.least:
        return "It is the first pitch of this person."
    if touch.probability < thresholds.tag_at:
        return "It is a pitch only because it follows up on one."
    strongest = sorted((other.alone for other in pitches), reverse=True)
    if strongest[0] < thresholds.peak_at:
        return "None of the person's mails is surely a pitch."
    if sum(_clipped_logit(alone) for alone in strongest[: thresholds.least]) < thresholds.pair_at:
        return "Only one of the person's mails is surely a pitch."
    if offer != "none":
        return _OFFERS.get(offer, "Whether it offers a way out could not be told.")
    if not match_may_act:
        return "The sender is not surely a person you accepted."
    if not recent:
        return "You did not accept this person recently."
    return ""


def _clipped_logit(probability: float) -> float:
    """The log-odds, cut at 3 either way so that one mail cannot stand for two."""
    return max(-3.0, min(3.0, math.log(max(probability, 1e-9) / max(1.0 - probability, 1e-9))))


_OFFERS = {
    "present": "It offers a way out.",
    "reply": "It offers a way out by reply.",
    "unclear": "It may offer a way out.",
    "unknown": "Whether it offers a way out could not be told.",
}


def _strength(reading: Reading) -> str:
    said = [symbol.says or symbol.name for symbol in reading.symbols if symbol.weight > 0 and symbol.evidence][:3]
    moves = ", ".join(said) or "its wording"
    return f"It is a pitch with probability {reading.probability:.2f}: {moves}."


def _sequence_reasons(before: Sequence, touch: Touch, number: int, *, refused: bool) -> list[str]:
    reasons = [f"It is pitch number {number} of this person."] if number > 1 else []
    if refused:
        reasons.append("You had refused before.")
    promised = broke_promise(before, touch)
    if promised is not None:
        reasons.append(f"The mail of {promised.at:%d %B %Y} had promised to be the last.")
    return reasons
