"""Counting what one person sent."""

from datetime import UTC, datetime, timedelta

from inboxguard.pitch.follow import Bar, counted, is_recent
from inboxguard.pitch.phrases import cut
from inboxguard.pitch.sequence import Touch
from inboxguard.pitch.sketch import likeness, sketch

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
BAR = Bar(0.5, 0.3, timedelta(days=60), timedelta(hours=12))


def touch(day, probability=0.9, key=None, **more):
    return Touch(key or f"k{day}", START + timedelta(days=day), "d@x.example", probability=probability, **more)


def number(*touches, until=70):
    return len(counted(touches, BAR, START + timedelta(days=until)))


def test_touches_apart_count():
    """Pitches on different days count each."""
    assert number(touch(10), touch(15), touch(20)) == 3


def test_copies_are_one():
    """The same message twice, or two with one Message-ID, count once."""
    assert number(touch(10, key="a"), touch(11, key="a")) == 1
    assert number(touch(10, message_id="m"), touch(13, message_id="m")) == 1


def test_one_day_is_one():
    """Two within twelve hours count once."""
    assert number(touch(10), touch(10.4)) == 1


def test_the_window():
    """What is older than sixty days counts no more."""
    assert number(touch(1), touch(40)) == 1


def test_gated_and_unlikely_touches_do_not_count():
    """Gated mail never counts, unlikely mail only where it follows up on a pitch."""
    assert number(touch(10, gated=True), touch(15, probability=0.4)) == 0
    assert number(touch(15, probability=0.4, follows_up=True)) == 0
    assert number(touch(12), touch(15, probability=0.4, follows_up=True)) == 2
    assert number(touch(12), touch(15, probability=0.2, follows_up=True)) == 1


def test_recent():
    """Recent is within the window after acceptance; an unknown day is not, unless a notice tells of it."""
    window = timedelta(days=90)
    assert is_recent(START, START + timedelta(days=90), window)
    assert not is_recent(START, START + timedelta(days=91), window)
    assert not is_recent(START, START - timedelta(days=5), window)
    assert not is_recent(None, START, window)
    assert is_recent(None, START, window, learnt_by_notice=True)


def test_sketch_knows_copies_and_near_copies():
    """Equal words give equal sketches, similar ones are alike, others are not."""
    text = (
        "We help garden shops like yours plan their staff with less work and fewer calls every single week of the year"
    )
    assert sketch(cut(text)) == sketch(cut(text.upper() + "!"))
    assert likeness(sketch(cut(text)), sketch(cut(text + " indeed"))) > 0.7
    assert (
        likeness(sketch(cut(text)), sketch(cut("The bridge on Mill Lane is closed until Sunday because of the flood")))
        == 0
    )
    assert likeness("", sketch(cut(text))) == 0
