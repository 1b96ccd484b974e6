"""The state file and the lock beside it.

The one fact a newcomer would get wrong: the lock is on a file of its own and dies with the process, so a crash never
leaves a state that has to be unlocked by hand.
"""

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Final

from inboxguard.errors import JournalLocked, JournalTrouble
from inboxguard.journal.schema import bring_up

_BUSY_SECONDS: Final = 10.0


def take_lock(path: Path) -> int:
    """The descriptor that holds the state for this process.

    Raises:
        JournalLocked: when another process holds it.
        JournalTrouble: when the folder cannot be written to.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, mode=0o700)
        held = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        mend = f"make {path.parent} writable for this user, or name another file in [general] state"
        raise JournalTrouble(f"{path.parent} cannot be written to: {problem.strerror}", mend=mend) from problem
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        os.close(held)
        mend = "wait until it has ended, or give this one a state of its own"
        raise JournalLocked(f"another inboxguard works on {path}", mend=mend) from problem
    return held


def open_database(path: Path) -> sqlite3.Connection:
    """The state file, made when it is not there, for this user alone; every commit reaches the disk.

    Raises:
        JournalTrouble: when it cannot be opened or is no state file.
    """
    try:
        _make(path)
        path.chmod(0o600)
        database = _connected(f"{path.absolute().as_uri()}?mode=rw")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        bring_up(database)
    except (OSError, sqlite3.Error) as problem:
        raise unreadable(path, problem) from problem
    return database


def _make(path: Path) -> None:
    """An empty file for this user alone, where there is none.

    One that is there is not even opened: closing it again would drop the locks of every other connection of this
    process (POSIX fcntl), and whoever closes the file next would take himself for the last and remove the write-ahead
    log under us (SQLite, "How To Corrupt An SQLite Database File", §2.2).
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The state file as it is, beside a process that works on it.

    Raises:
        JournalTrouble: when there is none yet, or it cannot be read.
    """
    if not path.is_file():
        raise JournalTrouble(f"there is no state at {path} yet", mend="run `inboxguard scan` or `inboxguard run` first")
    try:
        database = _connected(f"{path.absolute().as_uri()}?mode=rw")
        database.execute("PRAGMA query_only = ON")
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as problem:
        raise unreadable(path, problem) from problem
    if version == 0:
        raise JournalTrouble(f"{path} is no state of inboxguard")
    return database


def unreadable(path: Path, problem: Exception) -> JournalTrouble:
    """The error for a state that cannot be read or written."""
    mend = "free some disk space, check who owns the file, or put back a copy of it"
    return JournalTrouble(f"the state in {path} cannot be used: {problem}", mend=mend)


def _connected(uri: str) -> sqlite3.Connection:
    database = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA foreign_keys = ON")
    return database
