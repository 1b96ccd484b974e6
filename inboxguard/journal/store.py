"""The journal in a SQLite file.

The one fact a newcomer would get wrong: every method is one transaction that has reached the disk when it returns, so
that after a crash an Intent is either there or was never acted on.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from inboxguard.errors import Bug, InboxguardError
from inboxguard.journal import files, rows
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.pitch.sequence import Reply, Sequence, Touch
from inboxguard.ports import Correction, Cursor, Deed, Intent, Kind, Postponed, Remembered, Request, Result

_AT_ONCE = 400
_BY_NAME = (
    f"SELECT {rows.EXAMINED_COLUMNS} FROM examined "  # noqa: S608 - names from this package only
    "WHERE (account = ? OR ? = '') AND json_valid(verdict) "
    "AND (json_extract(verdict, '$.more.person') LIKE ? ESCAPE '\\' "
    "OR json_extract(verdict, '$.scan.connection.name') LIKE ? ESCAPE '\\') ORDER BY received DESC, key LIMIT ?"
)


class SqliteJournal:
    """One state file, held by this process alone unless it was opened for reading only, or `beside` the one that acts.

    Whoever opens it beside another may only write down what the user says: corrections, replies and requests.
    """

    def __init__(self, path: Path, *, read_only: bool = False, beside: bool = False) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._held = None if read_only or beside else files.take_lock(path)
        try:
            self.database = files.open_for_reading(path) if read_only else files.open_database(path)
        except InboxguardError:
            self._let_go()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the state file."""
        with self._lock:
            self.database.close()
            self._let_go()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, on the disk when it ends; one thread at a time.

        Raises:
            JournalTrouble: when the file cannot be read or written, a full disk for instance.
        """
        with self._lock:
            try:
                self.database.execute("BEGIN IMMEDIATE")
                try:
                    yield self.database
                    self.database.execute("COMMIT")
                finally:
                    if self.database.in_transaction:
                        self.database.execute("ROLLBACK")
            except sqlite3.Error as problem:
                raise files.unreadable(self.path, problem) from problem

    def cursor(self, account: str, mailbox: str) -> Cursor | None:
        """How far the mailbox was dealt with."""
        found = self._ask(
            "SELECT uidvalidity, uid, modseq FROM cursors WHERE account = ? AND mailbox = ?", account, mailbox
        )
        return Cursor(*(rows.number(value) for value in found[0])) if found else None

    def advance(self, account: str, mailbox: str, cursor: Cursor) -> None:
        """Remember how far the mailbox was dealt with."""
        self._write(
            "INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?, ?)",
            [(account, mailbox, cursor.uidvalidity, cursor.uid, cursor.modseq)],
        )

    def remember(self, seen: Iterable[Remembered]) -> None:
        """Keep what was examined."""
        marks = ", ".join("?" * len(rows.EXAMINED_COLUMNS.split(",")))
        line = f"INSERT OR REPLACE INTO examined ({rows.EXAMINED_COLUMNS}) VALUES ({marks})"  # noqa: S608 - constants
        self._write(line, map(rows.examined_row, seen))

    def remembered(self, account: str, keys: Collection[MessageKey]) -> dict[MessageKey, Remembered]:
        """Those of the messages that were examined before."""
        line = f"SELECT {rows.EXAMINED_COLUMNS} FROM examined WHERE account = ? AND key IN"  # noqa: S608 - constants
        found = map(rows.examined_of, self._ask_for(line, account, [key.digest for key in keys]))
        return {seen.key: seen for seen in found}

    def find(self, text: str, *, account: str = "", most: int = 100) -> tuple[Remembered, ...]:
        """Examined messages by key, Message-ID, sender or a part of the subject, newest first.

        Where none fits, those of the person who is called so.
        """
        words = text.strip()
        part = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        line = (
            f"SELECT {rows.EXAMINED_COLUMNS} FROM examined WHERE (account = ? OR ? = '') AND (key = ? OR "  # noqa: S608
            "message_id = ? OR sender = ? OR subject LIKE ? ESCAPE '\\') ORDER BY received DESC, key LIMIT ?"
        )
        found = self._ask(line, account, account, words, words.strip("<>"), words.lower(), part, most)
        if not found and words:
            found = self._ask(_BY_NAME, account, account, part[1:-1], part[1:-1], most)
        return tuple(map(rows.examined_of, found))

    def examined(self, account: str, since: datetime | None = None) -> tuple[Remembered, ...]:
        """Everything examined and received since then, oldest first."""
        line = (
            f"SELECT {rows.EXAMINED_COLUMNS} FROM examined WHERE account = ? AND (? = '' OR received >= ?) "  # noqa: S608
            "ORDER BY received, key"
        )
        begins = rows.moment(since) if since else ""
        return tuple(map(rows.examined_of, self._ask(line, account, begins, begins)))

    def remember_replies(self, account: str, replies: Mapping[str, Collection[Reply]]) -> None:
        """Keep what the user wrote."""
        self._write(
            "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?, ?)",
            (
                (account, person, rows.moment(reply.at), reply.kind.value, reply.message_id, reply.words)
                for person, written in replies.items()
                for reply in written
            ),
        )

    def history(self, account: str, persons: Collection[str]) -> dict[str, Sequence]:
        """The Sequence of each person."""
        touches: dict[str, list[Touch]] = {person: [] for person in persons}
        replies: dict[str, list[Reply]] = {person: [] for person in persons}
        line = "SELECT person, touch FROM examined WHERE account = ? AND touch IS NOT NULL AND person IN"
        for person, touch in self._ask_for(line, account, list(touches)):
            touches[str(person)].append(rows.touch_of(str(touch)))
        line = "SELECT person, at, kind, message_id, words FROM replies WHERE account = ? AND person IN"
        for person, *reply in self._ask_for(line, account, list(touches)):
            replies[str(person)].append(rows.reply_of(reply))
        return {person: rows.sequence(person, touches[person], replies[person]) for person in touches}

    def intend(self, intents: Collection[Intent]) -> tuple[Intent, ...]:
        """Write the intents down."""
        marks = ", ".join("?" * len(rows.INTENT_COLUMNS.split(",")))
        line = f"INSERT INTO intents ({rows.INTENT_COLUMNS}) VALUES ({marks}) RETURNING id"  # noqa: S608 - constants
        with self.transaction() as database:
            given = [database.execute(line, tuple(rows.intent_row(intent))).fetchone()[0] for intent in intents]
        return tuple(replace(intent, id=number) for intent, number in zip(intents, given, strict=True))

    def conclude(self, results: Collection[Result]) -> None:
        """Write down what became of intents."""
        with self.transaction() as database:
            for result in results:
                if database.execute("SELECT 1 FROM results WHERE intent = ?", (result.intent,)).fetchone():
                    raise Bug(f"intent {result.intent} has a result already")
                database.execute("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", tuple(rows.result_row(result)))

    def open_intents(self, account: str) -> tuple[Intent, ...]:
        """Intents without a result, oldest first."""
        return tuple(deed.intent for deed in self._deeds("i.account = ? AND r.intent IS NULL", account))

    def deeds(
        self, account: str = "", *, run: str = "", key: MessageKey | None = None, sender: str = "", intent: int = 0
    ) -> tuple[Deed, ...]:
        """The deeds that fit everything given, oldest first."""
        asked = {"i.account": account, "i.run": run, "i.key": key.digest if key else "", "i.sender": sender}
        asked = {name: value for name, value in asked.items() if value}
        where = " AND ".join([*(f"{name} = ?" for name in asked), *(["i.id = ?"] if intent else []), "1"])
        return self._deeds(where, *asked.values(), *([intent] if intent else []))

    def last_run(self, account: str = "") -> str:
        """The latest run in which something was meant to be done, undo aside."""
        line = "SELECT run FROM intents WHERE parent = 0 AND (account = ? OR ? = '') ORDER BY id DESC LIMIT 1"
        found = self._ask(line, account, account)
        return str(found[0][0]) if found else ""

    def filed_since(self, account: str, since: datetime) -> int:
        """How many messages were filed since then."""
        line = (
            "SELECT count(*) FROM intents i JOIN results r ON r.intent = i.id "
            "WHERE i.account = ? AND i.at >= ? AND i.kind = ? AND i.parent = 0 AND r.ended = 'done'"
        )
        return rows.number(self._ask(line, account, rows.moment(since), Kind.FILE.value)[0][0])

    def keep_out(self, account: str, keys: Collection[MessageKey], at: datetime) -> None:
        """From now on these messages are left alone."""
        line = "INSERT OR IGNORE INTO kept_out VALUES (?, ?, ?)"
        self._write(line, ((account, key.digest, rows.moment(at)) for key in keys))

    def kept_out(self, account: str, keys: Collection[MessageKey]) -> frozenset[MessageKey]:
        """Those of the messages that are left alone."""
        line = "SELECT key FROM kept_out WHERE account = ? AND key IN"
        found = self._ask_for(line, account, [key.digest for key in keys])
        return frozenset(MessageKey(str(row[0])) for row in found)

    def correct(self, correction: Correction) -> None:
        """Keep what the user told us."""
        told = (correction.account, correction.key.digest, rows.moment(correction.at), correction.kind)
        self._write(
            "INSERT INTO corrections (account, key, at, kind, person, says) VALUES (?, ?, ?, ?, ?, ?)",
            [(*told, correction.person, correction.says)],
        )

    def corrections(self, account: str) -> tuple[Correction, ...]:
        """What the user told us, oldest first."""
        line = "SELECT key, at, kind, person, says FROM corrections WHERE account = ? ORDER BY at, id"
        return tuple(
            Correction(account, MessageKey(str(key)), rows.instant(at), str(kind), str(person), str(says))
            for key, at, kind, person, says in self._ask(line, account)
        )

    def postpone(self, ref: MessageRef, at: datetime, says: str, version: str) -> int:
        """Note that a message could not be examined."""
        place = (ref.account, ref.mailbox, ref.uidvalidity, ref.uid)
        where = "account = ? AND mailbox = ? AND uidvalidity = ? AND uid = ?"
        with self.transaction() as database:
            line = f"SELECT tries FROM postponed WHERE {where} AND version = ?"  # noqa: S608 - constants
            known = database.execute(line, (*place, version)).fetchone()
            tries = rows.number(known[0]) + 1 if known else 1
            line = "INSERT OR REPLACE INTO postponed VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            database.execute(line, (*place, tries, rows.moment(at), says, version))
        return tries

    def postponed(self, account: str = "") -> tuple[Postponed, ...]:
        """Messages that could not be examined."""
        line = "SELECT * FROM postponed WHERE account = ? OR ? = '' ORDER BY account, mailbox, uidvalidity, uid"
        return tuple(map(rows.postponed_of, self._ask(line, account, account)))

    def take_up(self, refs: Collection[MessageRef]) -> None:
        """These are postponed no longer."""
        line = "DELETE FROM postponed WHERE account = ? AND mailbox = ? AND uidvalidity = ? AND uid = ?"
        self._write(line, ((ref.account, ref.mailbox, ref.uidvalidity, ref.uid) for ref in refs))

    def request(self, request: Request) -> int:
        """Write down what whoever holds the state shall undo."""
        line = "INSERT INTO requests (account, at, intents) VALUES (?, ?, ?) RETURNING id"
        row = (request.account, rows.moment(request.at), json.dumps(request.intents))
        with self.transaction() as database:
            return rows.number(database.execute(line, row).fetchone()[0])

    def requests(self, account: str = "") -> tuple[Request, ...]:
        """Requests without an answer."""
        line = "SELECT account, at, intents, id FROM requests WHERE answer IS NULL AND ? IN (account, '') ORDER BY id"
        return tuple(map(rows.request_of, self._ask(line, account)))

    def answer(self, request: int, text: str) -> None:
        """Write down what became of a request."""
        self._write("UPDATE requests SET answer = ? WHERE id = ?", [(text, request)])

    def answered(self, request: int) -> str:
        """The answer to a request."""
        found = self._ask("SELECT answer FROM requests WHERE id = ?", request)
        return str(found[0][0] or "") if found else ""

    def prune(self, before: datetime) -> int:
        """Forget judgements and replies older than that."""
        with self.transaction() as database:
            limit = (rows.moment(before),)
            database.execute("DELETE FROM postponed WHERE at < ?", limit)
            database.execute("DELETE FROM requests WHERE at < ?", limit)
            judged = database.execute("DELETE FROM examined WHERE received < ?", limit).rowcount
            return judged + database.execute("DELETE FROM replies WHERE at < ?", limit).rowcount

    def setting(self, name: str) -> str:
        """A small fact of the program's own."""
        found = self._ask("SELECT value FROM settings WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    def set_setting(self, name: str, value: str) -> None:
        """Keep it, or forget it."""
        if value:
            self._write("INSERT OR REPLACE INTO settings VALUES (?, ?)", [(name, value)])
        else:
            self._write("DELETE FROM settings WHERE name = ?", [(name,)])

    def _deeds(self, where: str, *values: object) -> tuple[Deed, ...]:
        columns = ", ".join(f"i.{name}" for name in ("id", *rows.INTENT_COLUMNS.split(", ")))
        line = (
            f"SELECT {columns}, r.ended, r.at, r.mailbox, r.uidvalidity, r.uid, r.says FROM intents i "  # noqa: S608
            f"LEFT JOIN results r ON r.intent = i.id WHERE {where} ORDER BY i.id"
        )
        return tuple(map(rows.deed_of, self._ask(line, *values)))

    def _ask(self, line: str, *values: object) -> list[rows.Row]:
        with self._lock:
            try:
                return self.database.execute(line, values).fetchall()
            except sqlite3.Error as problem:
                raise files.unreadable(self.path, problem) from problem

    def _ask_for(self, line: str, account: str, wanted: list[str]) -> Iterator[rows.Row]:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            yield from self._ask(f"{line} ({', '.join('?' * len(some))})", account, *some)

    def _write(self, line: str, values: Iterable[rows.Row]) -> None:
        with self.transaction() as database:
            database.executemany(line, (tuple(row) for row in values))

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None
