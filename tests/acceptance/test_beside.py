"""Commands beside a running service: undo and corrections take effect at once, and nothing they say is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from inboxguard.config.load import load
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.journal.store import SqliteJournal
from inboxguard.people.connection import Connection
from inboxguard.people.learnt import Learnt
from inboxguard.service.common_book import CommonBook
from inboxguard.service.memory import lines
from inboxguard.service.take_back import ASKED, Choice, take_back
from tests.acceptance.command import ACCEPTED, PITCHES, configuration, inboxguard, mail
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import dovecot, dovecot_without_move
from tests.servers.mail import subjects
from tests.servers.place import Account
from tests.servers.watching import Watching, eventually, watching

__all__ = ["dovecot", "dovecot_without_move"]


def put(account: Account, *numbers: int) -> None:
    """Pitches of Dana, each with a subject of its own."""
    client = account.plain()
    for number in numbers:
        message = mail(number, PITCHES[min(number, 2)], subject=f"payroll {number}")
        client.append("INBOX", message, msg_time=ACCEPTED + timedelta(days=3 * number + 1))
    client.logout()


@contextmanager
def filed(account: Account, folder: Path) -> Iterator[tuple[Watching, str]]:
    """A service that has filed two of three pitches, and its configuration."""
    config = configuration(folder, account)
    put(account, 0, 1, 2)
    with watching(config, folder) as service:
        eventually("two are filed", lambda: subjects(account, "Hard sell") == ["payroll 1", "payroll 2"])
        service.wait_for("mailbox_looked_at")
        yield service, config


@pytest.mark.parametrize("name", ["dovecot", "dovecot_without_move"])
def test_undo_beside_a_running_service(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    """The service puts the messages back and goes on; they stay, and their sender's next mail is filed all the same."""
    server: Dovecot = request.getfixturevalue(name)
    account = server.account()
    with filed(account, tmp_path) as (service, config):
        listed = inboxguard("undo", "--run", "last", "--dry-run", "--config", config)
        assert (listed.returncode, "2 would be put back" in listed.stdout) == (0, True)
        done = inboxguard("undo", "--sender", "dana@lumenpayroll.example", "--config", config)
        assert (done.returncode, done.stderr) == (0, "")
        assert "2 of 2 put back." in done.stdout
        assert subjects(account) == ["payroll 0", "payroll 1", "payroll 2"]
        assert service.events("request_done")[0]["put_back"] == 2
        again = inboxguard("undo", "--sender", "dana@lumenpayroll.example", "--config", config)
        assert (again.returncode, "nothing that was filed or tagged fits" in again.stderr) == (2, True)
        put(account, 3)
        eventually("the fourth is filed", lambda: subjects(account, "Hard sell") == ["payroll 3"])
        assert subjects(account) == ["payroll 0", "payroll 1", "payroll 2"]
        assert service.end() < 5
        assert service.ended == 0


def test_a_scan_says_why_it_leaves_what_was_put_back(dovecot: Dovecot, tmp_path: Path) -> None:
    """After undo the report names the messages as put back, and says that this is why they are left."""
    account = dovecot.account()
    config = configuration(tmp_path, account)
    put(account, 0, 1, 2)
    assert inboxguard("scan", "home", "--config", config).returncode == 0
    assert inboxguard("undo", "--run", "last", "--config", config).returncode == 0
    scan = inboxguard("scan", "home", "--config", config)
    assert "2 messages are left alone, because you put them back." in " ".join(scan.stdout.split())
    report = json.loads(inboxguard("report", "--format", "json", "--config", config).stdout)
    assert report["summary"]["people"][0]["done"] == {"put back": 2}


def test_not_a_pitch_puts_the_message_back(dovecot: Dovecot, tmp_path: Path) -> None:
    """The message comes back, the person is left alone from now on, and what else was filed of them is named."""
    account = dovecot.account()
    with filed(account, tmp_path) as (_, config):
        done = inboxguard("not-a-pitch", "payroll 1", "--config", config)
        assert (done.returncode, done.stderr) == (0, "")
        assert "put back: INBOX" in done.stdout
        assert "1 more of this person was filed or tagged: inboxguard undo --sender dana@lumen" in done.stdout
        assert subjects(account) == ["payroll 0", "payroll 1"]
        put(account, 3)
        with SqliteJournal(load(config).general.state, read_only=True) as journal:
            eventually("the fourth is judged", lambda: journal.find("payroll 3"))
        assert subjects(account) == ["payroll 0", "payroll 1", "payroll 3"]


