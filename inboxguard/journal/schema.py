"""The tables of the state file and how an older file becomes a newer one.

The one fact a newcomer would get wrong: intents and results are append-only, and the database itself refuses anything
else. Tables that begin with people_ belong to the people store, which keeps its own version.
"""

import sqlite3
from typing import Final

from inboxguard.errors import JournalTrouble

_FIRST: Final = """
CREATE TABLE cursors (
    account TEXT NOT NULL, mailbox TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
    modseq INTEGER NOT NULL, PRIMARY KEY (account, mailbox)
) WITHOUT ROWID;
CREATE TABLE examined (
    account TEXT NOT NULL, key TEXT NOT NULL, mailbox TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
    received TEXT, sender TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, person TEXT NOT NULL,
    touch TEXT, verdict TEXT NOT NULL, run TEXT NOT NULL, PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE INDEX examined_by_person ON examined (account, person) WHERE touch IS NOT NULL;
CREATE INDEX examined_by_message_id ON examined (message_id);
CREATE INDEX examined_by_sender ON examined (sender);
CREATE TABLE replies (
    account TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, message_id TEXT NOT NULL,
    words TEXT NOT NULL, PRIMARY KEY (account, person, at, message_id)
) WITHOUT ROWID;
CREATE TABLE intents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, account TEXT NOT NULL, mailbox TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL,
    server_id TEXT NOT NULL, at TEXT NOT NULL, run TEXT NOT NULL, flags_before TEXT NOT NULL,
    destination TEXT NOT NULL, destination_uidvalidity INTEGER NOT NULL, destination_uidnext INTEGER NOT NULL,
    keyword TEXT NOT NULL, sender TEXT NOT NULL, person TEXT NOT NULL, because TEXT NOT NULL, parent INTEGER NOT NULL
);
CREATE INDEX intents_by_key ON intents (account, key);
CREATE INDEX intents_by_run ON intents (run);
CREATE INDEX intents_by_time ON intents (account, at);
CREATE TABLE results (
    intent INTEGER PRIMARY KEY REFERENCES intents (id), ended TEXT NOT NULL, at TEXT NOT NULL, mailbox TEXT,
    uidvalidity INTEGER, uid INTEGER, says TEXT NOT NULL
);
CREATE TABLE kept_out (
    account TEXT NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL,
    person TEXT NOT NULL, says TEXT NOT NULL
);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER intents_stay BEFORE UPDATE ON intents BEGIN SELECT RAISE(ABORT, 'intents are append-only'); END;
CREATE TRIGGER intents_last BEFORE DELETE ON intents BEGIN SELECT RAISE(ABORT, 'intents are append-only'); END;
CREATE TRIGGER results_stay BEFORE UPDATE ON results BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER results_last BEFORE DELETE ON results BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
"""
_SECOND: Final = """
CREATE TABLE postponed (
    account TEXT NOT NULL, mailbox TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
    tries INTEGER NOT NULL, at TEXT NOT NULL, says TEXT NOT NULL, version TEXT NOT NULL,
    PRIMARY KEY (account, mailbox, uidvalidity, uid)
) WITHOUT ROWID;
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, at TEXT NOT NULL, intents TEXT NOT NULL, answer TEXT
);
CREATE INDEX requests_open ON requests (account) WHERE answer IS NULL;
"""
MIGRATIONS: Final = (_FIRST, _SECOND)
"""Entry n takes a file from version n to n + 1; an entry that was released is never changed."""


def bring_up(database: sqlite3.Connection) -> None:
    """Make the file what this version of the program needs, in one transaction.

    Raises:
        JournalTrouble: when a newer version of the program wrote it.
    """
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        mend = "use that version again, or name another file in [general] state"
        raise JournalTrouble("the state file was written by a newer version of inboxguard", mend=mend)
    for number in range(version, len(MIGRATIONS)):
        steps = f"BEGIN IMMEDIATE;{MIGRATIONS[number]}PRAGMA user_version = {number + 1};COMMIT;"
        database.executescript(steps)
