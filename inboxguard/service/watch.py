"""The service: every configured account watched, until it is told to stop.

The one fact a newcomer would get wrong: nothing here waits for a server. The main thread waits for signals, the watcher
for sockets and timers, the workers for jobs; each of them can be told to stop at any time.
"""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from inboxguard import clock
from inboxguard.config.schema import Settings
from inboxguard.errors import Bug, ConfigProblem, InboxguardError, JournalTrouble
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.journal.store import SqliteJournal
from inboxguard.log import logger
from inboxguard.service.account import Office, account_of
from inboxguard.service.chores import Chores
from inboxguard.service.common_book import CommonBook
from inboxguard.service.health import Health
from inboxguard.service.health_page import HealthPage
from inboxguard.service.metrics import Metrics
from inboxguard.service.people_files import PeopleFiles
from inboxguard.service.requests import open_requests
from inboxguard.service.schedule import Schedule
from inboxguard.service.seat import Seat
from inboxguard.service.sign_in import sign_in_of
from inboxguard.service.visit import Halt, Halting, Visitor, problem_of
from inboxguard.service.watcher import Watcher
from inboxguard.service.workers import Workers

_GRACE_SECONDS: Final = 5.0
_LAST_SECONDS: Final = 2.0
_MOST_CONNECTORS: Final = 64
_CONNECTOR_SECONDS: Final = 0.5
_PULSE_SECONDS: Final = 30.0
_REQUESTS_SECONDS: Final = 1.0


