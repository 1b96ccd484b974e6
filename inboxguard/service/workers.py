"""A few threads that do one job after another.

The one fact a newcomer would get wrong: there are two such pools. Connecting can take as long as a dead server lets
it, so it has threads of its own, and an account that is well never waits for one that is not.
"""

import itertools
import threading
from collections.abc import Callable
from queue import SimpleQueue

from inboxguard import clock

Job = Callable[[], None]


class Workers:
    """Does jobs in the order they are put; a job has to deal with its own failures."""

    def __init__(self, name: str, count: int) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._name = name
        self._threads: list[threading.Thread] = []
        self._numbers = itertools.count(1)
        self._wanted = count

    def start(self) -> None:
        """Begin to work."""
        self._engage(self._wanted)

    def be(self, count: int) -> None:
        """Be so many from now on; the ones too many go when the jobs put before are done."""
        for _ in range(self._wanted - count):
            self._jobs.put(None)
        self._engage(count - self._wanted)
        self._wanted = count

    def put(self, job: Job) -> None:
        """Do this when a thread is free."""
        self._jobs.put(job)

    def stop(self) -> None:
        """Take no further jobs; what is waiting is dropped, what has begun goes on."""
        while not self._jobs.empty():
            self._jobs.get_nowait()
        for _ in self._threads:
            self._jobs.put(None)

    def join(self, seconds: float) -> bool:
        """Wait until the last job has ended; whether it has."""
        ends = clock.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, ends - clock.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _engage(self, count: int) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        for _ in range(count):
            thread = threading.Thread(target=self._work, name=f"{self._name}-{next(self._numbers)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
