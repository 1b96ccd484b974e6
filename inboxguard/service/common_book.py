"""The people everybody in the service shares, and the book made of them.

The one fact a newcomer would get wrong: the book is a value that many accounts hold at once. Learning replaces it; a
desk takes the new one over at its next look, when it sees that the version has changed.
"""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from inboxguard.mail.address import Address
from inboxguard.mail.ref import RawMessage
from inboxguard.people.book import ConnectionBook
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.learnt import Learnt
from inboxguard.ports import PeopleStore
from inboxguard.service.roster import Roster, read_file

NOBODY: Final = "\0"
"""No account has this name, so no notice counts for it."""


class CommonBook:
    """Facts about people, from the store, the files of [people] and notices; safe to use from any thread.

    `version` counts the changes, `told` those that another command made.
    """

    def __init__(self, store: PeopleStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._stored = store.load()
        self._from_files: dict[Path, Learnt] = {}
        self._roster = Roster(())
        self._books: dict[str, ConnectionBook] = {}
        self.version = self.told = 0
        self._changed()

    @property
    def facts(self) -> PeopleFacts:
        """Everything known now."""
        return self._roster.facts

    def book(self, *, notices: bool = True) -> ConnectionBook:
        """The book of everybody known now, or of those known without notices; the same object until there is news."""
        account = "" if notices else NOBODY
        with self._lock:
            if account not in self._books:
                self._books[account] = Roster((), facts=self._roster.facts, account=account).book()
            return self._books[account]

    def learn(self, parts: Iterable[Learnt]) -> bool:
        """Take in what was learnt and keep it; whether anything of it was new."""
        with self._lock:
            before = self._store.load()  # another command may have written to it since
            learnt = before.with_learnt(parts)
            if learnt == before:
                return False
            self._store.save(learnt)
            self._stored = learnt
            self._changed()
            return True

    def learn_file(self, path: Path) -> Learnt:
        """Read a file of people again; it counts for as long as the service runs and is kept by the account's scans.

        Raises:
            ConfigProblem: when it cannot be read, or teaches nothing; what it taught before stays.
        """
        learnt = read_file(path)
        with self._lock:
            self._from_files[path] = learnt
            self._changed()
        return learnt

    def learn_files(self, paths: Iterable[Path]) -> None:
        """Read these files, and let no others count.

        Raises:
            ConfigProblem: when one cannot be read, or teaches nothing; then nothing changes.
        """
        learnt = {path: read_file(path) for path in paths}
        with self._lock:
            if learnt != self._from_files:
                self._from_files = learnt
                self._changed()

    def read_again(self) -> bool:
        """Read the store again, which another command may have written to; whether it had."""
        with self._lock:
            stored = self._store.load()
            if stored == self._stored:
                return False
            self._stored = stored
            self.told += 1
            self._changed()
            return True

    def _changed(self) -> None:
        self._roster.facts = self._stored.with_learnt(self._from_files.values())
        self._books = {}
        self.version += 1


class SharedRoster(Roster):
    """One account's view of the common book, with its own exports and the notices in its mailbox on top.

    With `shared` the notices of all accounts count for it too.
    """

    def __init__(
        self, common: CommonBook, trusted: Iterable[str], me: Iterable[Address], account: str, *, shared: bool = False
    ) -> None:
        super().__init__(trusted, me, account="" if shared else account)
        self._common = common
        self._own: tuple[Learnt, ...] = ()
        self._version = -1
        self._told = common.told
        self.told_by_others = False
        self._book: ConnectionBook | None = None
        self.refresh()

    def add_own(self, paths: Iterable[Path]) -> None:
        """Learn the people of the account's own exports, for this account only.

        Raises:
            ConfigProblem: when a file cannot be read, or teaches nothing.
        """
        self._own = tuple(read_file(path) for path in paths)
        self._version = -1
        self.refresh()

    def refresh(self) -> bool:
        """Take over what is known now; whether it has changed since this was last called.

        `told_by_others` then says whether another command had a part in it, and may have made somebody forgotten.
        """
        version, told = self._common.version, self._common.told
        if version == self._version:
            return False
        self.told_by_others, self._told = told != self._told, told
        self._version = version
        self._book = None
        self.facts = self._common.facts.with_learnt(self._own) if self._own else self._common.facts
        return True

    def book(self) -> ConnectionBook:
        """The common book, or one of the account's own."""
        if not self._own and not self._has_notices():
            return self._common.book(notices=not self.account)
        if self._book is None:
            self._book = super().book()
        return self._book

    def _has_notices(self) -> bool:
        """Whether notices in this account's mailbox taught anything that others do not know."""
        return bool(self.account) and self.facts.seen_by(self.account) != self.facts.seen_by(NOBODY)

    def read_notices(self, raws: Iterable[RawMessage]) -> bool:
        """Learn from notices, and keep it with the common facts; whether anything new was learnt."""
        learnt = tuple(self.taught_by(raws))
        return bool(learnt) and self._common.learn(learnt) and self.refresh()