class Service:
    """Everything that runs in one process for one state file; `names` are the accounts, all when empty."""

    def __init__(self, settings: Settings, names: Iterable[str] = ()) -> None:
        self._names = tuple(names)
        self.settings = settings
        state = settings.general.state.expanduser()
        self.journal = SqliteJournal(state)
        self._people = SqlitePeopleStore(state)
        self.health, self.metrics = Health(), Metrics()
        self._common = CommonBook(self._people)
        self._files = PeopleFiles(self._common)
        self.chores = Chores(lambda: self.settings, self.journal, self._files, attempt)
        self._halt = Halt()
        self._visitor = Visitor(self._common, self.metrics, self._halt)
        self.schedule = Schedule()
        self.watcher = Watcher(
            self.health, self.metrics, connect=self._connect, visit=self._visit, jumped=self.schedule.begin_anew
        )
        self._working = Workers("worker", settings.service.workers)
        self._connecting = Workers("connector", _connectors(settings))
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._page: HealthPage | None = None

    def start(self) -> None:
        """Begin to watch.

        Raises:
            ConfigProblem: when an account, an export or the address to listen on is wrong.
        """
        try:
            offices = self._offices(self.settings)
            self._files.read_exports(self.settings.people.exports)
            self._listen("", self.settings.service.listen)
        except InboxguardError:
            self._close()
            raise
        self._working.start()
        self._connecting.start()
        self._thread.start()
        self.watcher.seat(offices)
        self._set_timers(offices)
        self.schedule.start()
        logger().info("service_started", accounts=len(offices), workers=self.settings.service.workers)

    @property
    def running(self) -> bool:
        """Whether the watcher still turns."""
        return self._thread.is_alive()

    def reload(self, settings: Settings) -> None:
        """Go on with these settings, all of them or, when something is wrong with them, none.

        Raises:
            ConfigProblem: when they cannot be used; the old ones stay.
        """
        if settings.general.state != self.settings.general.state:
            raise ConfigProblem("[general].state cannot change while the service runs", mend="stop and start it")
        offices = self._offices(settings)
        self._files.read_exports(settings.people.exports)
        self._listen(self.settings.service.listen, settings.service.listen)
        self.settings = settings
        self._working.be(settings.service.workers)
        self._connecting.be(_connectors(settings))
        self.watcher.seat(offices)
        self._set_timers(offices)
        logger().info("configuration_reloaded", accounts=len(offices), workers=settings.service.workers)

    def stop(self) -> bool:
        """End in order; whether every worker had ended what it had begun."""
        began = clock.monotonic()
        self._halt.asked.set()
        self.schedule.stop()
        self._connecting.stop()
        self._working.stop()
        self.watcher.halt()
        ended = self._working.join(_GRACE_SECONDS)
        if not ended:
            self._cut_off()
            ended = self._working.join(_LAST_SECONDS)
        self._connecting.join(_CONNECTOR_SECONDS)  # one that waits for a dead server has nothing to lose
        self._thread.join(_LAST_SECONDS)
        self._close()
        logger().info("service_stopped", seconds=round(clock.monotonic() - began, 2), in_order=ended)
        return ended

    # The threads

    def _watch(self) -> None:
        while not self.watcher.halted:
            problem = attempt(self.watcher.turn)
            if problem is not None:
                self._halt.asked.wait(1.0)
        attempt(self.watcher.close)

    def _connect(self, seat: Seat) -> None:
        self._connecting.put(partial(self._do, seat, partial(self._visitor.connect, seat)))

    def _visit(self, seat: Seat, wanted: dict[str, float]) -> None:
        self._working.put(partial(self._do, seat, partial(self._visitor.look, seat, wanted)))

    def _do(self, seat: Seat, step: Callable[[], None]) -> None:
        """One job, after which the seat goes back, come what may."""
        problem = attempt(step)
        if isinstance(problem, Halting):
            seat.hang_up()
            return
        self.watcher.come_back(seat, problem_of(problem, seat) if problem else None)

    # Parts

    def _offices(self, settings: Settings) -> list[Office]:
        """The accounts; one whose settings have not changed keeps the office it has, and so its connections."""
        names = self._names or tuple(settings.account)
        if not names:
            raise ConfigProblem("no account is configured", mend="inboxguard init")
        state = settings.general.state.expanduser()
        offices = []
        for name in names:
            account = account_of(settings, name)
            known = self.watcher.seats.get(name)
            office = known.replaced_by or known.office if known else None
            if office is None or office.account != account or _shared(office.settings) != _shared(settings):
                sign_in = sign_in_of(name, account, state)
                office = Office(name, settings, account, self.journal, self._people, sign_in)
            offices.append(office)
        return offices

    def _listen(self, before: str, place: str) -> None:
        """Serve the pages there, or nowhere when it is empty; where nothing can listen, they stay where they were.

        Raises:
            ConfigProblem: when nothing can listen there.
        """
        if place == before:
            return
        if self._page is not None:
            self._page.stop()  # first, since the new place may be the same port
        try:
            self._page = self._opened(place)
        except ConfigProblem:
            self._page = self._opened(before)
            raise

    def _opened(self, place: str) -> HealthPage | None:
        if not place:
            return None
        page = HealthPage(place, self.health, self.metrics)
        page.start()
        return page

    def _set_timers(self, offices: Iterable[Office]) -> None:
        """The poll that backs IDLE up, for each account."""
        seconds = float(self.settings.service.poll_seconds)
        names = frozenset(f"poll {office.name}" for office in offices)
        for office in offices:
            self.schedule.every(f"poll {office.name}", seconds, partial(self.watcher.ask, office.name, "poll"))
        self.schedule.keep_only("poll ", names)
        self.chores.set_timers(self.schedule, self._working.put)
        self.schedule.every("requests", _REQUESTS_SECONDS, partial(open_requests, self.journal, self.watcher.ask))
        self.schedule.every("pulse", _PULSE_SECONDS, self.watcher.beat)

    def _cut_off(self) -> None:
        """End the connections that workers wait on; what they had begun is settled at the next start."""
        for seat in list(self.watcher.seats.values()):
            session = seat.session
            if session is not None:
                session.stream.cut()

    def _close(self) -> None:
        if self._page is not None:
            self._page.stop()
        self._people.close()
        self.journal.close()


def attempt(step: Callable[[], object]) -> InboxguardError | None:
    """Do it; what went wrong, whatever it was: the service outlives every surprise, logged as such."""
    try:
        step()
    except InboxguardError as problem:
        return problem
    except OSError as problem:
        return JournalTrouble(f"a file cannot be read or written: {problem}", mend="df -h; ls -l")
    except Exception as surprise:  # noqa: BLE001 - the top of the loop: one account's surprise must not end the others
        logger().exception("surprise")
        return Bug(f"{type(surprise).__name__}: {surprise}", mend="please report it with the log")
    return None


def _shared(settings: Settings) -> Settings:
    """What of the settings every account depends on."""
    service = settings.service.model_copy(update={"listen": "", "workers": 1})
    return settings.model_copy(update={"account": {}, "service": service})


def _connectors(settings: Settings) -> int:
    """How many threads connect: one that a dead server may hold for each host, and some more."""
    hosts = {(account.host, account.at_port) for account in settings.account.values()}
    return min(_MOST_CONNECTORS, len(hosts) + max(2, settings.service.workers // 2))
