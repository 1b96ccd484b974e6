"""By which name the account's own server vouches for mail, learnt once and remembered."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from inboxguard.journal.store import SqliteJournal
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.ports import Deedstore
from inboxguard.service.account import Office, trusted_servers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VOUCHED = b"Authentication-Results: mx.home.example; spf=pass\r\nFrom: a@b.example\r\n\r\n"
SILENT = b"From: a@b.example\r\n\r\n"


class Mailbox:
    """A mailbox of ten messages with one header; counts how often they are read."""

    account = "home"

    def __init__(self, header: bytes = VOUCHED) -> None:
        self.header = header
        self.readings = 0

    def snapshot(self, mailbox: str) -> SimpleNamespace:
        return SimpleNamespace(mailbox=mailbox, uidvalidity=1, uidnext=11)

    def whole_headers(self, refs: Iterable[MessageRef]) -> Iterator[RawMessage]:
        self.readings += 1
        return (RawMessage(self.header, "test", ref, complete=False) for ref in refs)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    with SqliteJournal(tmp_path / "state.sqlite3") as held:
        yield held


def asked(journal: SqliteJournal, box: Mailbox, days: float = 0, host: str = "imap.home.example", own=()) -> tuple:
    office = SimpleNamespace(
        name="home",
        journal=journal,
        account=SimpleNamespace(host=host, mailboxes=("INBOX",)),
        settings=SimpleNamespace(judgement=SimpleNamespace(trusted_servers=own)),
    )
    return trusted_servers(cast("Office", office), cast("Deedstore", box), NOW + timedelta(days=days))


def test_a_learnt_name_is_remembered_for_a_week(journal: SqliteJournal) -> None:
    """Mail is read for the name once, and again after a week."""
    box = Mailbox()
    assert [asked(journal, box, days) for days in (0, 6.9)] == [("mx.home.example",)] * 2
    assert box.readings == 1
    asked(journal, box, 7)
    assert box.readings == 2


def test_a_name_that_could_not_be_told_is_looked_for_the_next_day(journal: SqliteJournal) -> None:
    """A mailbox without the field is not read again within a day, and is after it."""
    box = Mailbox(SILENT)
    assert [asked(journal, box, days) for days in (0, 0.9)] == [(), ()]
    assert box.readings == 1
    box.header = VOUCHED
    assert asked(journal, box, 1) == ("mx.home.example",)


def test_another_host_is_learnt_anew(journal: SqliteJournal) -> None:
    """What one server's mail told is not believed of another."""
    box = Mailbox()
    asked(journal, box)
    box.header = VOUCHED.replace(b"mx.home", b"mx.other")
    assert asked(journal, box, host="imap.other.example") == ("mx.other.example",)


def test_what_is_configured_needs_no_mail(journal: SqliteJournal) -> None:
    """Names in the settings count without a look at any mail."""
    box = Mailbox()
    assert asked(journal, box, own=("mx.mine.example",)) == ("mx.mine.example",)
    assert box.readings == 0
