"""An account of the configuration: opened, looked at once, and reported on."""

import json
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from inboxguard.config.load import load
from inboxguard.config.schema import Account, Settings
from inboxguard.errors import Refused, UsageProblem
from inboxguard.imap.credentials import Limits
from inboxguard.imap.filing import ImapDeedstore
from inboxguard.imap.sign_in import SignIn, open_session
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.journal.store import SqliteJournal
from inboxguard.mail.address import Address, parse_address
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import MessageKey, MessageRef, RawMessage
from inboxguard.pitch.past import Past, past_from
from inboxguard.pitch.sequence import Sequence
from inboxguard.policy.table import Mode
from inboxguard.ports import Deedstore, Journal
from inboxguard.report.facts import read_lines
from inboxguard.service.desk import Desk, Looked, Rules
from inboxguard.service.guard import Guard, Sequences
from inboxguard.service.outcome import Outcome
from inboxguard.service.owner import ServerGuess
from inboxguard.service.reconcile import reconcile
from inboxguard.service.requests import fulfil
from inboxguard.service.roster import Roster
from inboxguard.service.sign_in import server_of, sign_in_of
from inboxguard.service.teller import Teller
from inboxguard.service.wishes import Wishes
from inboxguard.service.world import world_of

_SAMPLE = 40
_LEARNT_FOR = timedelta(days=7)
_UNTOLD_FOR = timedelta(days=1)
REMEMBERED = timedelta(days=365)


@dataclass(slots=True)
class Office:
    """What is open for one account: its settings, journal, people and way to sign in."""

    name: str
    settings: Settings
    account: Account
    journal: SqliteJournal
    people: SqlitePeopleStore
    sign_in: SignIn

    @property
    def me(self) -> tuple[Address, ...]:
        """The addresses of the mailbox's owner."""
        written = self.account.me or (self.account.user,)
        return tuple(address for text in written if (address := parse_address(text)))


def account_of(settings: Settings, name: str) -> Account:
    """The account of that name.

    Raises:
        UsageProblem: when there is none, naming those there are.
    """
    if name in settings.account:
        return settings.account[name]
    names = ", ".join(sorted(settings.account)) or "none is configured"
    path = Path(name).expanduser()
    if path.exists():
        folder = "maildir" if (path / "cur").is_dir() else "eml"
        kind = folder if path.is_dir() or path.suffix == ".eml" else "mbox"
        raise UsageProblem(f"there is no account “{name}”, but there is a file", mend=f"inboxguard scan {kind}:{name}")
    raise UsageProblem(
        f"there is no account “{name}” ({names})",
        mend="inboxguard init   (sets one up), or scan files: inboxguard scan mbox:PATH",
    )


@contextmanager
def office(name: str, settings: Settings) -> Iterator[Office]:
    """The account's state, held for as long as the context lasts.

    Raises:
        UsageProblem, ConfigProblem, JournalLocked: as they say.
    """
    account = account_of(settings, name)
    state = settings.general.state.expanduser()
    sign_in = sign_in_of(name, account, state)
    with SqliteJournal(state) as journal:
        people = SqlitePeopleStore(state)
        try:
            yield Office(name, settings, account, journal, people, sign_in)
        finally:
            people.close()


@contextmanager
def mailstore(held: Office, now: datetime) -> Iterator[ImapDeedstore]:
    """The account's mailboxes over one session.

    Raises:
        ServerTrouble: when the server cannot be reached, refuses, or breaks the protocol.
    """
    limits = Limits(command_seconds=float(held.settings.service.command_seconds))
    with open_session(server_of(held.account), held.sign_in, now=now, limits=limits) as session:
        yield ImapDeedstore(session, held.name)


def scan_account(name: str, config: str | None, wishes: Wishes, tell: Teller) -> Outcome:
    """Look once at an account, do what its mode allows, and report.

    Raises:
        InboxguardError: for whatever keeps the account from being looked at.
    """
    settings = load(config)
    with office(name, settings) as held, mailstore(held, wishes.now) as store:
        settled = reconcile(store, held.journal, now=wishes.now)
        fulfil(store, held.journal, wishes.now)
        mode = allowed_mode(held, wishes)
        desk, roster = open_desk(held, store, wishes, mode, tell)
        run = f"{wishes.now:%Y%m%dT%H%M%S}"
        looked = desk.look(store, now=wishes.now, run=run, tell=tell)
        roster.learn_domains(desk.new_domains)
        told = held.people.load()  # what the user said meanwhile by `inboxguard people` counts
        held.people.save(
            replace(
                roster.facts, allowed=told.allowed, merged=told.merged, canaries=told.canaries, changes=told.changes
            )
        )
        held.journal.set_setting(f"seen:{name}", held.journal.setting(f"seen:{name}") or wishes.now.isoformat())
    notes = (*looked.notes, *_advice(roster, wishes, mode, held.account), *_settled(len(settled)))
    report = read_lines(looked.lines, source=f"account {name}", made=wishes.now, notes=notes)
    return Outcome(tuple(looked.lines), report, partial=_failed(looked) or bool(looked.missing or looked.failed))


