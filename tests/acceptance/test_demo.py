"""The demo: its sample mailbox is sound, its server starts and ends, its run says what a fair reader would say."""

import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

from inboxguard.demo import sample
from inboxguard.demo.server import DemoServer
from inboxguard.errors import ConfigProblem
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

NOW = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
DOMAIN = re.compile(r"@([a-z0-9.-]+[a-z])|https?://([a-z0-9.-]+)")
REAL = {"linkedin.com", "www.linkedin.com"}


def _messages():
    return {
        letter.id: parse(RawMessage(letter.data, letter.id, received=letter.at, size=len(letter.data)))
        for letter in sample.letters(NOW)
    }


def test_every_message_of_the_sample_reads_without_damage():
    """Nothing in the sample mailbox is damaged, so a wrong verdict cannot hide behind a broken message."""
    assert {id_: message.damage for id_, message in _messages().items() if message.damage} == {}


def test_the_sample_is_large_and_speaks_three_languages():
    """The mailbox holds 70 to 90 messages, the export at least nine connections, in English, German and French."""
    texts = [message.new_text for message in _messages().values()]
    assert 70 <= len(texts) <= 90
    assert sample.people() >= 9
    for greeting in ("Hi Mara", "Guten Tag", "Bonjour Mara"):
        assert sum(greeting in text for text in texts) >= 3


def test_every_message_has_an_id_of_its_own():
    """Message-IDs and names in the sample are unique, and every expectation names a message that exists."""
    letters = sample.letters(NOW)
    assert len({letter.message_id for letter in letters}) == len(letters)
    assert sample.expected().keys() <= {letter.id for letter in letters}


def test_everybody_in_the_sample_is_fictional():
    """Every address and link in the sample lies below .example, except LinkedIn's own."""
    found = set()
    for letter in sample.letters(NOW):
        found |= {first or second for first, second in DOMAIN.findall(letter.data.decode("ascii").replace("=\r\n", ""))}
    assert {domain for domain in found if not domain.endswith(".example")} <= REAL


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_sample_is_always_recent(hour):
    """Whenever the demo is run, every message came before now and in the last ten weeks."""
    now = NOW.replace(hour=hour)
    for letter in sample.letters(now):
        assert now - timedelta(days=70) < letter.at < now, letter.id


def test_the_export_has_the_shape_of_today():
    """The connections file begins with LinkedIn's notes, then an empty line and the seven columns."""
    lines = sample.connections_csv(NOW).splitlines()
    assert lines[0] == "Notes:"
    assert lines[2] == ""
    assert lines[3] == "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    assert lines[4].endswith("24 Feb 2026")


def test_the_server_serves_what_it_was_given_and_ends():
    """Flags and INTERNALDATE arrive, mailboxes are made when needed, and the thread is gone after the block."""
    letters = sample.letters(NOW)
    with DemoServer(sample.OWNER) as server:
        assert server.fill(letters) == len(letters)
        counts = server.counts()
        assert counts == {name: sum(letter.mailbox == name for letter in letters) for name in ("INBOX", "Sent")}
        conversation = server.connect()
        conversation.select("INBOX", readonly=True)
        _, answer = conversation.fetch("1", "(FLAGS INTERNALDATE)")
        conversation.logout()
    first = next(letter for letter in letters if letter.mailbox == "INBOX")
    assert first.at.strftime("%d-%b-%Y %H:%M:%S +0000").encode() in answer[0]
    assert not server.running


def test_two_servers_share_nothing():
    """Each server has a port, a password and mailboxes of its own."""
    with DemoServer(sample.OWNER) as one, DemoServer(sample.OWNER) as other:
        one.fill(sample.letters(NOW)[:3])
        assert one.port != other.port
        assert one.password != other.password
        assert other.counts() == {"INBOX": 0}


def test_without_its_server_the_demo_says_what_to_install(monkeypatch):
    """Where pymap is missing, the message names the extra to install."""
    monkeypatch.setitem(sys.modules, "pymap.imap", None)
    with pytest.raises(ConfigProblem) as trouble, DemoServer(sample.OWNER):
        pass
    assert trouble.value.mend == "pip install 'inboxguard[demo]'"
