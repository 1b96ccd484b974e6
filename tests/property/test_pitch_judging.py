"""What holds of the judgement whatever a message says."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from inboxguard.pitch.follow import step
from inboxguard.pitch.judge import judge
from inboxguard.pitch.model import read
from inboxguard.pitch.sequence import Sequence, Touch
from inboxguard.pitch.verdict import Conclusion
from tests.unit.pitch.sample import DAY_ONE, context, write

PIECES = (
    "We help shops like yours.", "Worth a quick call on Tuesday?", "Just following up on my last email.", "It is £19 per seat.",
    "Thanks for the invoice.", "Mum says hello.", "Darf ich Sie kurz anrufen?", "Interesse?", "¿Hablamos mañana?", "The bridge is closed.",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=40), max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXT, st.sampled_from(["none", "present", "reply", "unclear", "unknown"]), st.booleans(), st.booleans())
def test_judging_is_total(text, offer, may_act, recent):
    """Every message gets a verdict, and hard sell only where all its conditions hold."""
    message, before = (
        write(text, day=5),
        Sequence("p", "D", touches=(Touch("a", DAY_ONE, "d@x.example", probability=0.9, alone=0.9),)),
    )
    reading = read(message, context(sequence=before))
    touch = step(before, message, reading, offer)
    verdict = judge(reading, before, touch, offer=offer, match_may_act=may_act, recent=recent)
    assert verdict.reasons
    if verdict.conclusion is Conclusion.HARD_SELL:
        assert offer == "none"
        assert may_act
        assert recent
        assert reading.gate is None


@settings(max_examples=60, deadline=None)
@given(TEXT, st.lists(st.floats(0, 1), max_size=5))
def test_more_pitches_never_weaken(text, probabilities):
    """A further earlier pitch never makes the verdict milder."""
    order = [Conclusion.CLEAR, Conclusion.UNSURE, Conclusion.PITCH, Conclusion.HARD_SELL]
    message = write(text, day=50)
    touches = tuple(
        Touch(f"k{number}", DAY_ONE + timedelta(days=number), "d@lumenhr.example", probability=chance, alone=chance)
        for number, chance in enumerate(probabilities)
    )
    fewer, more = Sequence("p", "D", touches=touches[:-1]), Sequence("p", "D", touches=touches)

    def conclusion(before):
        reading = read(message, context(sequence=fewer))
        return judge(
            reading, before, step(before, message, reading, "none"), offer="none", match_may_act=True, recent=True
        ).conclusion

    assert order.index(conclusion(more)) >= order.index(conclusion(fewer))
