"""What the state file promises beyond what every journal does."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inboxguard.errors import ExitCode, JournalLocked, JournalTrouble
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.journal.store import SqliteJournal
from inboxguard.ports import Cursor
from tests.contract.test_journal import intent

HOLD = """
import sys
from pathlib import Path
from inboxguard.journal.store import SqliteJournal
journal = SqliteJournal(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "state.sqlite3"


def test_file_and_folder_are_for_this_user_alone(path: Path) -> None:
    """Nobody else can read the state: file, write-ahead log and lock 0600, folder 0700."""
    with SqliteJournal(path) as journal:
        journal.set_setting("a", "b")
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()}
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"
    assert set(modes.values()) == {"0o600"}, modes


def test_state_outlives_the_process(path: Path) -> None:
    """What was written is there when the file is opened again."""
    with SqliteJournal(path) as journal:
        journal.advance("work", "INBOX", Cursor(7, 40))
        journal.intend([intent(1)])
    with SqliteJournal(path) as journal:
        assert journal.cursor("work", "INBOX") == Cursor(7, 40)
        assert len(journal.open_intents("work")) == 1


def test_second_process_is_refused_until_the_first_is_killed(path: Path) -> None:
    """Two processes never work on one state, and a killed one leaves no lock behind."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(JournalLocked) as refused:
            SqliteJournal(path)
        holder.kill()
    assert refused.value.exit_code is ExitCode.LOCKED
    SqliteJournal(path).close()


def test_reading_is_possible_beside_the_owner(path: Path) -> None:
    """`explain` and `status` read while the service works, and cannot write."""
    with SqliteJournal(path) as journal, SqliteJournal(path, read_only=True) as reader:
        journal.set_setting("mode", "observe")
        assert reader.setting("mode") == "observe"
        with pytest.raises(JournalTrouble):
            reader.set_setting("mode", "file")


def test_reading_a_state_that_is_not_there_says_so(path: Path) -> None:
    """Reading makes no file and says what to do first."""
    with pytest.raises(JournalTrouble, match="no state at"):
        SqliteJournal(path, read_only=True)
    assert not path.exists()


@pytest.mark.parametrize("line", ["UPDATE intents SET run = 'x'", "DELETE FROM intents", "DELETE FROM results"])
def test_intents_and_results_cannot_be_rewritten(path: Path, line: str) -> None:
    """The database itself refuses to change or remove what was meant and done."""
    from datetime import UTC, datetime

    from inboxguard.ports import Ended, Result

    with SqliteJournal(path) as journal:
        (first,) = journal.intend([intent(1)])
        journal.conclude([Result(first.id, Ended.DONE, datetime(2026, 3, 4, tzinfo=UTC))])
        with pytest.raises(JournalTrouble, match="append-only"), journal.transaction() as database:
            database.execute(line)
        assert len(journal.deeds()) == 1


def test_newer_file_is_refused(path: Path) -> None:
    """A file of a newer version is left as it is."""
    SqliteJournal(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(JournalTrouble, match="newer version"):
        SqliteJournal(path)


def test_file_that_is_no_state_is_refused(path: Path) -> None:
    """A file that is no database is named in the message and left as it is."""
    path.parent.mkdir()
    path.write_text("From the desk of …\n" * 100)
    with pytest.raises(JournalTrouble, match=r"state\.sqlite3"):
        SqliteJournal(path)
    assert path.read_text().startswith("From the desk")


def test_failed_opening_lets_go_of_the_lock(path: Path) -> None:
    """A state that could not be opened can be opened once it was mended."""
    path.parent.mkdir()
    path.write_text("no database" * 100)
    with pytest.raises(JournalTrouble):
        SqliteJournal(path)
    path.unlink()
    SqliteJournal(path).close()


def test_full_disk_is_a_journal_trouble_and_changes_nothing(path: Path) -> None:
    """When no page can be added the intent is not half there."""
    with SqliteJournal(path) as journal:
        pages = journal.database.execute("PRAGMA page_count").fetchone()[0]
        journal.database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(JournalTrouble, match="full"):
            journal.intend([intent(number) for number in range(1, 500)])
        assert journal.open_intents("work") == ()


def test_commits_reach_the_disk(path: Path) -> None:
    """The file is in write-ahead mode with full synchronisation."""
    with SqliteJournal(path) as journal:
        assert journal.database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert journal.database.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_workers_may_share_one_journal(path: Path) -> None:
    """Several threads write through one journal without losing anything."""
    with SqliteJournal(path) as journal:
        workers = [
            threading.Thread(target=lambda start=start: journal.intend([intent(start + n) for n in range(20)]))
            for start in (1, 101, 201, 301)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(journal.open_intents("work")) == 80


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A state below something that is no folder is a problem of the configuration, said in one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalTrouble, match="cannot be written to"):
        SqliteJournal(tmp_path / "file" / "state.sqlite3")


BESIDE = """
import sys
from pathlib import Path
from inboxguard.journal.store import SqliteJournal
with SqliteJournal(Path(sys.argv[1]), beside=True) as journal:
    journal.set_setting("said", "by another")
"""


def test_another_process_that_ends_takes_nothing_away(path: Path) -> None:
    """While journal and people are open here, another process may write and end; both sides go on seeing each other."""
    with SqliteJournal(path) as journal:
        people = SqlitePeopleStore(path)
        journal.set_setting("first", "1")
        for number in range(2):
            subprocess.run([sys.executable, "-c", BESIDE, str(path)], check=True, timeout=60)
            assert path.with_name(path.name + "-wal").exists()
            assert journal.setting("said") == "by another"
            journal.set_setting("said", f"by us {number}")
            with SqliteJournal(path, read_only=True) as reader:
                assert reader.setting("said") == f"by us {number}"
        people.close()
    with SqliteJournal(path) as journal:
        assert journal.setting("said") == "by us 1"
