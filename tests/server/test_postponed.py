"""A message whose examination breaks is never lost: it is tried again, and given up with a word to a person."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner

from inboxguard import __version__
from inboxguard.cli.main import cli
from inboxguard.examine import Examined
from inboxguard.journal.memory import MemoryJournal
from inboxguard.journal.store import SqliteJournal
from inboxguard.log import configure
from inboxguard.mail.message import Message
from inboxguard.mail.ref import MessageRef
from inboxguard.policy.table import Mode
from inboxguard.ports import Journal
from inboxguard.service.desk import Desk, Looked, Rules
from inboxguard.service.guard import Guard, Sequences
from inboxguard.service.health import Health, Pulse, State
from inboxguard.service.health_page import HealthPage
from inboxguard.service.metrics import Metrics
from inboxguard.service.postponed import MOST_TRIES
from tests.servers.guard import NAME, opened
from tests.servers.mail import NOON, subjects
from tests.servers.pitches import deliver, lunch, pitches
from tests.servers.place import Account
from tests.unit.service.mailbox import guard

BROKEN = "payroll 0-1"


class Stumbling(Guard):
    """Breaks over one message so many times; the words of the fault are those of a mail."""

    def __init__(self, times: int) -> None:
        super().__init__(replace(guard(everyone=True).world), Sequences())
        self.times = times

    def examine(self, message: Message) -> Examined:
        if message.subject == BROKEN and self.times:
            self.times -= 1
            raise ValueError(message.subject)
        return super().examine(message)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged during the test."""
    stream = io.StringIO()
    configure(stream=stream)
    yield stream
    structlog.reset_defaults()


def looks(account: Account, journal: Journal, stumbling: Stumbling, count: int) -> list[Looked]:
    """So many looks, one after the other, at the account."""
    rules = Rules(NAME, frozenset({"sam@northpine.example"}), Mode.FILE, since=NOON - NOON.replace(year=2020))
    desk = Desk(rules, lambda: stumbling, journal)
    with opened(account) as store:
        return [desk.look(store, now=NOON, run=f"run-{number}") for number in range(count)]


@pytest.mark.parametrize("times", [1, 2])
def test_a_broken_examination_is_tried_again(account: Account, times: int) -> None:
    """The message is judged and filed as soon as its examination goes well, and the others never wait for it."""
    deliver(account, *pitches(0, 1, 2), (3, lunch(3)))
    journal = MemoryJournal()
    found = looks(account, journal, Stumbling(times), times + 1)
    assert [len(one.failed) for one in found] == [1] * times + [0]
    assert [one.order.key for one in found[0].handled] != [one.order.key for one in found[-1].handled]
    assert subjects(account, "Hard sell") == [BROKEN, "payroll 0-2"]
    assert subjects(account) == ["lunch 3", "payroll 0-0"]
    assert journal.postponed() == ()
    assert len(journal.examined(NAME)) == 4


def test_what_breaks_every_time_is_given_up_and_named(account: Account, log: io.StringIO) -> None:
    """After three tries the message is left where it lies; its UID and the fault are said, and no word of the mail."""
    deliver(account, *pitches(0, 1, 2))
    journal, stumbling = MemoryJournal(), Stumbling(99)
    found = looks(account, journal, stumbling, MOST_TRIES + 2)
    assert [len(one.failed) for one in found] == [1, 1, 1, 0, 0]
    (kept,) = journal.postponed(NAME)
    assert (kept.tries, stumbling.times) == (MOST_TRIES, 99 - MOST_TRIES)
    assert f"UID {kept.ref.uid} in INBOX could not be examined: ValueError in test_postponed.py" in found[2].notes[0]
    assert "tried 3 times" in found[2].notes[0]
    (event,) = [json.loads(row) for row in log.getvalue().splitlines() if "message_given_up" in row]
    assert (event["mailbox"], event["uid"], event["level"]) == ("INBOX", kept.ref.uid, "error")
    assert BROKEN not in kept.says + found[2].notes[0] + log.getvalue()
    assert "test_postponed.py" in log.getvalue()
    assert BROKEN in subjects(account)


def test_another_version_tries_again(account: Account) -> None:
    """What another version of the program gave up is examined after all."""
    deliver(account, *pitches(0, 1))
    journal = MemoryJournal()
    looks(account, journal, Stumbling(99), 1)
    (kept,) = journal.postponed()
    for _ in range(5):
        journal.postpone(kept.ref, NOON, "ValueError", "0.0.0")
    looks(account, journal, Stumbling(0), 1)
    assert journal.postponed() == ()
    assert BROKEN in {one.subject for one in journal.examined(NAME)}


def test_what_is_gone_waits_no_longer(account: Account) -> None:
    """A message that its user removed, or whose mailbox was made anew, is not waited for."""
    deliver(account, *pitches(0, 1))
    journal = MemoryJournal()
    looks(account, journal, Stumbling(99), 1)
    (kept,) = journal.postponed()
    journal.postpone(replace(kept.ref, uidvalidity=kept.ref.uidvalidity + 1), NOON, "ValueError", kept.version)
    client = account.plain()
    client.select_folder("INBOX")
    client.delete_messages([kept.ref.uid])
    client.expunge()
    client.logout()
    looks(account, journal, Stumbling(99), 1)
    assert journal.postponed() == ()


def test_status_names_it(tmp_path: Path) -> None:
    """`status` says which message was given up, where and why, besides what the service says."""
    with SqliteJournal(tmp_path / "state.sqlite3") as journal:
        for _ in range(MOST_TRIES):
            journal.postpone(MessageRef("home", "INBOX", 7, 42), NOON, "KeyError in quotes.py, line 3", __version__)
    health = Health(("home",))
    health.show(Pulse("home", State.CONNECTED, NOON))
    page = HealthPage("127.0.0.1:0", health, Metrics())
    page.start()
    config = tmp_path / "inboxguard.toml"
    config.write_text(
        f'[general]\nstate = "{tmp_path}/state.sqlite3"\n[service]\nlisten = "127.0.0.1:{page.port}"\n'
        '[account.home]\nhost = "imap.mail.example"\nuser = "x"\n'
    )
    try:
        text = CliRunner().invoke(cli, ["status", "--config", str(config)], standalone_mode=False).output
        page_text = CliRunner().invoke(cli, ["status", "--format", "json", "--config", str(config)]).output
    finally:
        page.stop()
    assert "home: The message with UID 42 in INBOX could not be examined: KeyError in quotes.py, line 3." in text
    assert json.loads(page_text)["unexamined"][0]["given_up"] is True
