"""Run as a program: commands of inboxguard, each in a process that is killed at the point named.

One line of JSON in, one out: {"config": …, "what": "scan" or "undo", "point": 7}. A point is a command to the server,
an answer of it, or a write to the state; point 0 is never reached. Each command runs in a fork, so that a hundred
deaths cost a hundred forks and not a hundred starts of Python.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from inboxguard.clock import now
from inboxguard.errors import InboxguardError
from inboxguard.imap.conversation import Conversation
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.journal.store import SqliteJournal
from inboxguard.service.account import scan_account
from inboxguard.service.take_back import Choice, take_back
from inboxguard.service.teller import Silent
from inboxguard.service.wishes import Wishes
from tests.unit.service.mailbox import DANA, Mailbox, guard, judged

ACCOUNT = "home"


class Points:
    """Counts the points passed, and ends the process at the one named: no handler, no flush, no goodbye."""

    def __init__(self, deadly: int) -> None:
        self.passed = 0
        self._deadly = deadly

    def at(self) -> None:
        self.passed += 1
        if self.passed == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, real: Callable[..., object]) -> Callable[..., object]:
        def mortal(*given: object, **named: object) -> object:
            self.at()
            done = real(*given, **named)
            self.at()
            return done

        return mortal

    def within(self, real: Callable[..., AbstractContextManager[object]]) -> Callable[..., object]:
        @contextmanager
        def mortal(*given: object) -> Iterator[object]:
            self.at()
            with real(*given) as held:
                yield held
                self.at()
            self.at()

        return mortal


def perform(config: str, what: str) -> None:
    if what == "scan":
        scan_account(ACCOUNT, config, Wishes(now()), Silent())
    else:
        take_back(Choice(run="last"), ACCOUNT, config)


def die_at(point: int, config: str, what: str) -> None:
    """In the fork: how many points there were, when none of them was deadly."""
    points = Points(point)
    Conversation.send = points.around(Conversation.send)  # type: ignore[method-assign, assignment]
    Conversation.finish = points.around(Conversation.finish)  # type: ignore[method-assign, assignment]
    SqliteJournal.transaction = points.within(SqliteJournal.transaction)  # type: ignore[method-assign, assignment]
    SqlitePeopleStore._transaction = points.within(SqlitePeopleStore._transaction)  # type: ignore[method-assign, assignment]
    try:
        perform(config, what)
    except InboxguardError as problem:
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
        os._exit(int(problem.exit_code))
    os._exit(0)


def main() -> None:
    judged(
        Mailbox().add(1, "Dana Whitlock <dana@acme.example>", "A call about payroll?"), guard(DANA)
    )  # words are read
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            die_at(asked["point"], asked["config"], asked["what"])
        _, status = os.waitpid(child, 0)
        print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    main()
