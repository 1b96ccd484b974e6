"""The program's own pieces, put together as its commands put them together."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from inboxguard.imap.filing import ImapDeedstore
from inboxguard.imap.session import connect
from inboxguard.mail.ref import RawMessage, key_of
from inboxguard.ports import Deedstore, Journal, Kind
from inboxguard.service.deeds import Handled, Order, carry_out
from inboxguard.service.reconcile import reconcile
from inboxguard.service.undo import undo
from tests.servers.mail import NOON
from tests.servers.place import Account

NAME = "work"


@contextmanager
def opened(account: Account) -> Iterator[ImapDeedstore]:
    """The account, signed in."""
    with connect(account.server, account.credentials) as session:
        yield ImapDeedstore(session, NAME)


def new_mail(store: Deedstore, journal: Journal, mailbox: str = "INBOX") -> list[RawMessage]:
    """Whole headers of what came since the cursor, without moving the cursor on."""
    snapshot = store.snapshot(mailbox)
    triage = list(store.headers_since(snapshot, journal.cursor(NAME, mailbox)))
    return list(store.whole_headers([raw.ref for raw in triage if raw.ref]))


def guard(
    account: Account,
    journal: Journal,
    kind: Kind | None = Kind.FILE,
    *,
    only: Collection[int] | None = None,
    destination: str = "Hard sell",
    mailbox: str = "INBOX",
    run: str = "run-1",
    now: datetime = NOON,
) -> tuple[Handled, ...]:
    """One pass: settle what is open, look at new mail, do it to those whose X-Number is named (all when None)."""
    with opened(account) as store:
        reconcile(store, journal, now=now)
        snapshot = store.snapshot(mailbox)
        orders = [
            Order(kind, raw.ref, key_of(raw), store.server_name(destination), "HardSell", "jane@acme.example")
            for raw in new_mail(store, journal, mailbox)
            if kind and raw.ref and (only is None or number_of(raw.data) in only)
        ]
        handled = carry_out(orders, store, journal, run=run, now=now)
        journal.advance(NAME, mailbox, snapshot.cursor)
        return handled


def put_back(account: Account, journal: Journal, *, run: str = "", sender: str = "") -> tuple[Handled, ...]:
    """Undo a run, or what was done to a sender's mail."""
    with opened(account) as store:
        reconcile(store, journal, now=NOON)
        deeds = journal.deeds(NAME, run=run or ("" if sender else journal.last_run(NAME)), sender=sender)
        return undo(deeds, store, journal, run="undo", now=NOON)


def number_of(header: bytes) -> int:
    """The X-Number of a test message, -1 when it has none."""
    _, _, rest = header.partition(b"X-Number: ")
    return int(rest.split(b"\r\n")[0] or -1) if rest else -1
