"""Mail, relationships and stories for the tests of the judgement."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from inboxguard.mail.address import parse_address
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.pitch.context import Context
from inboxguard.pitch.follow import step, with_verdict
from inboxguard.pitch.judge import judge
from inboxguard.pitch.model import read
from inboxguard.pitch.reading import Reading
from inboxguard.pitch.replies import read_reply
from inboxguard.pitch.sequence import Reply, Sequence
from inboxguard.pitch.verdict import Verdict

ME = "robin.hale@larkfield.example"
DAY_ONE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def write(
    text="", sender="Dana Whitlock <dana@lumenhr.example>", subject="hello", day=0.0, html=None, **headers
) -> Message:
    """A message to the mailbox owner, `day` days after the first."""
    mail = EmailMessage()
    fields = {
        "From": sender,
        "To": f"Robin Hale <{ME}>",
        "Subject": subject,
        "Message-ID": f"<{day}-{abs(hash(text))}@lumenhr.example>",
    }
    for name, value in (fields | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        mail[name] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return parse(RawMessage(mail.as_bytes(), "test", received=DAY_ONE + timedelta(days=day)))


def context(**known) -> Context:
    """What is known of the relationship; the owner is Robin of larkfield.example."""
    address = parse_address(ME)
    assert address is not None
    return Context(owner_addresses=frozenset({address.folded}), owner_domains=frozenset({"larkfield.example"}), **known)


@dataclass
class Story:
    """One person's mail and the owner's answers, judged one after the other."""

    recent: bool = True
    may_act: bool = True
    offer: str = "none"
    sequence: Sequence = field(default_factory=lambda: Sequence("p1", "Dana Whitlock"))
    readings: list[Reading] = field(default_factory=list)

    def gets(self, text: str, day: float, offer: str | None = None, **more) -> Verdict:
        message = write(text, day=day, **more)
        known = context(sequence=self.sequence)
        reading = read(message, known)
        touch = step(self.sequence, message, reading, offer or self.offer)
        verdict = judge(
            reading, self.sequence, touch, offer=offer or self.offer, match_may_act=self.may_act, recent=self.recent
        )
        touch = with_verdict(touch, verdict.conclusion.value)
        self.sequence = replace(self.sequence, touches=(*self.sequence.touches, touch))
        self.readings.append(reading)
        return verdict

    def answers(self, text: str, day: float) -> None:
        reply = Reply(DAY_ONE + timedelta(days=day), read_reply(text), words=text)
        self.sequence = replace(self.sequence, replies=(*self.sequence.replies, reply))
