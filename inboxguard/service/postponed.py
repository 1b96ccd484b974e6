"""Messages whose examination broke: kept, tried again at the next looks, and given up with a word to a person.

The one fact a newcomer would get wrong: a message that was given up is left where it lies, for good with this version
of the program. Another version, in which the fault may be mended, tries it anew.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from inboxguard import __version__
from inboxguard.log import logger
from inboxguard.mail.ref import RawMessage
from inboxguard.ports import Deedstore, Journal, Postponed, Snapshot
from inboxguard.service.glance import Glance
from inboxguard.service.walk import Unexamined

MOST_TRIES: Final = 3


def waiting(store: Deedstore, snapshots: Iterable[Snapshot], journal: Journal) -> list[RawMessage]:
    """The whole headers of the messages to be tried again; what is gone meanwhile waits no longer."""
    valid = {snapshot.mailbox: snapshot.uidvalidity for snapshot in snapshots}
    known = [one.ref for one in journal.postponed(store.account) if not given_up(one) and one.ref.mailbox in valid]
    there = [ref for ref in known if ref.uidvalidity == valid[ref.mailbox]]
    found = list(store.whole_headers(there)) if there else []
    gone = set(known) - {raw.ref for raw in found}
    if gone:
        journal.take_up(gone)
    return found


def postpone(found: Unexamined, journal: Journal, now: datetime) -> tuple[Postponed, ...]:
    """Keep the message for the next looks, or give it up where it lies, and say so."""
    ref = found.seen.raw.ref
    if ref is None:
        return ()
    tries = journal.postpone(ref, now, found.says, __version__)
    kept = Postponed(ref, tries, now, found.says, __version__)
    if given_up(kept):
        logger().error(
            "message_given_up", account=ref.account, mailbox=ref.mailbox, uid=ref.uid, tries=tries, says=found.says
        )
    return (kept,)


def take_up(tried: Iterable[Glance], failed: Collection[Postponed], journal: Journal, account: str) -> None:
    """Of what was tried, what did not fail again is postponed no longer."""
    refs = {seen.raw.ref for seen in tried} - {one.ref for one in failed}
    done = [one.ref for one in journal.postponed(account) if one.ref in refs]
    if done:
        journal.take_up(done)


def given_up(one: Postponed) -> bool:
    """Whether the message is not tried again by this version of the program."""
    return one.tries >= MOST_TRIES and one.version == __version__


def in_words(one: Postponed) -> str:
    """What a person should know of such a message."""
    place = f"The message with UID {one.ref.uid} in {one.ref.mailbox} could not be examined: {one.says}."
    if given_up(one):
        return f"{place} It was tried {one.tries} times and is left where it lies; please report it."
    return f"{place} It is tried again at the next look."