def test_not_a_pitch_may_leave_the_message(dovecot: Dovecot, tmp_path: Path) -> None:
    """With --leave nothing is moved, and the command that would is said word by word."""
    account = dovecot.account()
    config = configuration(tmp_path, account)
    put(account, 0, 1)
    assert inboxguard("scan", "home", "--config", config).returncode == 0
    done = inboxguard("not-a-pitch", "payroll 1", "--leave", "--config", config)
    assert done.returncode == 0
    assert subjects(account, "Hard sell") == ["payroll 1"]
    line = done.stdout.partition("; inboxguard ")[2].partition(" puts it back")[0].split()
    assert inboxguard(*line, "--config", config).returncode == 0
    assert subjects(account) == ["payroll 0", "payroll 1"]


def test_not_a_pitch_says_what_could_not_be_done_now(dovecot: Dovecot, tmp_path: Path) -> None:
    """Without the server the correction is noted, and the command for later is said."""
    account = dovecot.account()
    config = Path(configuration(tmp_path, account))
    put(account, 0, 1)
    assert inboxguard("scan", "home", "--config", str(config)).returncode == 0
    config.write_text(config.read_text().replace(f"port = {account.server.port}", "port = 9"))
    done = inboxguard("not-a-pitch", "payroll 1", "--config", str(config))
    assert done.returncode == 5
    assert "It could not be put back now" in done.stdout
    assert "Later: inboxguard undo" in done.stdout
    with SqliteJournal(load(str(config)).general.state, read_only=True) as journal:
        assert [one.kind for one in journal.corrections("home")] == ["not-a-pitch"]


def test_opted_out_is_heard_by_a_running_service(dovecot: Dovecot, tmp_path: Path) -> None:
    """What arrives after the user asked somebody to stop counts as sent after a refusal, without a restart."""
    account = dovecot.account()
    with filed(account, tmp_path) as (_, config):
        day = (ACCEPTED + timedelta(days=8)).date().isoformat()
        done = inboxguard("opted-out", "dana@lumenpayroll.example", "--on", day, "--config", config)
        assert done.returncode == 0
        put(account, 3)
        with SqliteJournal(load(config).general.state, read_only=True) as journal:
            eventually("the fourth is judged", lambda: journal.find("payroll 3"))
            refused = {line.subject: line.after_refusal for line in lines(journal, "home", None)}
    assert refused == {"payroll 0": False, "payroll 1": False, "payroll 2": False, "payroll 3": True}


def test_a_request_outlives_whoever_was_asked(dovecot: Dovecot, tmp_path: Path) -> None:
    """When the holder of the state does not answer, the request stays and the next scan carries it out, once."""
    account = dovecot.account()
    config = configuration(tmp_path, account)
    put(account, 0, 1, 2)
    assert inboxguard("scan", "home", "--config", config).returncode == 0
    with SqliteJournal(load(config).general.state) as journal:
        (one, other) = take_back(Choice(run="last"), None, config, patience_seconds=0.2)
        assert (one.done, other.done) == (ASKED, ASKED)
        assert len(journal.requests("home")) == 1
    assert subjects(account) == ["payroll 0"]
    assert inboxguard("scan", "home", "--config", config).returncode == 0
    assert subjects(account) == ["payroll 0", "payroll 1", "payroll 2"]
    with SqliteJournal(load(config).general.state) as journal:
        assert journal.requests("home") == ()
        assert sum(bool(deed.intent.parent) for deed in journal.deeds("home")) == 2


def test_what_is_allowed_meanwhile_is_not_forgotten(tmp_path: Path) -> None:
    """A notice that the service learns does not overwrite what `people allow` wrote beside it."""
    state = tmp_path / "state.sqlite3"
    service, command = SqlitePeopleStore(state), SqlitePeopleStore(state)
    common = CommonBook(service)
    assert inboxguard("people", "allow", "@friends.example", "--state", str(state)).returncode == 0
    assert common.learn([Learnt("linkedin notice", (Connection("linkedin:kim", "Kim"),))])
    assert command.load().allowed == frozenset({"@friends.example"})
    assert common.facts.allowed == frozenset({"@friends.example"})
    service.close()
    command.close()
