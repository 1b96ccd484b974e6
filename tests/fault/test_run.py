"""The service when servers, networks, disks and clocks fail: it goes on by itself, and nothing is lost or doubled."""

import os
import signal
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest

from inboxguard import clock
from inboxguard.errors import (
    ConfigProblem,
    InboxguardError,
    JournalTrouble,
    Refused,
    SignInRefused,
    TlsRefused,
    Unreachable,
)
from inboxguard.journal.store import SqliteJournal
from inboxguard.service.backoff import needs_a_person, seconds_before_retry
from inboxguard.service.health import State
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot, alive
from tests.servers.fault_runs import Tally, play
from tests.servers.mail import subjects
from tests.servers.pitches import deliver, export_of, pitches
from tests.servers.place import Account
from tests.servers.pymap_server import Pymap
from tests.servers.scripted import CAPABILITIES, Conversation, Scripted
from tests.servers.serving import connected, pulse, section, serving, settings_of
from tests.servers.trouble import DEEDS, Trouble
from tests.servers.watching import eventually

QUICK = {"silence_seconds": 5, "command_seconds": 3, "poll_seconds": 600}


def filed(account: Account, *numbers: int, seconds: float = 20.0) -> float:
    wanted = [f"payroll 0-{number}" for number in numbers]
    return eventually(f"{wanted} are filed", lambda: subjects(account, "Hard sell") == wanted, seconds)


@pytest.mark.parametrize("name", ["dovecot", "dovecot_without_move", "cyrus", "pymap"])
def test_randomised_faults(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    """Whatever is cut, late, garbled or swallowed at whatever command: all is filed, tagged and put back once."""
    server: Dovecot | Pymap | Cyrus = request.getfixturevalue(name)
    tally = Tally()
    play(server, tmp_path, 8, 7, tally)
    print(f"{name}: {tally}")
    assert tally.count == 8
    assert sum(tally.faults.values()) > 20
    assert len(tally.faults) >= 4
    assert len(set(tally.steps) & DEEDS) >= 2


def test_server_that_restarts_is_back_within_five_seconds(tmp_path: Path) -> None:
    """The server ends with all its connections and starts again; mail that came meanwhile is filed."""
    server = Dovecot().start()
    try:
        account = server.account()
        deliver(account, *pitches(0))
        settings = settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),))
        with serving(settings) as service:
            connected(service)
            master = int((server.folder / "run" / "master.pid").read_text())
            processes = [master, *children(master)]
            for process in processes:
                os.kill(process, signal.SIGKILL)
            eventually("the server has ended", lambda: not any(map(alive, processes)))
            (server.folder / "run" / "master.pid").unlink()
            eventually("it is noticed", lambda: pulse(service).state is State.DEGRADED, 5)
            assert server._launch()
            deliver(account, *pitches(1))
            assert connected(service) < 5
            filed(account, 1, seconds=5)
    finally:
        server.stop()


def children(process: int) -> list[int]:
    """The processes it has started."""
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat")]
    return [int(stat.split()[0]) for stat in stats if int(stat.rpartition(")")[2].split()[1]) == process]


def test_black_hole_is_noticed_and_left(dovecot: Dovecot, tmp_path: Path) -> None:
    """A connection on which nothing passes any more, though it stays up, is given up after the silence and answered."""
    account = dovecot.account()
    deliver(account, *pitches(0))
    with Trouble(account.server.port, 1, chance=0.0) as network:
        home = section(account.through(network.port))
        settings = settings_of(tmp_path, {"home": home}, exports=(export_of(tmp_path),), service=QUICK)
        with serving(settings) as service:
            connected(service)
            network.swallow_all()
            deliver(account, *pitches(1))
            assert filed(account, 1, seconds=20) < 15  # 5 s of silence, 5 s for an answer, and the way back


def test_one_accounts_trouble_is_its_own(dovecot: Dovecot, tmp_path: Path) -> None:
    """While twenty accounts wait for servers that never answer, another's mail is filed at once."""
    account = dovecot.account()

    def never(talk: Conversation) -> None:
        talk.readline()
        talk.wait()

    with Scripted(never, greeting=b"") as dead:
        accounts = {f"dead{number}": section(dead.account()) for number in range(20)} | {"home": section(account)}
        settings = settings_of(tmp_path, accounts, exports=(export_of(tmp_path),), service={"workers": 2})
        with serving(settings) as service:
            connected(service)
            deliver(account, *pitches(0, 1))
            assert filed(account, 1) < 5
            assert pulse(service, "dead0").state is not State.CONNECTED


