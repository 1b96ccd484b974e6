"""The service's parts by themselves: who may ask a dead server, what is due when, what a kill leaves behind."""

import io
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from inboxguard.config.schema import Account as AccountSettings
from inboxguard.errors import SignInRefused, Unreachable
from inboxguard.log import configure, logger
from inboxguard.service.hosts import Hosts
from inboxguard.service.lines import Timers
from inboxguard.service.schedule import Schedule
from inboxguard.service.seat import Seat
from inboxguard.service.workers import Workers
from tests.acceptance.command import configuration
from tests.servers.dovecot import Dovecot
from tests.servers.mail import everything, subjects
from tests.servers.pitches import deliver, export_of, pitches
from tests.servers.watching import eventually, watching


@dataclass
class Office:
    """As much of an office as a seat at a host needs."""

    account: AccountSettings


def seat(host: str = "imap.mail.example") -> Seat:
    return Seat(Office(AccountSettings(host=host, user="x")))  # type: ignore[arg-type]


def test_one_account_asks_whether_a_server_is_there() -> None:
    """Until somebody has reached it, one tries at a time; success releases all that waited."""
    hosts, first, second, third = Hosts(), seat(), seat(), seat()
    assert hosts.may_try(first)
    assert not hosts.may_try(second)
    assert not hosts.may_try(third)
    assert hosts.may_try(seat("other.mail.example"))
    assert hosts.tried(first, None) == {second, third}
    assert hosts.may_try(second)
    assert hosts.may_try(third)


def test_dead_server_is_asked_by_whoever_is_next() -> None:
    """An account that fails does not keep the question to itself."""
    hosts, first, second = Hosts(), seat(), seat()
    assert hosts.may_try(first)
    assert hosts.tried(first, Unreachable("down")) == set()
    assert hosts.may_try(second)
    assert not hosts.may_try(first)
    assert hosts.tried(second, Unreachable("down")) == set()
    assert hosts.may_try(first)


def test_server_that_refuses_one_is_there_for_the_others() -> None:
    """A wrong password shows that the server answers."""
    hosts, first, second = Hosts(), seat(), seat()
    assert hosts.may_try(first)
    assert not hosts.may_try(second)
    assert hosts.tried(first, SignInRefused("wrong")) == {second}


def test_account_that_goes_leaves_no_question_open() -> None:
    """When the one that asks is taken out of the configuration, the next may ask."""
    hosts, first, second = Hosts(), seat(), seat()
    assert hosts.may_try(first)
    hosts.forget(first)
    assert hosts.may_try(second)


@dataclass(eq=False)
class Thing:
    due: float = 0.0


def test_only_the_last_moment_counts() -> None:
    """What was armed anew is due once, at the later or earlier moment that was said last."""
    timers: Timers[Thing] = Timers()
    thing, other = Thing(), Thing()
    timers.arm(thing, 10.0)
    timers.arm(thing, 5.0)
    timers.arm(other, 7.0)
    timers.arm(other, 20.0)
    assert timers.seconds_to_next(4.0, 100.0) == 1.0
    assert list(timers.take_due(12.0)) == [thing]
    assert list(timers.take_due(19.0)) == []
    assert list(timers.take_due(20.0)) == [other]
    assert timers.seconds_to_next(21.0, 5.0) == 5.0


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged during the test."""
    stream = io.StringIO()
    configure(stream=stream)
    yield stream
    structlog.reset_defaults()


def test_log_that_cannot_be_written_ends_nothing(log: io.StringIO) -> None:
    """A closed pipe or a full disk behind the log costs the line, not the service."""
    log.close()
    logger().error("surprise")


def test_schedule_goes_on_after_a_failure_and_begins_anew(log: io.StringIO) -> None:
    """A call that fails is logged and comes again; after a jump of the clock every interval begins anew."""
    calls: list[str] = []
    twice = threading.Event()

    def fail() -> None:
        calls.append("fail")
        if len(calls) > 1:
            twice.set()
        raise ValueError("canary")

    schedule = Schedule()
    schedule.every("fail", 0.05, fail, first=0.0)
    schedule.every("poll gone", 0.05, lambda: calls.append("gone"), first=3600)
    schedule.keep_only("poll ", frozenset())
    schedule.start()
    try:
        assert twice.wait(10)
        schedule.begin_anew()
        calls.clear()
        twice.clear()
        assert twice.wait(10)
    finally:
        schedule.stop()
    assert "gone" not in calls
    assert "timer_failed" in log.getvalue()


def test_workers_finish_what_they_began() -> None:
    """Stopping drops what waits and lets the present job end."""
    workers, begun, may_end, done = Workers("test", 1), threading.Event(), threading.Event(), []

    def job() -> None:
        begun.set()
        may_end.wait(10)
        done.append("first")

    workers.start()
    workers.put(job)
    workers.put(lambda: done.append("second"))
    assert begun.wait(10)
    workers.stop()
    assert not workers.join(0.0)
    may_end.set()
    assert workers.join(10)
    assert done == ["first"]


@pytest.mark.parametrize("filed_before", [1, 3, 6])
def test_killed_service_files_each_message_once(dovecot: Dovecot, tmp_path: Path, filed_before: int) -> None:
    """SIGKILL in the middle of the work; after the next start everything is filed once and nothing is lost."""
    account = dovecot.account()
    config = Path(configuration(tmp_path, account, more='[service]\nlisten = ""\n'))
    text = config.read_text().replace("observe_days = 0", "observe_days = 0\nmoves_per_hour = 1000")
    text = text.replace("[people]\n", "[people]\nrecent_days = 365\n")
    config.write_text(text + "since_days = 400\n")
    export_of(tmp_path)
    with watching(str(config), tmp_path) as service:
        service.wait_for("account_connected")
        deliver(account, *pitches(0))
        feeder = threading.Thread(target=lambda: deliver(account, *pitches(*range(1, 9))))
        feeder.start()
        eventually("some are filed", lambda: len(subjects(account, "Hard sell")) >= filed_before)
        service.tell(signal.SIGKILL)
        service.process.wait(10)
        feeder.join(20)
    with watching(str(config), tmp_path) as service:
        wanted = [f"payroll 0-{number}" for number in range(1, 9)]
        eventually("all are filed", lambda: subjects(account, "Hard sell") == wanted)
        assert service.end() < 5
    assert sum(len(rows) for rows in everything(account).values()) == 9
