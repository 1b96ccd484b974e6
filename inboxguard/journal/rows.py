"""Values to rows and back."""

import json
from collections.abc import Collection
from collections.abc import Sequence as SequenceOf
from dataclasses import asdict
from datetime import UTC, datetime

from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence, Touch
from inboxguard.ports import Deed, Ended, Identity, Intent, Kind, Postponed, Remembered, Request, Result

Row = SequenceOf[object]
INTENT_COLUMNS = (
    "kind, account, mailbox, uidvalidity, uid, key, size, server_id, at, run, flags_before, destination, "
    "destination_uidvalidity, destination_uidnext, keyword, sender, person, because, parent"
)
EXAMINED_COLUMNS = (
    "account, key, mailbox, uidvalidity, uid, received, sender, subject, message_id, person, touch, verdict, run"
)


def moment(at: datetime) -> str:
    """An instant as text that sorts by time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant(text: object) -> datetime:
    """The instant back."""
    return datetime.fromisoformat(str(text))


def number(value: object) -> int:
    """A column that holds a number."""
    assert isinstance(value, int)
    return value


def intent_row(intent: Intent) -> Row:
    """In the order of INTENT_COLUMNS."""
    ref, identity = intent.ref, intent.identity
    return (
        intent.kind.value,
        *(ref.account, ref.mailbox, ref.uidvalidity, ref.uid),
        *(identity.key.digest, identity.size, identity.server_id),
        *(moment(intent.at), intent.run, json.dumps(intent.flags_before)),
        *(intent.destination, intent.destination_uidvalidity, intent.destination_uidnext),
        *(intent.keyword, intent.sender, intent.person, intent.because, intent.parent),
    )


def intent_of(row: Row) -> Intent:
    """From "id" and INTENT_COLUMNS."""
    text = [str(value) for value in row]
    return Intent(
        Kind(text[1]),
        MessageRef(text[2], text[3], number(row[4]), number(row[5])),
        Identity(MessageKey(text[6]), number(row[7]), text[8]),
        instant(row[9]),
        text[10],
        tuple(json.loads(text[11])),
        text[12],
        number(row[13]),
        number(row[14]),
        text[15],
        text[16],
        text[17],
        text[18],
        number(row[19]),
        number(row[0]),
    )


def deed_of(row: Row) -> Deed:
    """From an intent's columns and those of its result: ended, at, mailbox, uidvalidity, uid, says."""
    intent = intent_of(row[:20])
    if row[20] is None:
        return Deed(intent)
    place = None
    if row[22] is not None:
        place = MessageRef(intent.ref.account, str(row[22]), number(row[23]), number(row[24]))
    return Deed(intent, Result(intent.id, Ended(str(row[20])), instant(row[21]), place, str(row[25])))


def result_row(result: Result) -> Row:
    """intent, ended, at, mailbox, uidvalidity, uid, says."""
    place = result.now_at
    where = (place.mailbox, place.uidvalidity, place.uid) if place else (None, None, None)
    return (result.intent, result.ended.value, moment(result.at), *where, result.says)


def examined_row(seen: Remembered) -> Row:
    """In the order of EXAMINED_COLUMNS."""
    ref = seen.ref
    return (
        *(ref.account, seen.key.digest, ref.mailbox, ref.uidvalidity, ref.uid),
        moment(seen.received) if seen.received else None,
        *(seen.sender, seen.subject, seen.message_id, seen.person),
        touch_text(seen.touch) if seen.touch else None,
        *(seen.verdict, seen.run),
    )


def examined_of(row: Row) -> Remembered:
    """From EXAMINED_COLUMNS."""
    account, key, mailbox, uidvalidity, uid, received, sender, subject, message_id, person, touch, verdict, run = row
    return Remembered(
        MessageKey(str(key)),
        MessageRef(str(account), str(mailbox), number(uidvalidity), number(uid)),
        instant(received) if received else None,
        *(str(sender), str(subject), str(message_id), str(person)),
        touch_of(str(touch)) if touch else None,
        *(str(verdict), str(run)),
    )


def touch_text(touch: Touch) -> str:
    """A Touch as JSON; fields a newer version adds are simply there."""
    return json.dumps(asdict(touch) | {"at": moment(touch.at)}, ensure_ascii=False)


def touch_of(text: str) -> Touch:
    """The Touch back; fields this version does not know are passed by."""
    stored = json.loads(text)
    known = {name: stored[name] for name in Touch.__dataclass_fields__ if name in stored}
    return Touch(**known | {"at": instant(stored["at"])})


def reply_of(row: Row) -> Reply:
    """From at, kind, message_id, words."""
    return Reply(instant(row[0]), ReplyKind(str(row[1])), str(row[2]), str(row[3]))


def postponed_of(row: Row) -> Postponed:
    """From account, mailbox, uidvalidity, uid, tries, at, says, version."""
    ref = MessageRef(str(row[0]), str(row[1]), number(row[2]), number(row[3]))
    return Postponed(ref, number(row[4]), instant(row[5]), str(row[6]), str(row[7]))


def request_of(row: Row) -> Request:
    """From account, at, intents, id."""
    return Request(str(row[0]), instant(row[1]), tuple(json.loads(str(row[2]))), number(row[3]))


def sequence(person: str, touches: Collection[Touch], replies: Collection[Reply]) -> Sequence:
    """One person over time, in order."""
    return Sequence(
        person,
        "",
        None,
        tuple(sorted(touches, key=lambda touch: (touch.at, touch.key))),
        tuple(sorted(replies, key=lambda reply: (reply.at, reply.message_id))),
    )


def names_in(verdict: str) -> frozenset[str]:
    """What the writer and the Connection are called in a remembered judgement, lower-case."""
    try:
        stored = json.loads(verdict)
        said = (stored["more"]["person"], stored["scan"]["connection"]["name"])
    except (ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(str(name).lower() for name in said if name)
