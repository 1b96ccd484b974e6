"""What the shell offers to whoever works with it: mailstores, deeds, the journal.

The one fact a newcomer would get wrong: an Intent is written before the deed and its Result after it, in separate
transactions; an Intent without a Result therefore means "look", never "done" and never "not done".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from inboxguard.mail.ref import MessageKey, MessageRef, RawMessage
from inboxguard.people.connection import Connection
from inboxguard.people.facts import PeopleFacts
from inboxguard.pitch.sequence import Reply, Sequence, Touch


class SpecialUse(StrEnum):
    """What a mailbox is for (RFC 6154 §2), in lower case as we compare it."""

    ALL = "\\all"
    ARCHIVE = "\\archive"
    DRAFTS = "\\drafts"
    FLAGGED = "\\flagged"
    JUNK = "\\junk"
    SENT = "\\sent"
    TRASH = "\\trash"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox as the server lists it; `name` is decoded, `delimiter` is empty for a flat name space."""

    name: str
    delimiter: str = "/"
    uses: frozenset[SpecialUse] = frozenset()
    selectable: bool = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A mailbox at an instant. `highestmodseq` is 0 where the server keeps none (RFC 7162 §3.1.2)."""

    mailbox: str
    uidvalidity: int
    uidnext: int
    messages: int
    highestmodseq: int = 0

    @property
    def cursor(self) -> "Cursor":
        """Where to go on after everything below this snapshot was dealt with."""
        return Cursor(self.uidvalidity, self.uidnext - 1, self.highestmodseq)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Every message of that UIDVALIDITY up to and with `uid` has been dealt with."""

    uidvalidity: int
    uid: int
    modseq: int = 0


