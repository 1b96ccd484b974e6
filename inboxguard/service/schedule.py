"""Timers that come again and again; the only importer of APScheduler.

The one fact a newcomer would get wrong: its times are those of the wall clock, and by default it drops what it cannot
start within a second. So missed times are made up for once, and after a jump of the clock every timer begins anew.
"""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Final

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from inboxguard import clock
from inboxguard.log import logger

_THREADS: Final = 2


class Schedule:
    """Calls what was asked for at its times, from threads of its own; a call only places a request somewhere."""

    def __init__(self) -> None:
        usual = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults=usual, executors={"default": {"type": "threadpool", "max_workers": _THREADS}}
        )
        self._scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        self._seconds: dict[str, tuple[float, Callable[[], None]]] = {}

    def every(self, name: str, seconds: float, call: Callable[[], None], *, first: float | None = None) -> None:
        """Call this every so many seconds, first after `first`; a timer of that name is replaced."""
        self._seconds[name] = seconds, call
        begins = clock.now() + timedelta(seconds=seconds if first is None else first)
        jitter = int(seconds / 10) or None if name.startswith("poll") else None
        self._scheduler.add_job(
            call, "interval", seconds=seconds, jitter=jitter, id=name, next_run_time=begins, replace_existing=True
        )

    def keep_only(self, prefix: str, names: frozenset[str]) -> None:
        """Drop the timers whose name begins with the prefix and is not among the names."""
        for name in [name for name in self._seconds if name.startswith(prefix) and name not in names]:
            del self._seconds[name]
            self._scheduler.remove_job(name)

    def begin_anew(self) -> None:
        """The clock jumped: count every interval from now."""
        for name, (seconds, call) in list(self._seconds.items()):
            self.every(name, seconds, call)

    def start(self) -> None:
        """Begin to count."""
        self._scheduler.start()

    def stop(self) -> None:
        """Count no longer; calls that have begun are not waited for."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _tell(event: JobExecutionEvent) -> None:
    if event.exception is not None:
        logger().error("timer_failed", timer=event.job_id, says=f"{type(event.exception).__name__}: {event.exception}")
    else:
        logger().warning("timer_missed", timer=event.job_id)
