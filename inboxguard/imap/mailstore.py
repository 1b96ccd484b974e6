"""An account's mailboxes over one session: reading that changes nothing.

The one fact a newcomer would get wrong: `n:*` may return an older message than n (RFC 9051 §9, seq-range). So a range
always ends below the UIDNEXT of the snapshot it was made from.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from inboxguard.errors import ConfigProblem, Misbehaved, Refused
from inboxguard.imap import fetch, wire
from inboxguard.imap.conversation import uids_of
from inboxguard.imap.fetch import Uids
from inboxguard.imap.response import Token, texts
from inboxguard.imap.session import Session
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.ports import Cursor, Mailbox, Snapshot, SpecialUse

_USUAL_NAMES: Final = {
    SpecialUse.SENT: ("sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete elemente", "envoyés"),
    SpecialUse.JUNK: ("junk", "spam", "junk e-mail", "junk email", "bulk mail"),
    SpecialUse.TRASH: ("trash", "deleted items", "deleted messages", "bin", "papierkorb"),
    SpecialUse.DRAFTS: ("drafts", "draft", "entwürfe"),
    SpecialUse.ARCHIVE: ("archive", "archives", "archiv"),
    SpecialUse.ALL: ("all mail",),
    SpecialUse.FLAGGED: ("starred",),
}
_SEARCHED_AT_ONCE: Final = 100_000
_BODIES_AT_ONCE: Final = 20
_LIST_BYTES: Final = 16 << 20
_TRIAGE_BYTES: Final = 64 << 10
_HEADER_BYTES: Final = 512 << 10
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ImapMailstore:
    """Reads one account; has the session to itself."""

    def __init__(self, session: Session, account: str) -> None:
        self.session = session
        self._account = account
        self._mailboxes: tuple[Mailbox, ...] | None = None

    @property
    def account(self) -> str:
        """The account's name in the configuration."""
        return self._account

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Every mailbox; one whose name cannot be written again is left out, since it could not be opened."""
        with self.session.talking() as conversation:
            lines = conversation.run(b"LIST", b'""', b'"*"', most_bytes=_LIST_BYTES).named(b"LIST")
            found = [_mailbox(values) for values in lines]
        self._mailboxes = tuple(mailbox for mailbox in found if mailbox is not None)
        return self._mailboxes

    def special(self, use: SpecialUse) -> str | None:
        """The mailbox with that use, by its attribute, else by its usual names."""
        known = self._mailboxes or self.mailboxes()
        for mailbox in known:
            if use in mailbox.uses and mailbox.selectable:
                return mailbox.name
        usual = _USUAL_NAMES[use]
        for mailbox in known:
            last = mailbox.name.rpartition(mailbox.delimiter)[2] if mailbox.delimiter else mailbox.name
            if mailbox.selectable and last.casefold() in usual:
                return mailbox.name
        return None

    def server_name(self, path: str) -> str:
        """The name at this server for a mailbox as the user writes it, levels separated by "/".

        A name that exists is taken as it is. "Filed/Hard sell" becomes "INBOX.Filed.Hard sell" where the server keeps
        the user's mailboxes below INBOX and separates levels with a dot.

        Raises:
            ConfigProblem: when a level has the server's own separator in it.
        """
        known = self._mailboxes or self.mailboxes()
        if path.upper() == "INBOX":
            return "INBOX"
        if any(mailbox.name == path for mailbox in known):
            return path
        prefix, separator = self.session.prefix()
        separator = separator or next((mailbox.delimiter for mailbox in known if mailbox.delimiter), "/")
        levels = path.removeprefix(prefix).split("/") if separator != "/" else [path.removeprefix(prefix)]
        if separator != "/" and any(separator in level for level in levels):
            mend = f"choose a name without “{separator}”"
            raise ConfigProblem(f"the server separates levels of mailboxes with “{separator}”, as in {path}", mend=mend)
        return prefix + separator.join(levels)

    def snapshot(self, mailbox: str) -> Snapshot:
        """The mailbox now, opened for reading (EXAMINE, RFC 9051 §6.3.3); its name as the server has it."""
        return self.session.select(self.server_name(mailbox))

    def headers_since(
        self, snapshot: Snapshot, cursor: Cursor | None = None, *, received_since: date | None = None
    ) -> Iterator[RawMessage]:
        """Chosen header fields of what came after the cursor, by rising UID."""
        known = cursor is not None and cursor.uidvalidity == snapshot.uidvalidity
        low = cursor.uid + 1 if cursor is not None and known else 1
        if low >= snapshot.uidnext or not snapshot.messages:
            return
        self._open(snapshot)
        batches = self._batches(snapshot, low, received_since)
        from_me = snapshot.mailbox == self.special(SpecialUse.SENT)
        items = fetch.triage_items(self.session)
        for batch in fetch.rows(self.session, batches, items, most_bytes_each=_TRIAGE_BYTES):
            for row in batch:
                yield fetch.raw_message(row, self._account, snapshot, from_me=from_me)
            self._open(snapshot)

    def whole_headers(self, refs: Iterable[MessageRef]) -> Iterator[RawMessage]:
        """The complete header block of each message that is still there."""
        items = fetch.header_items(self.session)
        yield from self._read(refs, items, _HEADER_BYTES, fetch.BATCH, whole=False)

    def bodies(self, refs: Iterable[MessageRef], *, most_bytes: int = 1_048_576) -> Iterator[RawMessage]:
        """Each whole message that is still there, cut at `most_bytes`."""
        items = fetch.body_items(self.session, most_bytes)
        yield from self._read(refs, items, most_bytes + 1, _BODIES_AT_ONCE, whole=True)

    def _read(
        self, refs: Iterable[MessageRef], items: bytes, most_bytes_each: int, at_once: int, *, whole: bool
    ) -> Iterator[RawMessage]:
        wanted: dict[tuple[str, int], list[int]] = {}
        for ref in refs:
            wanted.setdefault((ref.mailbox, ref.uidvalidity), []).append(ref.uid)
        for (mailbox, uidvalidity), uids in wanted.items():
            snapshot = self._reopen(mailbox, uidvalidity)
            from_me = mailbox == self.special(SpecialUse.SENT)
            batches = fetch.chunks(uids, at_once)
            for batch in fetch.rows(self.session, batches, items, most_bytes_each=most_bytes_each):
                for row in batch:
                    if row.data is not None:
                        yield fetch.raw_message(row, self._account, snapshot, whole=whole, from_me=from_me)
                self._open(snapshot)

    def _batches(self, snapshot: Snapshot, low: int, received_since: date | None) -> Iterable[Uids]:
        """Ranges where UIDs lie close together; found by SEARCH where they do not, or where a date is given."""
        high = snapshot.uidnext - 1
        if received_since is None and high - low + 1 <= 2 * snapshot.messages + fetch.BATCH:
            return fetch.windows(low, high)
        since: tuple[bytes, ...] = ()
        if received_since is not None:
            day = f"{received_since.day}-{_MONTHS[received_since.month - 1]}-{received_since.year:04d}"
            since = (b"SINCE", day.encode("ascii"))
        found: list[int] = []
        for start in range(low, high + 1, _SEARCHED_AT_ONCE):
            within = wire.uid_range(start, min(start + _SEARCHED_AT_ONCE - 1, high))
            with self.session.talking() as conversation:
                answer = conversation.run(b"UID", b"SEARCH", b"UID", within, *since)
            found += [uid for uid in uids_of(answer) if low <= uid <= high]
        return fetch.chunks(found)

    def _open(self, snapshot: Snapshot) -> None:
        """Make sure that this mailbox is open, in case the caller opened another meanwhile."""
        now = self.session.selected
        if now is None or now.mailbox != snapshot.mailbox:
            self._reopen(snapshot.mailbox, snapshot.uidvalidity)

    def _reopen(self, mailbox: str, uidvalidity: int, *, writable: bool = False) -> Snapshot:
        now = self.session.selected
        if now is None or now.mailbox != mailbox or (writable and not self.session.writable):
            now = self.session.select(mailbox, writable=writable)
        if now.uidvalidity != uidvalidity:
            raise Refused(f"the mailbox {mailbox} was made anew on the server: its UIDVALIDITY has changed")
        return now


def _mailbox(values: list[Token]) -> Mailbox | None:
    if len(values) != 3 or not isinstance(values[0], list):
        raise Misbehaved("the server sent a LIST response that cannot be read")
    words = {word.lower() for word in texts(values[0])}
    delimiter, coded = values[1], "".join(texts(values[2:]))
    try:
        name = "INBOX" if coded.upper() == "INBOX" else wire.from_utf7(coded)
        wire.mailbox(name)
    except (Misbehaved, ConfigProblem):
        return None
    return Mailbox(
        name,
        delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else "",
        frozenset(use for use in SpecialUse if use.value in words),
        selectable=not words & {"\\noselect", "\\nonexistent"},
    )