class Mailstore(Protocol):
    r"""One account, read without changing anything, not even \Seen."""

    @property
    def account(self) -> str:
        """The account's name in the configuration."""

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Every mailbox of the account."""

    def special(self, use: SpecialUse) -> str | None:
        """The name of the mailbox with that use, by its attribute, else by its usual names; None when there is none."""

    def snapshot(self, mailbox: str) -> Snapshot:
        """The mailbox now, by its name as the user writes it; it stays open for the reads that follow.

        Raises:
            Refused: when there is no such mailbox.
        """

    def headers_since(
        self, snapshot: Snapshot, cursor: Cursor | None = None, *, received_since: date | None = None
    ) -> Iterator[RawMessage]:
        """Chosen header fields of the messages after the cursor and below the snapshot's UIDNEXT, by rising UID.

        A cursor of another UIDVALIDITY counts as none. The data are a selection of fields: good for deciding whether
        to look closer, never for a MessageKey.
        """

    def whole_headers(self, refs: Iterable[MessageRef]) -> Iterator[RawMessage]:
        """The complete header block of each message that is still there."""

    def bodies(self, refs: Iterable[MessageRef], *, most_bytes: int = 1_048_576) -> Iterator[RawMessage]:
        """Each whole message that is still there; one longer than `most_bytes` is cut and not `complete`."""


class Kind(StrEnum):
    """What an Intent is about."""

    FILE = "file"
    TAG = "tag"
    UNTAG = "untag"


class Way(StrEnum):
    """How far filing is possible on a server."""

    MOVE = "move"
    COPY = "copy"
    TAG_ONLY = "tag only"


class Ended(StrEnum):
    """How a deed ended.

    DONE · REFUSED by the server, nothing changed · VANISHED: somebody else removed or changed the message ·
    NOT_KEPT: the server said yes and dropped the keyword · WITHDRAWN: never begun and no longer wanted ·
    UNSETTLED: what happened cannot be seen, a person has to look.
    """

    DONE = "done"
    REFUSED = "refused"
    VANISHED = "vanished"
    NOT_KEPT = "not kept"
    WITHDRAWN = "withdrawn"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a message is known by when it is looked for again.

    `server_id` is X-GM-MSGID or EMAILID (RFC 8474 §5.1) where the server has one, else empty; `size` is RFC822.SIZE.
    """

    key: MessageKey
    size: int
    server_id: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be done to one message, written before it is done.

    `id` is given by the journal (0 before). `destination_uidvalidity` and `destination_uidnext` are those seen before
    the deed. `parent` is the intent that this one undoes, 0 for none. `sender` is the folded address, `because` the
    row of the policy.
    """

    kind: Kind
    ref: MessageRef
    identity: Identity
    at: datetime
    run: str
    flags_before: tuple[str, ...] = ()
    destination: str = ""
    destination_uidvalidity: int = 0
    destination_uidnext: int = 0
    keyword: str = ""
    sender: str = ""
    person: str = ""
    because: str = ""
    parent: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an Intent. `now_at` is where the message lies afterwards, None when that is not known."""

    intent: int
    ended: Ended
    at: datetime
    now_at: MessageRef | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """An Intent with what became of it; `result` is None while that is not known."""

    intent: Intent
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as it lies on the server just before or after a deed."""

    ref: MessageRef
    identity: Identity
    flags: tuple[str, ...] = ()

    def has(self, flag: str) -> bool:
        """Whether the flag, keyword or label is set; flags compare without case (RFC 9051 §2.3.2)."""
        return flag.lower() in {known.lower() for known in self.flags}


class Deedstore(Mailstore, Protocol):
    """A mailstore that can also carry out the elementary steps of deeds; there is no step that destroys mail."""

    @property
    def way(self) -> Way:
        """How this server lets a message be filed."""

    def server_name(self, path: str) -> str:
        """The name at this server for a mailbox as the user writes it, levels separated by "/"."""

    def destination(self, mailbox: str) -> Snapshot:
        """The mailbox as it is now, created and subscribed to when it is not there."""

    def standing(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> dict[int, Standing]:
        """Those of the messages that are there, opening the mailbox for writing.

        Raises:
            Refused: when the mailbox is gone, read-only, or has another UIDVALIDITY.
        """

    def look_for(self, mailbox: str, identity: Identity, *, from_uid: int = 1) -> tuple[Snapshot, tuple[Standing, ...]]:
        """The messages of that identity with a UID of at least `from_uid`, and the mailbox they were seen in."""

    def move(self, mailbox: str, uids: Collection[int], destination: str) -> dict[int, int]:
        """MOVE (RFC 6851) out of the mailbox opened by `standing`; source UID to destination UID as COPYUID tells."""

    def copy(self, mailbox: str, uid: int, destination: str) -> int:
        """COPY; the destination UID as COPYUID (RFC 4315 §3) tells, 0 when it does not."""

    def remove_copied(self, mailbox: str, uid: int) -> None:
        r"""Take away the source of a proven copy: STORE \Deleted and UID EXPUNGE (RFC 4315 §2.1) of that UID alone."""

    def keep_keyword(self, mailbox: str, uids: Collection[int], keyword: str) -> dict[int, bool]:
        """Set the keyword (Gmail: label) and fetch again; whether each message has it now. The vanished are absent."""

    def drop_keyword(self, mailbox: str, uids: Collection[int], keyword: str) -> dict[int, bool]:
        """Take the keyword away and fetch again; whether each message still has it. The vanished are absent."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A message that was examined. `verdict` is JSON for `explain`; `person` is the Sequence's id or empty."""

    key: MessageKey
    ref: MessageRef
    received: datetime | None
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    person: str = ""
    touch: Touch | None = None
    verdict: str = "{}"
    run: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user told us by words or by moving a message back; `says` is for people."""

    account: str
    key: MessageKey
    at: datetime
    kind: str
    person: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """A message whose examination failed: how often, when and why the last time, and with which version of ours."""

    ref: MessageRef
    tries: int
    at: datetime
    says: str
    version: str


@dataclass(frozen=True, slots=True)
class Request:
    """What another process wants undone by whoever holds the state: the deeds of these intents. `id` is given by it."""

    account: str
    at: datetime
    intents: tuple[int, ...]
    id: int = 0


class Journal(Protocol):
    """The memory of one state file: what was seen, what was meant, what was done."""

    def close(self) -> None:
        """Let go of the state file."""

    def cursor(self, account: str, mailbox: str) -> Cursor | None:
        """How far the mailbox was dealt with, or None when it never was."""

    def advance(self, account: str, mailbox: str, cursor: Cursor) -> None:
        """Remember how far the mailbox was dealt with; only after everything below it is remembered and done."""

    def remember(self, seen: Iterable[Remembered]) -> None:
        """Keep what was examined; the same message of an account seen again replaces what was kept."""

    def remembered(self, account: str, keys: Collection[MessageKey]) -> dict[MessageKey, Remembered]:
        """Those of the messages that were examined before."""

    def find(self, text: str, *, account: str = "", most: int = 100) -> tuple[Remembered, ...]:
        """Examined messages whose key, Message-ID, sender or subject is or contains the text, newest first."""

    def examined(self, account: str, since: datetime | None = None) -> tuple[Remembered, ...]:
        """Everything examined and received since then, oldest first; everything when `since` is None."""

    def remember_replies(self, account: str, replies: Mapping[str, Collection[Reply]]) -> None:
        """Keep what the user wrote, by the id of the person; the same reply again changes nothing."""

    def history(self, account: str, persons: Collection[str]) -> dict[str, Sequence]:
        """The Sequence of each person, touches and replies in order of time; empty for somebody unknown."""

    def intend(self, intents: Collection[Intent]) -> tuple[Intent, ...]:
        """Write the intents down durably, all or none; the same intents with their ids."""

    def conclude(self, results: Collection[Result]) -> None:
        """Write down what became of intents; a second result for one intent is refused."""

    def open_intents(self, account: str) -> tuple[Intent, ...]:
        """Intents without a result, oldest first."""

    def deeds(
        self, account: str = "", *, run: str = "", key: MessageKey | None = None, sender: str = "", intent: int = 0
    ) -> tuple[Deed, ...]:
        """The deeds that fit everything given, oldest first."""

    def last_run(self, account: str = "") -> str:
        """The latest run in which something was meant to be done, undo aside; empty when there is none."""

    def filed_since(self, account: str, since: datetime) -> int:
        """How many messages were filed since then, for the limit per hour."""

    def keep_out(self, account: str, keys: Collection[MessageKey], at: datetime) -> None:
        """From now on these messages are never filed or tagged again."""

    def kept_out(self, account: str, keys: Collection[MessageKey]) -> frozenset[MessageKey]:
        """Those of the messages that are never to be filed or tagged again."""

    def correct(self, correction: Correction) -> None:
        """Keep what the user told us."""

    def corrections(self, account: str) -> tuple[Correction, ...]:
        """What the user told us, oldest first."""

    def postpone(self, ref: MessageRef, at: datetime, says: str, version: str) -> int:
        """Note that a message could not be examined; how often that happened by now with this version of ours."""

    def postponed(self, account: str = "") -> tuple[Postponed, ...]:
        """Messages that could not be examined, in the order of their places; of every account when none is named."""

    def take_up(self, refs: Collection[MessageRef]) -> None:
        """These are postponed no longer: they were examined after all, or are gone."""

    def request(self, request: Request) -> int:
        """Write down what whoever holds the state shall undo; the request's id."""

    def requests(self, account: str = "") -> tuple[Request, ...]:
        """Requests without an answer, oldest first; of every account when none is named."""

    def answer(self, request: int, text: str) -> None:
        """Write down what became of a request."""

    def answered(self, request: int) -> str:
        """The answer to a request, empty while there is none."""

    def prune(self, before: datetime) -> int:
        """Forget judgements and replies older than that, and how many; deeds and what is kept out stay for undo.

        What was postponed or asked for before then is forgotten too, and not counted.
        """

    def setting(self, name: str) -> str:
        """A small fact of the program's own, or the empty string."""

    def set_setting(self, name: str, value: str) -> None:
        """Keep a small fact of the program's own; the empty string forgets it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows about a person were removed: facts about them, and what was remembered of their mail."""

    facts: int
    messages: int


class PeopleStore(Protocol):
    """What was learnt about people, kept beside the journal."""

    def load(self) -> PeopleFacts:
        """Everything learnt so far; nothing when nothing was."""

    def save(self, facts: PeopleFacts) -> None:
        """Keep exactly these facts, all or nothing."""

    def forget(self, person: Connection, persons: Collection[str] = ()) -> Forgotten:
        """Remove everything about a person, here and in the journal; `persons` are ids of their Sequences.

        Deeds stay, without sender and person, since undo needs them.
        """

    def close(self) -> None:
        """Let go of the file."""
