"""Run as a program: one pass of filing on a real server with a real state file, killed at the moment named.

Arguments: port, user, state file, moment (or "never").
"""

import os
import signal
import sys
from collections.abc import Collection
from pathlib import Path

from inboxguard.imap.conversation import Conversation, Flight
from inboxguard.imap.credentials import Security, Server
from inboxguard.journal.store import SqliteJournal
from inboxguard.ports import Cursor, Intent, Result
from tests.servers.guard import guard, put_back
from tests.servers.place import Account

MOMENT = sys.argv[4]


def at(moment: str) -> None:
    """Die here, if this is the moment: no handler, no flush, no goodbye."""
    if moment == MOMENT:
        os.kill(os.getpid(), signal.SIGKILL)


class Mortal(SqliteJournal):
    """The journal, between whose writes the process may die."""

    def intend(self, intents: Collection[Intent]) -> tuple[Intent, ...]:
        at("before the intent")
        given = super().intend(intents)
        at("after the intent")
        return given

    def conclude(self, results: Collection[Result]) -> None:
        at("before the result")
        super().conclude(results)
        at("after the result")

    def advance(self, account: str, mailbox: str, cursor: Cursor) -> None:
        at("before the cursor")
        super().advance(account, mailbox, cursor)


class MortalConversation(Conversation):
    """The conversation, between whose commands the process may die."""

    def run(self, *parts: bytes, **limits: object) -> Flight:
        words = b" ".join(parts[:2]).decode()
        at(f"before {words}")
        done = super().run(*parts, **limits)
        at(f"after {words}")
        return done


def main() -> None:
    from inboxguard.imap import session

    session.Conversation = MortalConversation
    account = Account(Server("127.0.0.1", int(sys.argv[1]), Security.NONE), sys.argv[2])
    with Mortal(Path(sys.argv[3])) as journal:
        if sys.argv[5] == "undo":
            put_back(account, journal, run="run-1")
        else:
            guard(account, journal, only={1, -1})


if __name__ == "__main__":
    main()
