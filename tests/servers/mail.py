"""Messages to put into mailboxes, and a look at what lies there."""

from datetime import UTC, datetime

import imapclient

from tests.servers.place import Account

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def message(number: int, *, sender: str = "jane@acme.example", body: str = "Hello") -> bytes:
    """A message with a subject of its own and no trailing surprises."""
    return (
        f"From: Jane Doe <{sender}>\r\nTo: me@home.example\r\nSubject: Question {number}\r\n"
        f"Message-ID: <m{number}@acme.example>\r\nX-Number: {number}\r\n\r\n{body} {number}\r\n"
    ).encode()


NAMELESS = b"From: a@b.example\r\nSubject: no Message-ID\r\n\r\nbody\r\n"


def put(account: Account, *messages: bytes, mailbox: str = "INBOX", flags: tuple[str, ...] = ()) -> None:
    """Deliver messages in this order."""
    client = account.plain()
    for one in messages:
        client.append(mailbox, one, flags=flags, msg_time=NOON)
    client.logout()


def create(account: Account, *mailboxes: str) -> None:
    client = account.plain()
    for mailbox in mailboxes:
        client.create_folder(mailbox)
    client.logout()


Everything = dict[str, list[tuple[int, bytes, tuple[str, ...], str, int]]]


def everything(account: Account) -> Everything:
    """Every message of every mailbox: UID, header, flags, date and size, in the order of the server."""
    client = account.plain()
    out: Everything = {}
    for attributes, _, name in client.list_folders():
        if b"\\Noselect" in attributes:
            continue
        client.select_folder(name, readonly=True)
        out[str(name)] = [row for uid in client.search("ALL") for row in [_row(client, uid)]]
    client.logout()
    return out


def subjects(account: Account, mailbox: str = "INBOX") -> list[str]:
    """The subjects in a mailbox, sorted; empty when there is no such mailbox."""
    client = account.plain()
    try:
        if not client.folder_exists(mailbox):
            return []
        client.select_folder(mailbox, readonly=True)
        rows = client.fetch(client.search("ALL"), ["BODY.PEEK[HEADER.FIELDS (SUBJECT)]"])
        return sorted(
            next(v for k, v in row.items() if k.startswith(b"BODY[")).decode().strip()[9:] for row in rows.values()
        )
    finally:
        client.logout()


def flags_of(account: Account, mailbox: str = "INBOX") -> dict[str, set[str]]:
    """The flags in a mailbox by subject, \\Recent aside."""
    return {
        header.split(b"Subject: ")[1].split(b"\r\n")[0].decode(): set(flags)
        for _, header, flags, _, _ in everything(account)[mailbox]
    }


def _row(client: imapclient.IMAPClient, uid: int) -> tuple[int, bytes, tuple[str, ...], str, int]:
    found = client.fetch([uid], ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[HEADER]"])[uid]
    header = next(value for name, value in found.items() if name.startswith(b"BODY["))
    flags = tuple(sorted(flag.decode() for flag in found[b"FLAGS"] if flag != b"\\Recent"))
    return uid, header, flags, found[b"INTERNALDATE"].isoformat(), found[b"RFC822.SIZE"]
