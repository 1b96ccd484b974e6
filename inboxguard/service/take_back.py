"""Undo as a user asks for it: by message, sender or run.

The one fact a newcomer would get wrong: one process acts on a state. While the service runs, undo writes a request into
the state file, which the service carries out within a second or so, and answers.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from inboxguard.clock import monotonic, now
from inboxguard.config.load import load
from inboxguard.config.schema import Settings
from inboxguard.errors import JournalLocked, UsageProblem
from inboxguard.journal.store import SqliteJournal
from inboxguard.ports import Deed, Journal, Kind, Request
from inboxguard.report.text import plain
from inboxguard.service.account import account_of, mailstore, office
from inboxguard.service.memory import only, open_journal
from inboxguard.service.reconcile import reconcile
from inboxguard.service.requests import PUT_BACK, read_answer, said_of
from inboxguard.service.undo import undo, undoable

PATIENCE_SECONDS: Final = 30.0
ASKED: Final = "asked for"
_ASK_AGAIN_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be put back; exactly one of the three is given."""

    message: str | None = None
    sender: str | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One message: `done` is "put back", "asked for", "would" or why not; `where` the mailbox it lies in then."""

    done: str
    subject: str
    where: str


def take_back(
    choice: Choice,
    account: str | None,
    config: str | None,
    *,
    dry_run: bool = False,
    patience_seconds: float = PATIENCE_SECONDS,
) -> tuple[TakenBack, ...]:
    """Put back what was chosen, or have it put back by the service that is running, for whose answer we wait a while.

    Raises:
        UsageProblem: when nothing, or more than one thing, was chosen, or nothing fits.
        ServerTrouble: when the server cannot be reached; what was begun is settled by the next run.
    """
    chosen = sum(bool(part) for part in (choice.message, choice.sender, choice.run))
    if chosen != 1:
        says = "say only one of: a message, --sender, --run" if chosen else "say what to put back"
        mend = "inboxguard undo --run last, or --sender ADDRESS, or a message"
        raise UsageProblem(says, mend=mend)
    settings = load(config)
    name = _account(settings, account)
    account_of(settings, name)
    with open_journal(config) as (journal, _):
        wanted = _chosen(choice, name, journal)
        told = {deed.intent.id: _told(deed, journal) for deed in wanted}
    if dry_run:
        return tuple(told.values())
    try:
        said = _done_here(wanted, name, settings)
    except JournalLocked:
        said = _asked_of_another(wanted, name, settings, patience_seconds)
    return tuple(replace(told[intent], done=words) for intent, words in said.items())


def _done_here(wanted: Collection[Deed], name: str, settings: Settings) -> dict[int, str]:
    instant = now()
    with office(name, settings) as held, mailstore(held, instant) as store:
        reconcile(store, held.journal, now=instant)
        handled = undo(wanted, store, held.journal, run=f"undo-{instant:%Y%m%dT%H%M%S}", now=instant)
    said = {one.order.parent: said_of(one.ended, one.says) for one in handled}
    return {deed.intent.id: said.get(deed.intent.id, PUT_BACK) for deed in wanted}


def _asked_of_another(
    wanted: Collection[Deed], name: str, settings: Settings, patience_seconds: float
) -> dict[int, str]:
    """Leave the request with the process that holds the state, and wait for its answer, though not for ever."""
    intents = tuple(deed.intent.id for deed in wanted)
    with SqliteJournal(settings.general.state.expanduser(), beside=True) as journal:
        number = journal.request(Request(name, now(), intents))
        ends = monotonic() + patience_seconds
        while monotonic() < ends:
            answer = journal.answered(number)
            if answer:
                return read_answer(answer)
            time.sleep(_ASK_AGAIN_SECONDS)
    try:  # it may have been a scan that has ended; then nobody is left who would answer
        return _done_here(wanted, name, settings)
    except JournalLocked:
        return dict.fromkeys(intents, ASKED)


def _account(settings: Settings, name: str | None) -> str:
    if name:
        return name
    if len(settings.account) == 1:
        return next(iter(settings.account))
    if not settings.account:
        raise UsageProblem("no account is configured", mend="inboxguard init, or name the file by --config FILE")
    raise UsageProblem("which account?", mend="--account " + " | ".join(sorted(settings.account)))


def _chosen(choice: Choice, account: str, journal: Journal) -> tuple[Deed, ...]:
    if choice.run:
        run = journal.last_run(account) if choice.run == "last" else choice.run
        deeds = journal.deeds(account, run=run) if run else ()
    elif choice.sender:
        persons = {deed.intent.person for deed in journal.deeds(account, sender=choice.sender.lower())} - {""}
        deeds = tuple(deed for deed in journal.deeds(account) if deed.intent.person in persons)
    else:
        found = only(journal.find(choice.message or "", account=account), choice.message or "")
        deeds = journal.deeds(account, key=found.key)
    wanted = tuple(deed for deed in deeds if undoable(deed, journal))
    if not wanted:
        raise UsageProblem("nothing that was filed or tagged fits", mend="inboxguard report")
    return wanted


def _told(deed: Deed, journal: Journal) -> TakenBack:
    intent = deed.intent
    seen = journal.remembered(intent.ref.account, [intent.identity.key]).get(intent.identity.key)
    where = intent.ref.mailbox if intent.kind is Kind.FILE else "(tag)"
    return TakenBack("would", plain(seen.subject) if seen else str(intent.identity.key), where)
