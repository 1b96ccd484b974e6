"""Past mail judged again under other settings."""

from datetime import UTC, datetime, timedelta

from inboxguard.pitch.backtest import Known, conclusions
from inboxguard.pitch.judge import Thresholds
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence, Touch
from inboxguard.pitch.verdict import Conclusion

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KNOWN = Known(may_act=True, accepted=BEGAN)
QUARTER = timedelta(days=90)


def touch(day: int, probability: float = 0.95, **more: object) -> Touch:
    judged = "pitch" if probability >= 0.5 else "clear"
    return Touch(
        key=f"k{day}",
        at=BEGAN + timedelta(days=day),
        address="d@acme.example",
        probability=probability,
        alone=probability,
        judged=judged,
        offer="none",
        **more,
    )  # type: ignore[arg-type]


def judged(sequence: Sequence, thresholds: Thresholds | None = None, recent: timedelta = QUARTER) -> list[Conclusion]:
    known = {one.key: KNOWN for one in sequence.touches}
    return list(conclusions(sequence, known, thresholds or Thresholds(), recent).values())


THREE = Sequence("p", "Dana", BEGAN, (touch(1), touch(4), touch(9, 0.92)))


def test_the_first_is_a_pitch_and_the_rest_hard_sell() -> None:
    """The default settings conclude what the scan concluded."""
    assert judged(THREE) == [Conclusion.PITCH, Conclusion.HARD_SELL, Conclusion.HARD_SELL]


def test_a_higher_bar_lets_the_weaker_pitch_go() -> None:
    """At 0.94 the mail of 0.92 is no pitch any more."""
    assert judged(THREE, Thresholds(observe_at=0.94))[-1] is not Conclusion.HARD_SELL


def test_a_shorter_recent_window_files_less() -> None:
    """Whoever was accepted longer ago than the window is no recent connection."""
    assert judged(THREE, recent=timedelta(days=5)) == [Conclusion.PITCH, Conclusion.HARD_SELL, Conclusion.PITCH]


def test_only_replies_from_before_count() -> None:
    """An answer of interest changes what follows it, not what came before."""
    answered = Sequence("p", "Dana", BEGAN, THREE.touches, (Reply(BEGAN + timedelta(days=6), ReplyKind.ENGAGED),))
    assert judged(answered)[1] is Conclusion.HARD_SELL
    assert judged(answered)[2] is not Conclusion.HARD_SELL


def test_gated_mail_stays_clear() -> None:
    """No setting opens a gate."""
    gated = Sequence("p", "Dana", BEGAN, (touch(1), touch(4, gated=True)))
    assert judged(gated, Thresholds(observe_at=0.01))[-1] is Conclusion.CLEAR
