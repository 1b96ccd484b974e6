"""What the service does besides watching: files of people, digest, retention.

The one fact a newcomer would get wrong: a chore that is still being done is not begun again; its timer just comes back.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from inboxguard import clock
from inboxguard.config.schema import Settings
from inboxguard.errors import InboxguardError
from inboxguard.journal.store import SqliteJournal
from inboxguard.log import logger
from inboxguard.service.digest import write_digests
from inboxguard.service.people_files import PeopleFiles
from inboxguard.service.schedule import Schedule

Given = TypeVar("Given")
Attempt = Callable[[Callable[[], object]], InboxguardError | None]
_SECONDS: Final = {"people": 20.0, "digest": 3600.0, "retention": 86_400.0}
_FIRST: Final = {"people": 20.0, "digest": 60.0, "retention": 600.0}


class Chores:
    """The chores of one service; `attempt` does a step and gives what went wrong."""

    def __init__(
        self, settings: Callable[[], Settings], journal: SqliteJournal, files: PeopleFiles, attempt: Attempt
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._files = files
        self._attempt = attempt
        self._steps: dict[str, Callable[[], object]] = {
            "people": self._look_at_files,
            "digest": lambda: write_digests(self._settings(), self._journal, clock.now()),
            "retention": self._forget_what_is_old,
        }
        self._busy = {name: threading.Lock() for name in self._steps}

    def set_timers(self, schedule: Schedule, put: Callable[[Callable[[], None]], None]) -> None:
        """Let each chore be put on the workers' queue at its times."""
        for name in self._steps:
            job = _job(self.do, name)
            schedule.every(name, _SECONDS[name], _job(put, job), first=_FIRST[name])

    def do(self, name: str) -> None:
        """Do it, unless it is being done; what goes wrong is logged and tried again the next time."""
        if not self._busy[name].acquire(blocking=False):
            return
        try:
            problem = self._attempt(self._steps[name])
        finally:
            self._busy[name].release()
        if problem is not None:
            logger().error("chore_failed", chore=name, says=str(problem), mend=problem.mend)

    def _look_at_files(self) -> None:
        people = self._settings().people
        self._files.look(people.exports, people.import_dir)

    def _forget_what_is_old(self) -> None:
        limit = clock.now() - timedelta(days=self._settings().service.retention_days)
        count = self._journal.prune(limit)
        if count:
            logger().info("judgements_forgotten", count=count)


def _job(call: Callable[[Given], None], given: Given) -> Callable[[], None]:
    return lambda: call(given)
