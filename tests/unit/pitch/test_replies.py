"""What the user's own words say."""

from datetime import UTC, datetime

import pytest

from inboxguard.pitch.replies import is_contact, read_reply
from inboxguard.pitch.sequence import Reply, ReplyKind

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Not interested, please stop.", ReplyKind.OPTED_OUT),
        ("Thanks, but not interested.", ReplyKind.DECLINED),
        ("No thanks to the demo, but please send me the price list.", ReplyKind.ENGAGED),
        ("Sounds great, but we're all set.", ReplyKind.DECLINED),
        ("Kein Bedarf, bitte schreiben Sie mir nicht mehr.", ReplyKind.OPTED_OUT),
        ("No nos interesa por ahora.", ReplyKind.DECLINED),
        ("Who are you?", ReplyKind.NEUTRAL),
        ("", ReplyKind.NEUTRAL),
    ],
)
def test_read_reply(text, kind):
    """A refusal is read where it is one, an opt-out outranks it, and interest voiced after it overrules it."""
    assert read_reply(text) is kind


def test_what_counts_as_contact():
    """Whatever cannot be read as refusal is contact, but a bare "who are you?" is not."""
    assert is_contact(Reply(NOW, ReplyKind.NEUTRAL, words="I have passed it to Lucy."))
    assert not is_contact(Reply(NOW, ReplyKind.NEUTRAL, words="Do I know you?"))
    assert not is_contact(Reply(NOW, ReplyKind.DECLINED, words="No thanks."))
