"""One message in, one conclusion out: the same function for scan, replay, demo and service.

The one fact a newcomer would get wrong: nothing here knows whether anything will be done. Observe mode is not another
path; it only carries out no Intent.
"""

from dataclasses import dataclass
from datetime import datetime

from inboxguard.compliance.way_out import WaysOut
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.people.connection import Match
from inboxguard.pitch.reading import Reading
from inboxguard.pitch.sequence import Touch
from inboxguard.pitch.verdict import Verdict
from inboxguard.policy.table import Decision


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything concluded about one incoming message; holds no text of it beyond the words cited as evidence."""

    key: MessageKey
    ref: MessageRef | None
    source: str
    message_id: str
    when: datetime | None
    sender: str
    sender_name: str
    subject: str
    match: Match
    reading: Reading
    ways_out: WaysOut
    sequence_id: str
    person: str
    verdict: Verdict
    decision: Decision
    touch: Touch | None = None
    notes: tuple[str, ...] = ()
