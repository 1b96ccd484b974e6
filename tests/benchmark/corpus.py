"""The benchmark's messages and the public corpora, as the program would get them."""

import json
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from inboxguard.mail.address import Address, parse_address
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.people.connection import Connection, Source

HERE = Path(__file__).parent
MESSAGES = HERE / "messages"
SPAMASSASSIN = HERE / "spamassassin.tar.xz"


@dataclass(frozen=True, slots=True)
class Case:
    """One message of the benchmark; `row` is the object of the file."""

    id: str
    me: Address
    person: str
    split: str
    language: str
    kind: str
    pitch: bool
    outgoing: bool
    ambiguous: bool
    when: datetime
    row: dict

    def raw(self) -> RawMessage:
        """The message as bytes, received when it was sent."""
        return RawMessage(_bytes(self.row), f"benchmark:{self.id}", received=self.when, from_me=self.outgoing)

    def message(self) -> Message:
        """The message, parsed."""
        return parse(self.raw())

    def connection(self) -> Connection | None:
        """The person as the export would name them, or None for a stranger."""
        said = self.row["connection"]
        if not said:
            return None
        accepted = datetime.fromisoformat(said["accepted"]).replace(tzinfo=UTC)
        source = (Source("linkedin export", "benchmark"),)
        return Connection(
            f"{said['name']} {said['company']}", said["name"], said["company"], accepted=accepted, sources=source
        )


def read_cases(splits: Iterable[str] = ("train", "test")) -> list[Case]:
    """The cases of these splits, in order of time within each mailbox owner."""
    wanted = set(splits)
    cases = [
        _case(json.loads(line))
        for path in sorted(MESSAGES.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return sorted((case for case in cases if case.split in wanted), key=lambda case: (case.me, case.when, case.id))


def by_owner(cases: Iterable[Case]) -> dict[Address, list[Case]]:
    """The cases of each mailbox owner, in order of time."""
    grouped: dict[Address, list[Case]] = defaultdict(list)
    for case in cases:
        grouped[case.me].append(case)
    return dict(grouped)


def _case(row: dict) -> Case:
    me = parse_address(row["me"])
    assert me is not None, row["id"]
    return Case(
        row["id"], me, row["person"], row["split"], row["language"], row["kind"], row["label"] == "pitch",
        row["direction"] == "out", bool(row.get("ambiguous")), _when(row["date"]), row,
    )  # fmt: skip


def _when(text: str) -> datetime:
    found = parsedate_to_datetime(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _bytes(row: dict) -> bytes:
    message = EmailMessage()
    headers = {"From": row["from"], "To": row["to"], "Subject": row["subject"], "Date": row["date"], **row["headers"]}
    content_type = headers.pop("Content-Type", None)
    for name, value in headers.items():
        if name.lower() not in {"mime-version", "content-transfer-encoding"}:
            message[name] = " ".join(str(value).split())
    message.set_content(row["text"] or "")
    if row.get("html"):
        message.add_alternative(row["html"], subtype="html")
    if content_type and "calendar" in content_type:
        message.add_attachment("BEGIN:VCALENDAR\nEND:VCALENDAR\n", subtype="calendar")
    return message.as_bytes()


@dataclass(frozen=True, slots=True)
class Ham:
    """An honest message of a public corpus; `owner` is the mailbox it lay in, where the corpus says so."""

    name: str
    data: bytes
    owner: str
    sent: bool


def read_ham(path: Path) -> Iterator[Ham]:
    """The honest messages of a corpus as it is packed: SpamAssassin's (without its spam) or Enron's mailboxes."""
    with tarfile.open(path, "r:xz") as archive:
        for member in archive:
            if not member.isfile() or "spam/" in member.name or "/spam" in member.name or "cmds" in member.name:
                continue
            opened = archive.extractfile(member)
            if opened is None:
                continue
            parts = member.name.split("/")
            sent = any(part.lower().lstrip("_") in {"sent", "sent_items", "sent_mail", "sent items"} for part in parts)
            yield Ham(member.name, opened.read(), parts[1] if len(parts) > 2 else parts[0], sent)


def shown_address(text: str) -> Address | None:
    """The address of a From field."""
    return parse_address(parseaddr(text)[1])
