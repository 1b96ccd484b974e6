"""What became of an intent, found out by looking.

The one fact a newcomer would get wrong: a connection that broke during a command says nothing about the command. Only
the two mailboxes do: the source by its UID, the destination by the UIDs given out since the intent was written.
"""

from dataclasses import dataclass
from enum import StrEnum

from inboxguard.errors import Refused
from inboxguard.mail.ref import MessageRef
from inboxguard.ports import Deedstore, Intent, Journal, Standing


class Sight(StrEnum):
    """Where the message was seen: at its source, at its destination, at both or at neither; UNCLEAR cannot be told."""

    NOT_BEGUN = "at its source only"
    DONE = "at its destination only"
    HALF = "at both"
    LOST = "at neither"
    UNCLEAR = "cannot be told"


@dataclass(frozen=True, slots=True)
class Seen:
    """`here` is the message at its source, `there` its place at the destination."""

    sight: Sight
    here: Standing | None = None
    there: MessageRef | None = None
    says: str = ""


def look(intent: Intent, store: Deedstore, journal: Journal) -> Seen:
    """Where the message of a filing lies now; leaves the source open for writing."""
    try:
        there = _at_destination(intent, store, journal)
        here = at_source(intent, store)
    except Refused as problem:
        return Seen(Sight.UNCLEAR, says=str(problem))
    sights = {
        (True, False): Sight.NOT_BEGUN,
        (False, True): Sight.DONE,
        (True, True): Sight.HALF,
        (False, False): Sight.LOST,
    }
    return Seen(sights[here is not None, there is not None], here, there)


def at_source(intent: Intent, store: Deedstore) -> Standing | None:
    """The message where the intent found it, or None when it is not there any more.

    Raises:
        Refused: when the mailbox is gone or was made anew.
    """
    ref = intent.ref
    found = store.standing(ref.mailbox, ref.uidvalidity, [ref.uid]).get(ref.uid)
    return found if found and found.identity.key == intent.identity.key else None


def _at_destination(intent: Intent, store: Deedstore, journal: Journal) -> MessageRef | None:
    snapshot, found = store.look_for(intent.destination, intent.identity, from_uid=intent.destination_uidnext)
    if snapshot.uidvalidity != intent.destination_uidvalidity:
        raise Refused(f"the mailbox {intent.destination} was made anew on the server: its UIDVALIDITY has changed")
    known = journal.deeds(intent.ref.account, key=intent.identity.key)
    claimed = {deed.result.now_at for deed in known if deed.result and deed.intent.id != intent.id}
    return next((standing.ref for standing in found if standing.ref not in claimed), None)
