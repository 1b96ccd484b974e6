"""SIGKILL at every point of a scan and of an undo: what was judged is remembered once, what was done is done once."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inboxguard.clock import now
from inboxguard.config.load import load
from inboxguard.journal.store import SqliteJournal
from inboxguard.ports import Ended, Kind, Request
from inboxguard.service.memory import lines
from tests.acceptance.command import configuration
from tests.servers.dovecot import Dovecot
from tests.servers.mail import everything, subjects
from tests.servers.pitches import deliver, export_of, lunch, pitches
from tests.servers.place import Account
from tests.servers.pymap_server import Pymap

Play = Callable[[str, str, int], int]
FILED = ["payroll 0-1", "payroll 0-2"]


@pytest.fixture(scope="module")
def play() -> Iterator[Play]:
    """Scan or undo with a configuration and die at a point; the exit status."""
    line = [sys.executable, "-m", "tests.servers.mortal"]
    with subprocess.Popen(line, cwd=Path(__file__).parents[2], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdin
        assert process.stdout

        def ask(config: str, what: str, point: int = 0) -> int:
            process.stdin.write(json.dumps({"config": config, "what": what, "point": point}) + "\n")
            process.stdin.flush()
            return int(json.loads(process.stdout.readline())["ended"])

        yield ask
        process.stdin.close()


class Scene:
    """A new mailbox with three pitches of one person and a friend's mail, and a state of its own."""

    def __init__(self, server: Dovecot | Pymap, folder: Path) -> None:
        self.account: Account = server.account()
        folder.mkdir()
        deliver(self.account, *pitches(0, 1, 2), (3, lunch(3)))
        config = Path(configuration(folder, self.account))
        text = config.read_text().replace("[people]\n", "[people]\nrecent_days = 365\n")
        config.write_text(text + "since_days = 400\n")
        export_of(folder)
        self.config = str(config)

    @contextmanager
    def journal(self) -> Iterator[SqliteJournal]:
        with SqliteJournal(load(self.config).general.state, read_only=True) as journal:
            yield journal

    def request(self) -> None:
        """What `inboxguard undo` beside a running service writes down."""
        with SqliteJournal(load(self.config).general.state, beside=True) as journal:
            journal.request(Request("home", now(), tuple(deed.intent.id for deed in journal.deeds("home"))))

    def judged(self) -> dict[str, tuple[str, ...]]:
        """What is remembered of each message, by subject; a message remembered twice is an error."""
        with self.journal() as journal:
            rows = [(one.subject, one.verdict, one.action, one.row, one.done) for one in lines(journal, "home", None)]
        assert len({subject for subject, *_ in rows}) == len(rows)
        return {subject: (*rest,) for subject, *rest in rows}

    def done(self, *, undone: bool = False) -> list[str]:
        """The subjects of what was filed, or put back, once for each deed that was done."""
        with self.journal() as journal:
            known = {one.key: one.subject for one in journal.examined("home")}
            assert journal.open_intents("home") == ()
            return sorted(
                known[deed.intent.identity.key]
                for deed in journal.deeds("home")
                if deed.result
                and deed.result.ended is Ended.DONE
                and deed.intent.kind is Kind.FILE
                and bool(deed.intent.parent) is undone
            )


def every_point(name: str, folder: Path, play: Play, request: pytest.FixtureRequest, what: str) -> Iterator[Scene]:
    """Scenes in which the command died at its 1st, 2nd, 3rd … point, until one lives on to its end.

    Every point of a scan on Dovecot, every third one elsewhere: what lies behind them is the same code.
    """
    server: Dovecot | Pymap = request.getfixturevalue(name)
    stride = 1 if (name, what) == ("dovecot", "scan") else 3
    point = 1 - stride
    while True:
        point += stride
        scene = Scene(server, folder / str(point))
        if what != "scan":
            assert play(scene.config, "scan", 0) == 0
        if what == "request":
            scene.request()
        ended = play(scene.config, "undo" if what == "undo" else "scan", point)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL, point
        yield scene
    print(f"{name}: {(point - 1) // stride} deaths in {point - 1} points of {what}")
    assert point > 40


@pytest.mark.parametrize("name", ["dovecot", "dovecot_without_move", "pymap"])
def test_killed_at_every_point_of_a_scan(request: pytest.FixtureRequest, tmp_path: Path, play: Play, name: str) -> None:
    """The next scan leaves mailbox, judgements and report as if the first had not died."""
    undisturbed = Scene(request.getfixturevalue(name), tmp_path / "undisturbed")
    assert play(undisturbed.config, "scan", 0) == 0
    wanted = undisturbed.judged()
    assert [wanted[subject][-1] for subject in ("payroll 0-0", *FILED)] == ["", "filed", "filed"]
    for scene in every_point(name, tmp_path, play, request, "scan"):
        assert play(scene.config, "scan", 0) == 0
        assert subjects(scene.account, "Hard sell") == FILED
        assert subjects(scene.account) == ["lunch 3", "payroll 0-0"]
        assert scene.done() == FILED
        assert scene.judged() == wanted


@pytest.mark.parametrize("name", ["dovecot", "dovecot_without_move", "pymap"])
def test_killed_at_every_point_of_an_undo(
    request: pytest.FixtureRequest, tmp_path: Path, play: Play, name: str
) -> None:
    """The next undo, or the next scan where nothing is left to put back, leaves each message back where it was."""
    for scene in every_point(name, tmp_path, play, request, "undo"):
        again = play(scene.config, "undo", 0)
        assert again in {0, 2}
        assert play(scene.config, "scan", 0) == 0
        assert subjects(scene.account) == ["lunch 3", "payroll 0-0", *FILED]
        assert subjects(scene.account, "Hard sell") == []
        assert scene.done() == scene.done(undone=True) == FILED
        assert sum(len(rows) for rows in everything(scene.account).values()) == 4


def test_killed_at_points_of_a_requested_undo(request: pytest.FixtureRequest, tmp_path: Path, play: Play) -> None:
    """What another process asked for is carried out once by the next scan, and answered."""
    for scene in every_point("dovecot", tmp_path, play, request, "request"):
        assert play(scene.config, "scan", 0) == 0
        assert subjects(scene.account) == ["lunch 3", "payroll 0-0", *FILED]
        assert subjects(scene.account, "Hard sell") == []
        assert scene.done() == scene.done(undone=True) == FILED
        with scene.journal() as journal:
            assert journal.requests() == ()
