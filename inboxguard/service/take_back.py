"""Undo as a user asks for it: by message, sender or run."""

from dataclasses import dataclass

from inboxguard.clock import now
from inboxguard.config.load import load
from inboxguard.config.schema import Settings
from inboxguard.errors import UsageProblem
from inboxguard.ports import Deed, Ended, Journal, Kind
from inboxguard.report.text import plain
from inboxguard.service.account import mailstore, office
from inboxguard.service.memory import only
from inboxguard.service.reconcile import reconcile
from inboxguard.service.undo import undo, undoable


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be put back; exactly one of the three is given."""

    message: str | None = None
    sender: str | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One message: `done` is "put back", "would" or why not; `where` the mailbox it lies in then."""

    done: str
    subject: str
    where: str


def take_back(
    choice: Choice, account: str | None, config: str | None, *, dry_run: bool = False
) -> tuple[TakenBack, ...]:
    """Put back what was chosen.

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
    instant = now()
    with office(_account(settings, account), settings) as held:
        wanted = _chosen(choice, held.name, held.journal)
        if dry_run:
            return tuple(_told("would", deed, held.journal) for deed in wanted)
        with mailstore(held, instant) as store:
            reconcile(store, held.journal, now=instant)
            handled = undo(wanted, store, held.journal, run=f"undo-{instant:%Y%m%dT%H%M%S}", now=instant)
        words = {Ended.DONE: "put back"}
        by_key = {deed.intent.identity.key: deed for deed in wanted}
        return tuple(
            _told(words.get(one.ended, one.says or one.ended.value), by_key[one.order.key], held.journal)
            for one in handled
        )


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


def _told(done: str, deed: Deed, journal: Journal) -> TakenBack:
    intent = deed.intent
    seen = journal.remembered(intent.ref.account, [intent.identity.key]).get(intent.identity.key)
    where = intent.ref.mailbox if intent.kind is Kind.FILE else "(tag)"
    return TakenBack(done, plain(seen.subject) if seen else str(intent.identity.key), where)
