"""The process is killed between intent, deed and result, started again, and each message is there exactly once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.mail import NAMELESS, flags_of, message, put, subjects
from tests.servers.place import Account
from tests.servers.pymap_server import Pymap

JOURNAL = ["before the intent", "after the intent", "before the result", "after the result"]
MOVE = [*JOURNAL, "before UID MOVE", "after UID MOVE"]
COPY = [
    *JOURNAL,
    *(f"{when} {what}" for what in ("UID COPY", "UID STORE", "UID EXPUNGE") for when in ("before", "after")),
]
CASES = [
    *(("dovecot", moment) for moment in MOVE),
    *(("dovecot_without_move", moment) for moment in COPY),
    *(("pymap", moment) for moment in MOVE),
]


def play(account: Account, state: Path, moment: str, what: str = "file") -> int:
    """Run a pass in a process of its own; its exit status."""
    line = [
        sys.executable,
        "-m",
        "tests.servers.killed",
        str(account.server.port),
        account.user,
        str(state),
        moment,
        what,
    ]
    return subprocess.run(line, cwd=Path(__file__).parents[2], check=False, timeout=60).returncode


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


@pytest.mark.parametrize(("name", "moment"), [*CASES, ("dovecot", "before the cursor")])
def test_killed_while_filing(request: pytest.FixtureRequest, state: Path, name: str, moment: str) -> None:
    """After the next start each message is filed once, and another's deletion mark is untouched."""
    server: Dovecot | Pymap = request.getfixturevalue(name)
    account = server.account()
    put(account, message(1), NAMELESS, NAMELESS, message(2))
    put(account, message(3), flags=("\\Deleted",))
    assert play(account, state, moment) == -signal.SIGKILL
    assert play(account, state, "never") == 0
    assert subjects(account, "Hard sell") == ["Question 1", "no Message-ID", "no Message-ID"]
    assert subjects(account) == ["Question 2", "Question 3"]
    assert flags_of(account)["Question 3"] == {"\\Deleted"}


@pytest.mark.parametrize(("name", "moment"), CASES)
def test_killed_while_putting_back(request: pytest.FixtureRequest, state: Path, name: str, moment: str) -> None:
    """After the next start each message is back once."""
    server: Dovecot | Pymap = request.getfixturevalue(name)
    account = server.account()
    put(account, message(1), NAMELESS, message(2))
    assert play(account, state, "never") == 0
    assert play(account, state, moment, "undo") == -signal.SIGKILL
    assert play(account, state, "never", "undo") == 0
    assert play(account, state, "never") == 0
    assert subjects(account) == ["Question 1", "Question 2", "no Message-ID"]
    assert subjects(account, "Hard sell") == []
