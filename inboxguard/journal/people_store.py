"""The people store: facts about people in the journal's file, in tables of their own.

The one fact a newcomer would get wrong: forgetting has to reach the journal too. Its deeds cannot be deleted, undo
needs them, so they lose the sender and the person; everything else about the person's mail goes. A row that is deleted
still stands in unused parts of the file, so the file is written anew afterwards.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from inboxguard.errors import JournalLocked
from inboxguard.journal.files import open_database, unreadable
from inboxguard.journal.people_rows import facts_of, rows_of
from inboxguard.mail.address import parse_address
from inboxguard.people.connection import Connection
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.forgetting import without
from inboxguard.people.identity import is_shared
from inboxguard.ports import Forgotten

_TABLES = """
CREATE TABLE IF NOT EXISTS people_facts (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
_MAIL_TABLES = (("examined", True), ("replies", False), ("corrections", False))


class SqlitePeopleStore:
    """Facts about people in the state file; it may be open beside a running service, which reads it anew on change."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, mode=0o700)
        self.path = path
        self.database = open_database(path)
        with self._transaction():
            self.database.execute(_TABLES)

    def load(self) -> PeopleFacts:
        """Everything learnt so far.

        Raises:
            JournalTrouble: when the file cannot be read.
        """
        try:
            return facts_of(
                self.database.execute("SELECT kind, key, body FROM people_facts ORDER BY kind, key").fetchall()
            )
        except (sqlite3.Error, ValueError) as problem:
            raise unreadable(self.path, problem) from problem

    def save(self, facts: PeopleFacts) -> None:
        """Keep exactly these facts, all or nothing.

        Raises:
            JournalTrouble: when the file cannot be written.
        """
        wanted = {(kind, key): body for kind, key, body in rows_of(facts)}
        with self._transaction():
            present = {
                (kind, key): body
                for kind, key, body in self.database.execute("SELECT kind, key, body FROM people_facts")
            }
            self.database.executemany(
                "DELETE FROM people_facts WHERE kind = ? AND key = ?", [row for row in present if row not in wanted]
            )
            self.database.executemany(
                "INSERT OR REPLACE INTO people_facts VALUES (?, ?, ?)",
                [(*row, body) for row, body in wanted.items() if present.get(row) != body],
            )

    def forget(self, person: Connection, persons: Collection[str] = ()) -> Forgotten:
        """Remove everything about a person, here and in the journal; `persons` are ids of their Sequences."""
        before = self.load()
        after = without(before, person)
        self.save(after)
        facts = sum(
            len(one) - len(other)
            for one, other in (
                (before.connections, after.connections),
                (before.invitations, after.invitations),
                (before.conversations, after.conversations),
            )
        )
        with self._transaction():
            messages = self._forget_mail(person, [address.folded for address in person.addresses], list(persons))
        self._write_anew()
        return Forgotten(facts, messages)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def _write_anew(self) -> None:
        """Leave nothing of what was deleted in unused parts of the file or in its log."""
        try:
            self.database.execute("VACUUM")
            busy = int(self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        except sqlite3.Error as problem:
            raise self._in_use() from problem
        if busy:
            raise self._in_use()

    def _in_use(self) -> JournalLocked:
        said = f"forgotten, but unused parts of {self.path} may still hold what was deleted: another process reads it"
        mend = f"stop the service, then: sqlite3 {self.path} 'VACUUM; PRAGMA wal_checkpoint(TRUNCATE)'"
        return JournalLocked(said, mend=mend)

    def _forget_mail(self, person: Connection, senders: list[str], persons: list[str]) -> int:
        """Rows removed from the journal's tables, as far as the file has them."""
        tables = {name for (name,) in self.database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        removed, keys = 0, []
        if "examined" in tables:
            persons += self._column("person", "sender", senders)
            senders += [text for text in self._column("sender", "person", persons) if _is_of_one(text)]
            keys = [key for key, *_ in self._naming(person, "examined", "key", "subject", "verdict")]
        for table, has_sender in _MAIL_TABLES:
            if table in tables:
                removed += self._delete(table, "person", persons)
                removed += self._delete(table, "sender", senders) if has_sender else 0
        if keys:
            removed += self._delete("examined", "key", keys)
        for table, column in (("replies", "words"), ("corrections", "says")):
            if table in tables:
                line = f"UPDATE {table} SET {column} = '' WHERE {column} = ?"  # noqa: S608 - names from this file only
                self.database.executemany(line, [(text,) for (text, *_) in self._naming(person, table, column)])
        if "intents" in tables:
            self._blank_intents({"sender": senders, "person": persons, "key": keys})
        return removed

    def _column(self, wanted: str, known: str, values: list[str]) -> list[str]:
        """What the examined messages with one of these values have in another column."""
        line = f"SELECT DISTINCT {wanted} FROM examined WHERE {known} = ?"  # noqa: S608 - names from this file only
        found = [text for value in values for (text,) in self.database.execute(line, (value,)) if text]
        return [text for text in dict.fromkeys(found) if text not in values]

    def _naming(self, person: Connection, table: str, *columns: str) -> list[tuple[str, ...]]:
        """The rows of which a column names the person, their profile or an address of theirs."""
        said = [person.name, person.profile, *(address.folded for address in person.addresses)]
        forms = {form.casefold() for text in said if len(text) > 3 for form in (text, json.dumps(text)[1:-1])}
        rows = self.database.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - names from this file
        return [row for row in rows if any(form in str(text).casefold() for form in forms for text in row)]

    def _delete(self, table: str, column: str, values: list[str]) -> int:
        line = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 - names from this file only
        return sum(self.database.execute(line, (value,)).rowcount for value in values)

    def _blank_intents(self, about: Mapping[str, list[str]]) -> None:
        """Take sender and person out of deeds; the trigger that keeps them is put back in the same transaction."""
        kept = self.database.execute("SELECT sql FROM sqlite_master WHERE name = 'intents_stay'").fetchone()
        if kept:
            self.database.execute("DROP TRIGGER intents_stay")
        for column, values in about.items():
            line = f"UPDATE intents SET sender = '', person = '' WHERE {column} = ?"  # noqa: S608 - names from this file
            self.database.executemany(line, [(value,) for value in values])
        if kept:
            self.database.execute(kept[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self.database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.database.execute("COMMIT")
            finally:
                if self.database.in_transaction:
                    self.database.execute("ROLLBACK")
        except sqlite3.Error as problem:
            raise unreadable(self.path, problem) from problem


def _is_of_one(sender: str) -> bool:
    """Whether one person alone writes from an address, so that all of its mail is theirs."""
    address = parse_address(sender)
    return address is not None and not is_shared(address)