def test_full_disk_stops_deeds_and_nothing_else(dovecot: Dovecot, tmp_path: Path) -> None:
    """While the state cannot be written nothing is done that is not written down; with room again all is done once."""
    account = dovecot.account()
    deliver(account, *pitches(0))
    settings = settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),))
    with serving(settings) as service:
        connected(service)
        eventually("the first was judged", lambda: service.journal.examined("home"))
        database: sqlite3.Connection = service.journal.database
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")
        fill_up(service.journal)
        deliver(account, *pitches(1))
        eventually("it is degraded", lambda: pulse(service).state is State.DEGRADED)
        moved = subjects(account) == ["payroll 0-0"]
        assert moved is bool(service.journal.deeds("home"))
        database.execute("PRAGMA max_page_count = 1000000")
        filed(account, 1)
        connected(service)
        eventually("it is settled", lambda: not service.journal.open_intents("home"))
        assert subjects(account) == ["payroll 0-0"]


def fill_up(journal: SqliteJournal) -> None:
    """Write until there is no room."""
    for number in range(10_000):
        try:
            journal.set_setting(f"filler {number}", "x" * 500)
        except JournalTrouble:
            return
    pytest.fail("there is still room")


def test_clock_that_jumps_costs_nothing(dovecot: Dovecot, tmp_path: Path) -> None:
    """A wall clock a day ahead, or a year back, makes every connection prove itself, and mail is filed as before."""
    account = dovecot.account()
    deliver(account, *pitches(0))
    with serving(settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),))) as service:
        connected(service)
        for number, jump in enumerate((timedelta(days=1), timedelta(days=-365)), 1):
            service.watcher._now = lambda jump=jump: clock.now() + jump
            service.watcher.beat()
            deliver(account, *pitches(number))
            filed(account, *range(1, number + 1))


def test_server_that_refuses_to_idle_is_polled(tmp_path: Path) -> None:
    """A server that advertises IDLE and refuses it is asked at intervals, over the same connection."""
    looks = []

    def script(talk: Conversation) -> None:
        tag, _ = talk.serve(b"IDLE")
        talk.send(tag + b" NO not today\r\n")
        while talk.serve(b"EXAMINE")[0]:
            looks.append(1)
            return

    with Scripted(script, capabilities=CAPABILITIES) as server:
        settings = settings_of(tmp_path, {"home": section(server.account())}, service=QUICK | {"poll_seconds": 1})
        with serving(settings):
            eventually("it is looked at again", lambda: looks)


def test_token_that_expired_is_renewed(dovecot: Dovecot, tmp_path: Path) -> None:
    """The server says goodbye because of the token; the next sign-in has a new one."""
    asked: list[bytes] = []

    def script(talk: Conversation) -> None:
        tag, rest = talk.serve(b"LOGIN")
        asked.append(rest)
        talk.send(tag + b" OK done\r\n")
        tag, _ = talk.serve(b"IDLE")
        talk.send(b"+ idling\r\n* BYE Session invalidated - AccessTokenExpired\r\n")

    secret = tmp_path / "secret"
    secret.write_text("first-secret")
    with Scripted(script) as server:
        home = section(server.account(), password_file=str(secret))
        with serving(settings_of(tmp_path, {"home": home}, service=QUICK)):
            eventually("it has signed in", lambda: asked)
            secret.write_text("second-secret")
            eventually("it has signed in with the new one", lambda: any(b"second-secret" in line for line in asked))


@pytest.mark.parametrize(
    ("problem", "first", "longest"),
    [
        (Unreachable("gone"), (0.25, 0.5), 60),
        (Refused("[LIMIT] too many connections"), (7.5, 15), 300),
        (Unreachable("ended the conversation: Request is throttled. Suggested Backoff Time: 120000 milliseconds"), (120, 132), 132),
        (Refused("[UNAVAILABLE] Suggested Backoff Time: 30 s"), (30, 33), 33),
        (SignInRefused("wrong password"), (30, 60), 3600),
        (TlsRefused("bad certificate"), (15, 30), 900),
        (JournalTrouble("disk full"), (2.5, 5), 60),
        (ConfigProblem("no password"), (30, 60), 3600),
    ],
)  # fmt: skip
def test_wait_fits_what_went_wrong(problem: InboxguardError, first: tuple[float, float], longest: float) -> None:
    """The first wait is short for what mends itself, and no wait is longer than its limit."""
    low, high = first
    assert seconds_before_retry(problem, 1, lambda: 0.0) == pytest.approx(low)
    assert seconds_before_retry(problem, 1, lambda: 1.0) == pytest.approx(high)
    waits = [seconds_before_retry(problem, failures, lambda: 1.0) for failures in range(1, 100)]
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(longest)
    assert needs_a_person(problem) is isinstance(problem, SignInRefused | TlsRefused | ConfigProblem)


def test_stop_does_not_wait_for_a_server_that_does_not_answer(tmp_path: Path) -> None:
    """A worker in the middle of a command that is never answered is cut off, and the service ends in time."""

    def script(talk: Conversation) -> None:
        talk.serve(b"EXAMINE")
        talk.wait()

    with Scripted(script) as server:
        settings = settings_of(tmp_path, {"home": section(server.account())})
        with serving(settings):
            eventually("it waits for an answer", lambda: any(b"EXAMINE" in line for line in server.seen))
            began = time.monotonic()
        assert time.monotonic() - began < 10
