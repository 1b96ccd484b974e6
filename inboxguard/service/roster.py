"""The people the guard knows of: gathered from exports, the user's lists, notices and what was learnt before."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from inboxguard.errors import ConfigProblem
from inboxguard.mail.address import Address
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.people.authentic import is_authentic
from inboxguard.people.book import ConnectionBook, build_book
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.importing import read_any
from inboxguard.people.learn import connections_of
from inboxguard.people.learnt import Learnt, received_in
from inboxguard.people.notices.linkedin import read_notice
from inboxguard.service.teller import Teller


class Roster:
    """Facts about people, growing; the book is built from them when asked for.

    `trusted` are the names of the reader's own servers, without which no notice is believed. `notices` are messages
    of the network itself, which are nobody's mail. With an `account`, notices in other accounts' mailboxes do not
    count; without one, every notice counts.
    """

    def __init__(
        self, trusted: Iterable[str], me: Iterable[Address] = (), facts: PeopleFacts | None = None, account: str = ""
    ) -> None:
        self.account = account
        self.trusted = frozenset(trusted)
        self.facts = facts or PeopleFacts()
        self.notices: set[MessageRef] = set()
        self._me = frozenset(me)

    def book(self) -> ConnectionBook:
        """The book of everybody known now."""
        facts = self.facts.seen_by(self.account) if self.account else self.facts
        domains: dict[str, list[str]] = {}
        for company, domain in self.facts.domains:
            domains.setdefault(company, []).append(domain)
        return build_book(connections_of(facts), domains=domains)

    @property
    def empty(self) -> bool:
        """Whether nobody at all is known."""
        return not (self.facts.connections or self.facts.invitations)

    def read_files(self, paths: Iterable[Path], tell: Teller) -> None:
        """Learn the people of these files.

        Raises:
            ConfigProblem: when a file cannot be read, or teaches nothing.
        """
        for path in paths:
            learnt = read_file(path)
            self.facts = self.facts.with_learnt([learnt])
            skipped = f", {len(learnt.skipped)} rows skipped" if learnt.skipped else ""
            tell.say(f"{path.name}: {learnt.count} people ({learnt.kind}){skipped}")

    def learn_domains(self, seen: Iterable[tuple[str, str]]) -> None:
        """Remember from which domains the people of a company surely wrote; the next book knows them."""
        known = dict.fromkeys((*self.facts.domains, *sorted(seen)))
        self.facts = replace(self.facts, domains=tuple(known))

    def read_notices(self, raws: Iterable[RawMessage]) -> bool:
        """Learn from the network's notices among these messages; whether anything new was learnt."""
        before = self.facts
        learnt = tuple(self.taught_by(raws))
        if learnt:
            self.facts = before.with_learnt(learnt)
        return self.facts != before

    def taught_by(self, raws: Iterable[RawMessage]) -> Iterator[Learnt]:
        """What each authentic notice among these messages teaches; `notices` then names the message."""
        for raw in raws:
            message = parse(raw)
            taught = read_notice(message, is_authentic(message, self.trusted, self._me))
            if taught is None or not taught.count:
                continue
            yield received_in(taught, raw.ref.account) if raw.ref is not None else taught
            if raw.ref is not None and not taught.conversations:
                self.notices.add(raw.ref)


def read_file(path: Path) -> Learnt:
    """What a file of people teaches.

    Raises:
        ConfigProblem: when it cannot be read, or is of no known format.
    """
    try:
        data = path.expanduser().read_bytes()
    except OSError as trouble:
        raise ConfigProblem(f"{path} cannot be read: {trouble.strerror}", mend=f"ls -l {path}") from trouble
    learnt = read_any(path.name, data)
    if not learnt.count and learnt.skipped and not learnt.skipped[0].line:
        raise ConfigProblem(
            f"{path} taught nothing: {learnt.skipped[0].reason}", mend="see docs/reference/imports.md for what is read"
        )
    return learnt
