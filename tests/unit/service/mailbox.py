"""A mailbox written line by line, and a guard that reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from inboxguard.examine import Examined, World
from inboxguard.mail.address import Address
from inboxguard.mail.ref import MessageRef, RawMessage, header_block
from inboxguard.people.book import build_book
from inboxguard.people.connection import Connection, Source
from inboxguard.people.contacts import Contacts
from inboxguard.people.identity import Identities
from inboxguard.pitch.context import owner_domains_of
from inboxguard.pitch.past import Past
from inboxguard.service.glance import glance
from inboxguard.service.guard import Guard, Sequences
from inboxguard.service.walk import walk

ACCEPTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ME = Address("sam.keller", "northpine.example")
DANA = Connection(
    "linkedin:dana",
    "Dana Whitlock",
    "Lumen Payroll",
    "Account Executive",
    accepted=ACCEPTED,
    sources=(Source("linkedin export", "Connections.csv"),),
)


@dataclass
class Mailbox:
    """Messages in order; `raws` is what a source would give."""

    messages: list[bytes] = field(default_factory=list)

    def add(
        self,
        day: float,
        sender: str,
        body: str,
        *,
        subject: str = "payroll",
        to: str = f"Sam Keller <{ME}>",
        more: str = "",
    ) -> "Mailbox":
        """One message, so many days after the acceptance."""
        number = len(self.messages)
        when = format_datetime(ACCEPTED + timedelta(days=day))
        head = (
            f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <n{number}@mail.example>\nDate: {when}\n{more}"
        )
        self.messages.append(f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n".encode())
        return self

    def raws(self, *, whole: bool) -> list[RawMessage]:
        return [
            RawMessage(
                data if whole else header_block(data),
                f"test#{at}",
                MessageRef("test", "INBOX", 1, at + 1),
                complete=whole,
            )
            for at, data in enumerate(self.messages)
        ]

    def bodies(self, wanted: Sequence[RawMessage]) -> Iterable[RawMessage]:
        whole = self.raws(whole=True)
        self.asked = [raw.ref.uid for raw in wanted if raw.ref]
        return [whole[raw.ref.uid - 1] for raw in wanted if raw.ref]


def guard(*known: Connection, everyone: bool = False, recent: timedelta = timedelta(days=90)) -> Guard:
    world = World(
        book=build_book(known), identities=Identities(), contacts=Contacts(), past=Past(), sequences={},
        me=frozenset({ME.folded}), own_domains=owner_domains_of([ME]), everyone=everyone, recent=recent,
    )  # fmt: skip
    return Guard(world, Sequences())


def judged(mailbox: Mailbox, by: Guard) -> list[str]:
    """The verdict on each incoming message, "-" for those only glanced at."""
    glances = [glance(raw, frozenset({ME.folded})) for raw in mailbox.raws(whole=False)]
    found = walk(glances, mailbox, by)
    return [one.verdict.conclusion.value if isinstance(one, Examined) else "-" for one in found]
