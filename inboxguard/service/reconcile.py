"""Before anything else: what became of the intents that have no result?

The one fact a newcomer would get wrong: a filing that was not begun is done now only where the account may still act.
Between the crash and this start the user may have gone back to observing, or have undone the message. An undo that was
begun is always finished.
"""

from datetime import datetime

from inboxguard.errors import Refused
from inboxguard.ports import Deed, Deedstore, Ended, Intent, Journal, Kind, Result, Way
from inboxguard.service.deeds import finish_copy, perform
from inboxguard.service.looking import Seen, Sight, at_source, look


def reconcile(store: Deedstore, journal: Journal, *, now: datetime, may_act: bool = True) -> tuple[Deed, ...]:
    """Settle every open intent of the account, oldest first.

    Raises:
        Unreachable, Misbehaved: when the session ended; what is left stays open.
    """
    out = []
    for intent in journal.open_intents(store.account):
        wanted = intent.parent != 0 or (may_act and not journal.kept_out(store.account, [intent.identity.key]))
        if intent.kind is Kind.FILE:
            out.append(_filing(intent, store, journal, now, wanted=wanted))
        else:
            out.append(_marking(intent, store, journal, now, wanted=wanted))
    return tuple(out)


def _filing(intent: Intent, store: Deedstore, journal: Journal, now: datetime, *, wanted: bool) -> Deed:
    seen = look(intent, store, journal)
    if seen.sight is Sight.NOT_BEGUN and wanted and store.way is not Way.TAG_ONLY and not _owned(seen):
        return perform([intent], store, journal, now)[0]
    result = _result(intent, seen, store, now)
    journal.conclude([result])
    return Deed(intent, result)


def _result(intent: Intent, seen: Seen, store: Deedstore, now: datetime) -> Result:
    if seen.sight is Sight.DONE:
        return Result(intent.id, Ended.DONE, now, seen.there, "found to be done at the next start")
    if seen.sight is Sight.HALF and seen.there:
        return finish_copy(intent, seen.there, store, now)
    if seen.sight is Sight.NOT_BEGUN:
        return Result(intent.id, Ended.WITHDRAWN, now, intent.ref, "it was not begun and is not wanted any more")
    says = seen.says or "it is neither where it was nor where it was to go; please look for it"
    return Result(intent.id, Ended.UNSETTLED, now, None, says)


def _owned(seen: Seen) -> bool:
    return seen.here is not None and seen.here.has("\\Deleted")


def _marking(intent: Intent, store: Deedstore, journal: Journal, now: datetime, *, wanted: bool) -> Deed:
    try:
        here = at_source(intent, store)
    except Refused as problem:
        result = Result(intent.id, Ended.UNSETTLED, now, None, str(problem))
    else:
        if here is None:
            result = Result(intent.id, Ended.VANISHED, now, None, "somebody else moved or removed it meanwhile")
        elif here.has(intent.keyword) is (intent.kind is Kind.TAG):
            result = Result(intent.id, Ended.DONE, now, intent.ref, "found to be done at the next start")
        elif wanted:
            return perform([intent], store, journal, now)[0]
        else:
            result = Result(intent.id, Ended.WITHDRAWN, now, intent.ref, "it was not begun and is not wanted any more")
    journal.conclude([result])
    return Deed(intent, result)
