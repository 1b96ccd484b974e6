"""Reading what the journal holds, for the commands that show and correct it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from inboxguard.clock import now, parse_instant
from inboxguard.config.load import load
from inboxguard.config.schema import Settings
from inboxguard.errors import UsageProblem
from inboxguard.journal.rows import names_in
from inboxguard.journal.store import SqliteJournal
from inboxguard.pitch.sequence import Reply, ReplyKind
from inboxguard.ports import Correction, Deed, Ended, Kind, Remembered
from inboxguard.report.line import Line, from_stored
from inboxguard.service.undo import undoable


@contextmanager
def open_journal(config: str | None, *, read_only: bool = True) -> Iterator[tuple[SqliteJournal, Settings]]:
    """The journal of the configuration.

    Raises:
        UsageProblem: when there is none yet.
    """
    settings = load(config)
    state = settings.general.state.expanduser()
    if not state.exists():
        raise UsageProblem(f"there is no journal yet at {state}", mend="inboxguard scan ACCOUNT")
    with SqliteJournal(state, read_only=read_only, beside=not read_only) as journal:
        yield journal, settings


def only(found: Iterable[Remembered], text: str, *, by_sender: bool = False) -> Remembered:
    """The one message that fits; with `by_sender` a sender's address means the latest of their messages.

    Raises:
        UsageProblem: when none fits, or several do.
    """
    several = tuple(found)
    if not several:
        raise UsageProblem(f"no examined message fits “{text}”", mend="inboxguard report   (lists what was seen)")
    if by_sender and {(one.sender, one.ref.account) for one in several} == {
        (text.strip().lower(), several[0].ref.account)
    }:
        return several[0]
    named = by_sender and all(is_called(one, text) for one in several)
    if named and len({(one.person, one.ref.account) for one in several}) == 1:
        return several[0]
    if len({one.key for one in several}) > 1:
        shown = "; ".join(f"{one.key} {one.subject[:40]}" for one in several[:5])
        raise UsageProblem(f"{len(several)} messages fit “{text}”: {shown}", mend="say the key or the Message-ID")
    return several[0]


def is_called(one: Remembered, text: str) -> bool:
    """Whether a message is by somebody of that name, and was found by the name and not by its subject."""
    return text.strip().lower() in names_in(one.verdict) and text.strip().lower() not in one.subject.lower()


def line_of(remembered: Remembered, deeds: Iterable[Deed] = ()) -> Line:
    """The line of a remembered message, with what stands now of what was done to it."""
    line = from_stored(json.loads(remembered.verdict))
    return line.with_deed(standing(deeds) or line.done)


def standing(deeds: Iterable[Deed]) -> str:
    """What became of a message by these deeds, oldest first: "filed", "tagged", "put back", or empty."""
    said = ""
    for deed in deeds:
        if deed.result is None or deed.result.ended is not Ended.DONE:
            continue
        said = "put back" if deed.intent.parent else "filed" if deed.intent.kind is Kind.FILE else "tagged"
    return said


def lines(journal: SqliteJournal, account: str, since: datetime | None) -> Iterator[Line]:
    """Everything examined in an account, oldest first, from `since` on."""
    for remembered in journal.examined(account, since):
        yield line_of(remembered, journal.deeds(account, key=remembered.key))


def correct(config: str | None, text: str, kind: str) -> Remembered:
    """Write down what the user says of a message; the message it was.

    Raises:
        UsageProblem: when the text fits no message, or several.
    """
    with open_journal(config, read_only=False) as (journal, _):
        found = only(journal.find(text), text, by_sender=True)
        said = Correction(found.ref.account, found.key, now(), kind, found.person, found.subject)
        journal.correct(said)
        return found


def filed_of(config: str | None, said: Remembered) -> tuple[bool, int]:
    """Whether the message lies where it was filed or bears our tag, and how many others of its person do."""
    with open_journal(config) as (journal, _):
        known = journal.deeds(said.ref.account)
        theirs = [deed for deed in known if deed.intent.person == said.person or deed.intent.identity.key == said.key]
        keys = {deed.intent.identity.key for deed in theirs if undoable(deed, journal)}
    return said.key in keys, len(keys - {said.key})


def opt_out(config: str | None, account: str | None, address: str, on: str | None) -> tuple[datetime, str]:
    """Write down that the user asked the person behind an address to stop; when, and the address.

    Raises:
        UsageProblem: when nothing of that address was examined, or the day is none.
    """
    try:
        when = parse_instant(on) if on else now()
    except ValueError:
        raise UsageProblem(f"“{on}” is not a date", mend="--on 2026-03-31") from None
    with open_journal(config, read_only=False) as (journal, _):
        found = [one for one in journal.find(address, account=account or "") if one.sender == address.lower()]
        if not found:
            raise UsageProblem(f"no mail of {address} was examined yet", mend="inboxguard scan ACCOUNT")
        for seen in {(one.ref.account, one.person): one for one in found if one.person}.values():
            reply = Reply(when, ReplyKind.OPTED_OUT, "", "recorded by you")
            journal.remember_replies(seen.ref.account, {seen.person: [reply]})
            journal.set_setting(f"told:{seen.ref.account}", now().isoformat())  # a running service reads it anew
    return when, address
