"""One message in, everything that can be said of it out: the library use of the checker.

The one fact a newcomer would get wrong: without being told that a message sells, lints that speak of selling mail only
say Undecided; the ways out are judged all the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from inboxguard.compliance.case import case_of
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.history import UNKNOWN_HISTORY, Answer, History
from inboxguard.compliance.run import Finding, Ran, findings, run
from inboxguard.compliance.way_out import WaysOut
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`ran` holds every lint with its outcome, `findings` the breaches among them, the gravest first."""

    message: Message
    ways_out: WaysOut
    findings: tuple[Finding, ...]
    ran: tuple[Ran, ...]

    @property
    def source(self) -> str:
        """Where the message came from, for people."""
        return self.message.source


def check(
    data: bytes,
    *,
    profiles: Iterable[str] = (),
    received: datetime | None = None,
    trusted_ids: Collection[str] = (),
    commercial: Answer = Answer.MAYBE,
    history: History = UNKNOWN_HISTORY,
    source: str = "message",
) -> CheckResult:
    """What a message offers and which published norms it does not meet, as far as visible in it.

    `profiles` limits the norms; `trusted_ids` are the authserv-ids of the reader's own servers; `received` is when the
    message arrived, by default what its topmost Received field says; `history` is what the sender wrote before and what
    the user asked of them, without which the lints over a history are undecided. Never raises, whatever the bytes are.
    """
    message = parse(RawMessage(data, source=source, received=received, size=len(data)))
    return check_message(message, profiles=profiles, trusted_ids=trusted_ids, commercial=commercial, history=history)


def check_message(
    message: Message,
    *,
    profiles: Iterable[str] = (),
    trusted_ids: Collection[str] = (),
    commercial: Answer = Answer.MAYBE,
    history: History = UNKNOWN_HISTORY,
) -> CheckResult:
    """The same for a message that was already parsed, and with its history where that is known."""
    case = case_of(message, trusted_ids=trusted_ids, commercial=commercial, history=history)
    ran = run(catalogue(), case, profiles)
    return CheckResult(message, case.ways_out, findings(ran), ran)
