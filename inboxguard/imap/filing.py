r"""The elementary steps of deeds: copy, move, tag, and look. There is no step that destroys mail.

The one fact a newcomer would get wrong: "OK" proves nothing. MOVE of a vanished UID is OK, STORE of a keyword that the
server then drops is OK. So what was done is looked at again, and a plain EXPUNGE, which would take with it whatever
the user had only flagged \Deleted, is never sent.
"""

from collections.abc import Collection
from typing import Final

from inboxguard.errors import Refused
from inboxguard.imap import fetch, wire
from inboxguard.imap.conversation import copied, uids_of
from inboxguard.imap.mailstore import ImapMailstore
from inboxguard.imap.response import Row
from inboxguard.mail.ref import MessageRef, RawMessage, key_of
from inboxguard.ports import Identity, Snapshot, Standing, Way

DEEDS_AT_ONCE: Final = 100
_HEADER_BYTES: Final = 512 << 10


class ImapDeedstore(ImapMailstore):
    """An account that may be changed, message by message."""

    @property
    def way(self) -> Way:
        """MOVE (RFC 6851), else COPY with UID EXPUNGE (RFC 4315), else only tags."""
        if self.session.has("MOVE"):
            return Way.MOVE
        return Way.COPY if self.session.has("UIDPLUS") else Way.TAG_ONLY

    def destination(self, mailbox: str) -> Snapshot:
        """The mailbox as it is now, created and subscribed to when it is not there."""
        if self._mailboxes is None:
            self.mailboxes()
        if not any(known.name == mailbox for known in self._mailboxes or ()):
            self._create(mailbox)
        try:
            return self.session.status(mailbox)
        except Refused:
            if any(known.name == mailbox for known in self.mailboxes()):
                raise
        self._create(mailbox)  # it was deleted after we had listed it
        return self.session.status(mailbox)

    def standing(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> dict[int, Standing]:
        """Those of the messages that are there, the mailbox opened for writing."""
        snapshot = self._reopen(mailbox, uidvalidity, writable=True)
        return {found.ref.uid: found for found in self._standings(snapshot, uids)}

    def look_for(self, mailbox: str, identity: Identity, *, from_uid: int = 1) -> tuple[Snapshot, tuple[Standing, ...]]:
        """The messages of that identity from that UID on; by size first, since only numbers go into the search."""
        snapshot = self.session.select(mailbox)
        if from_uid >= snapshot.uidnext or not snapshot.messages:
            return snapshot, ()
        within = wire.uid_range(from_uid, snapshot.uidnext - 1)
        size = identity.size
        sized = (b"LARGER", b"%d" % (size - 1), b"SMALLER", b"%d" % (size + 1)) if size > 0 else ()
        with self.session.talking() as conversation:
            found = uids_of(conversation.run(b"UID", b"SEARCH", b"UID", within, *sized))
        alike = self._standings(snapshot, [uid for uid in found if uid >= from_uid])
        return snapshot, tuple(standing for standing in alike if same(standing.identity, identity))

    def move(self, mailbox: str, uids: Collection[int], destination: str) -> dict[int, int]:
        """MOVE; what COPYUID says of it, which may be nothing."""
        self._writing(mailbox)
        with self.session.talking() as conversation:
            done = conversation.run(b"UID", b"MOVE", wire.uid_set(uids), wire.mailbox(destination))
        return copied(done, uids)

    def copy(self, mailbox: str, uid: int, destination: str) -> int:
        """COPY; the new UID, 0 when the server does not tell."""
        self._writing(mailbox)
        with self.session.talking() as conversation:
            done = conversation.run(b"UID", b"COPY", wire.uid_set([uid]), wire.mailbox(destination))
        return copied(done, [uid]).get(uid, 0)

    def remove_copied(self, mailbox: str, uid: int) -> None:
        """Flag the one message and expunge the one UID."""
        self._writing(mailbox)
        if not self.session.has("UIDPLUS"):
            raise Refused("the server cannot remove a single message, so the copied one stays")
        one = wire.uid_set([uid])
        with self.session.talking() as conversation:
            conversation.run(b"UID", b"STORE", one, b"+FLAGS.SILENT", rb"(\Deleted)")
            conversation.run(b"UID", b"EXPUNGE", one)

    def keep_keyword(self, mailbox: str, uids: Collection[int], keyword: str) -> dict[int, bool]:
        """Set it and look whether it stuck."""
        return self._store(mailbox, uids, keyword, b"+")

    def drop_keyword(self, mailbox: str, uids: Collection[int], keyword: str) -> dict[int, bool]:
        """Take it away and look whether it is gone."""
        return self._store(mailbox, uids, keyword, b"-")

    def takes_keyword(self, keyword: str) -> bool:
        r"""Whether the open mailbox may keep it: it is known already, or PERMANENTFLAGS has \* (RFC 9051 §7.1).

        Exchange Online, 2025: no \*, so no keyword of ours. A server that says nothing is believed to keep all.
        """
        flags = {flag.lower() for flag in self.session.permanent_flags}
        return self._gmail or not flags or "\\*" in flags or keyword.lower() in flags

    @property
    def _gmail(self) -> bool:
        return self.session.has("X-GM-EXT-1")

    def _store(self, mailbox: str, uids: Collection[int], keyword: str, sign: bytes) -> dict[int, bool]:
        self._writing(mailbox)
        if sign == b"+" and not self.takes_keyword(keyword):
            return dict.fromkeys(uids, False)
        item = sign + (b"X-GM-LABELS.SILENT" if self._gmail else b"FLAGS.SILENT")
        word = wire.mailbox(keyword) if self._gmail else wire.keyword(keyword)
        asked = b"(UID X-GM-LABELS)" if self._gmail else b"(UID FLAGS)"
        out: dict[int, bool] = {}
        for some in fetch.chunks(uids):
            named = wire.uid_set(some)
            with self.session.talking() as conversation:
                conversation.run(b"UID", b"STORE", named, item, wire.listed([word]))
                seen = conversation.run(b"UID", b"FETCH", named, asked, wanted=frozenset(some))
            out |= {uid: self._has(row, keyword) for uid, row in seen.rows.items()}
        return out

    def _has(self, row: Row, keyword: str) -> bool:
        known = row.labels if self._gmail else row.flags or ()
        coded = wire.to_utf7(keyword) if self._gmail else keyword
        return coded.lower() in {word.lower() for word in known}

    def _standings(self, snapshot: Snapshot, uids: Collection[int]) -> list[Standing]:
        items = fetch.header_items(self.session)
        out = []
        for batch in fetch.rows(self.session, fetch.chunks(uids), items, most_bytes_each=_HEADER_BYTES):
            for row in batch:
                if row.data is not None and row.size is not None:
                    ref = MessageRef(self._account, snapshot.mailbox, snapshot.uidvalidity, row.uid)
                    identity = Identity(key_of(RawMessage(row.data, "")), row.size, row.server_id)
                    out.append(Standing(ref, identity, (*(row.flags or ()), *row.labels)))
        return out

    def _writing(self, mailbox: str) -> None:
        now = self.session.selected
        if now is None or now.mailbox != mailbox or not self.session.writable:
            raise Refused(f"the mailbox {mailbox} is not open for writing")

    def _create(self, mailbox: str) -> None:
        try:
            self.session.create(mailbox)
        except Refused:
            if not any(known.name == mailbox for known in self.mailboxes()):
                raise
        self._mailboxes = None


def same(one: Identity, other: Identity) -> bool:
    """Whether two identities are one message: by the server's own id where both have one, else by header and size."""
    if one.server_id and other.server_id:
        return one.server_id == other.server_id
    return one.key == other.key and (one.size == other.size or not one.size or not other.size)
