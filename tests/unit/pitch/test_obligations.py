"""The lints over a history, run on a person's remembered mail."""

from datetime import timedelta

from inboxguard.pitch.obligations import broken_over_time, history_of
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence, Touch
from tests.unit.pitch.sample import DAY_ONE, write

SELLS = "We help shops like yours save 20%. Worth a quick call on Tuesday?"
FROM = "dana@lumenhr.example"


def _touch(day, **more):
    return Touch(f"k{day}", DAY_ONE + timedelta(days=day), FROM, verdict="pitch", offer="none", **more)


def _codes(found):
    return {line.partition(" ")[0] for line in found}


def test_an_ignored_opt_out_is_found():
    """A pitch sixty days after the user's opt-out breaks what every regime asks, and the finding says so."""
    asked = Reply(DAY_ONE + timedelta(days=1), ReplyKind.OPTED_OUT, words="Remove me from your list.")
    found = broken_over_time(write(SELLS, day=61), Sequence("p", "Dana", touches=(_touch(0),)), (asked,))
    assert "UNS601" in _codes(found)
    assert any("60 days after the request to stop" in line for line in found)


def test_a_refusal_is_no_opt_out():
    """ "No, thank you" refuses the offer; only a request for no more mail sets the days running."""
    refused = Reply(DAY_ONE + timedelta(days=1), ReplyKind.DECLINED, words="No, thank you.")
    found = broken_over_time(write(SELLS, day=61), Sequence("p", "Dana", touches=(_touch(0),)), (refused,))
    assert "UNS601" not in _codes(found)


def test_a_broken_promise_is_found():
    """More mail after a mail that promised to be the last."""
    before = Sequence("p", "Dana", touches=(_touch(0, message_id="a@x", promised_last=True),))
    assert "broken-promise" in " ".join(broken_over_time(write(SELLS, day=9), before, ()))


def test_the_first_mail_breaks_nothing_over_time():
    """Without earlier mail and without a request there is no history to break."""
    assert broken_over_time(write(SELLS), Sequence("p", "Dana"), ()) == ()


def test_the_history_is_in_order():
    """Earlier mail stands oldest first, with its offers and its verdicts."""
    history = history_of(Sequence("p", "Dana", touches=(_touch(5), _touch(2))), ())
    assert [mail.at for mail in history.earlier] == sorted(mail.at for mail in history.earlier)
    assert {mail.offer.value for mail in history.earlier} == {"none"}
    assert {mail.commercial.value for mail in history.earlier} == {"yes"}