def open_desk(held: Office, store: Deedstore, wishes: Wishes, mode: Mode, tell: Teller) -> tuple[Desk, Roster]:
    """The account's desk with everything remembered, and the roster that grows with its notices."""
    trusted = trusted_servers(held, store, wishes.now)
    account = "" if held.settings.people.share_notices else held.name
    roster = Roster(trusted, held.me, held.people.load(), account)
    roster.read_files((*held.settings.people.exports, *held.account.exports, *wishes.connections), tell)
    return desk_with(held, roster, wishes, mode), roster


def desk_with(held: Office, roster: Roster, wishes: Wishes, mode: Mode) -> Desk:
    """A desk that knows these people and everything remembered of the account."""

    def guard() -> Guard:
        sequences = Sequences(lambda person: _history(held.journal, held.name, person))
        world = world_of(held.settings, wishes, held.me, roster, _past(held.journal, held.name))
        made = Guard(replace(world, undone=KeptOut(held.journal, held.name)), sequences, roster.notices)
        made.know(held.journal.examined(held.name, wishes.now - REMEMBERED))
        return made

    def learn(raws: Iterable[RawMessage]) -> bool:
        if not roster.read_notices(raws):
            return False
        desk.change(book=roster.book())
        return True

    desk = Desk(rules_of(held, wishes, mode), guard, held.journal, learn)
    return desk


class KeptOut(Container[MessageKey]):
    """The messages that are never to be filed again, asked of the journal one by one."""

    def __init__(self, journal: Journal, account: str) -> None:
        self._journal = journal
        self._account = account

    def __contains__(self, key: object) -> bool:
        return isinstance(key, MessageKey) and bool(self._journal.kept_out(self._account, [key]))


def rules_of(held: Office, wishes: Wishes, mode: Mode) -> Rules:
    """How the account is to be treated in this run."""
    account = held.account
    return Rules(
        account=held.name,
        me=frozenset(address.folded for address in held.me),
        mode=mode,
        mailboxes=account.mailboxes,
        sent=account.sent,
        file_into=account.file_into,
        keyword=account.keyword,
        since=wishes.since or timedelta(days=account.since_days),
        moves_per_hour=held.settings.safety.moves_per_hour,
    )


def allowed_mode(held: Office, wishes: Wishes) -> Mode:
    """The account's mode, or observe during its first days; what the command line says goes before both."""
    if wishes.mode is not None:
        return wishes.mode
    began = held.journal.setting(f"seen:{held.name}")
    first_days = timedelta(days=held.settings.safety.observe_days)
    if first_days and (not began or wishes.now - datetime.fromisoformat(began) < first_days):
        return Mode.OBSERVE
    return Mode(held.account.mode)


def trusted_servers(held: Office, store: Deedstore, now: datetime) -> tuple[str, ...]:
    """Whose word on authentication counts: as configured, else as learnt from mail, which is done anew each week.

    A server that could not be told is asked for again after a day, since new mail may tell it.
    """
    if held.settings.judgement.trusted_servers:
        return held.settings.judgement.trusted_servers
    name = f"servers:{held.name}"
    kept = json.loads(held.journal.setting(name) or "{}")
    servers = tuple(str(server) for server in kept.get("servers", ()))
    age = now - datetime.fromisoformat(kept["learnt"]) if "learnt" in kept else timedelta.max
    if kept.get("host") == held.account.host and timedelta(0) <= age < (_LEARNT_FOR if servers else _UNTOLD_FOR):
        return servers
    servers = own_servers(store, held.account.mailboxes)
    told = {"host": held.account.host, "learnt": now.isoformat(), "servers": servers}
    held.journal.set_setting(name, json.dumps(told))
    return servers


def own_servers(store: Deedstore, mailboxes: Iterable[str]) -> tuple[str, ...]:
    """The name by which the account's own server vouches for mail, learnt from the newest messages."""
    guess = ServerGuess()
    for mailbox in mailboxes:
        try:
            snapshot = store.snapshot(mailbox)
        except Refused:
            continue  # it is not there; the look at it says so
        newest = range(max(1, snapshot.uidnext - _SAMPLE), snapshot.uidnext)
        for raw in store.whole_headers(refs_in(store.account, snapshot.mailbox, snapshot.uidvalidity, newest)):
            guess.look_at(parse(raw))
    return guess.servers()


def refs_in(account: str, mailbox: str, uidvalidity: int, uids: Iterable[int]) -> Iterator[MessageRef]:
    """References to these UIDs of one mailbox."""
    return (MessageRef(account, mailbox, uidvalidity, uid) for uid in uids)


def _history(journal: Journal, account: str, person: str) -> Sequence | None:
    return journal.history(account, [person]).get(person)


def _past(journal: Journal, account: str) -> Past:
    return past_from(json.loads(journal.setting(f"past:{account}") or "{}"))


def _advice(roster: Roster, wishes: Wishes, mode: Mode, account: Account) -> list[str]:
    said = []
    if roster.empty and not wishes.everyone:
        said.append("Nobody you accepted is known: inboxguard people import Connections.csv")
    if mode is Mode.OBSERVE and account.mode != "observe" and wishes.mode is None:
        said.append("The first days only observe ([safety].observe_days); --mode file acts now.")
    return said


def _settled(count: int) -> tuple[str, ...]:
    return (f"{count} deeds that an earlier run left open were settled by looking.",) if count else ()


def _failed(looked: Looked) -> bool:
    return any(one.ended.value in {"refused", "unsettled"} for one in looked.handled)
