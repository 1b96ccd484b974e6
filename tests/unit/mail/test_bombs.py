"""What an enemy sends: read within bounds, never raising, and marked where it was not read to the end."""

import time

import pytest

from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from tests.unit.mail.bombs import BOMBS

GENEROUS_SECONDS = 3.0


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_bounded_time(name):
    """No hostile message raises, and none costs more than a generous multiple of the quarter second meant for it."""
    data = BOMBS[name]()
    start = time.process_time()
    message = parse(RawMessage(data, name))
    assert time.process_time() - start < GENEROUS_SECONDS
    assert message.size == len(data)


@pytest.mark.parametrize(
    "name",
    [
        "header block", "header line", "depth 1000", "depth 20000", "100k parts", "html elements", "html depth",
        "html end tags", "html universal rules", "plain empty lines", "header without end",
    ],
)  # fmt: skip
def test_a_message_over_a_cap_is_not_called_complete(name):
    """Where a cap cut something off, the message says that it was not read to the end and why."""
    message = parse(RawMessage(BOMBS[name](), name))
    assert not message.complete
    assert any(found.fatal for found in message.damage)


@pytest.mark.parametrize("name", ["depth 48", "499 parts", "many addresses", "html entities", "base64 junk"])
def test_a_message_within_the_caps_is_read_to_the_end(name):
    """Odd but bounded messages are read completely."""
    assert parse(RawMessage(BOMBS[name](), name)).complete
