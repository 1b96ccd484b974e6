"""From a message as it is written in the sample mailbox to the bytes a server would hold.

The one fact a newcomer would get wrong: the bytes are assembled with the old, literal message classes, because the
modern ones write a long List-Unsubscribe as encoded words, which is a fault this program reports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.message import Message as Mime
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr, parseaddr

_UTF_8 = Charset("utf-8")
_UTF_8.body_encoding = QP
_ATTRIBUTION = {
    "en": "On {day}, {name} wrote:",
    "de": "Am {day} schrieb {name}:",
    "fr": "Le {day}, {name} a écrit :",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A message as written by hand. `answers` is the id of the message it replies to, empty for none.

    `auth` is what the receiving server found: "pass", "fail", or "none" for a message it did not receive.
    """

    id: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str
    mailbox: str = "INBOX"
    html: str = ""
    calendar: str = ""
    answers: str = ""
    quotes: str = ""
    auth: str = "pass"
    seen: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address it says it is from."""
        return parseaddr(self.sender)[1]

    @property
    def message_id(self) -> str:
        """Its Message-ID, angle brackets and all."""
        return f"<{self.id}@{self.address.rpartition('@')[2]}>"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready for a server: where it goes, its INTERNALDATE, and its bytes."""

    id: str
    mailbox: str
    at: datetime
    seen: bool
    message_id: str
    data: bytes


def compose(written: Written, by_id: Mapping[str, Written], server: str) -> Letter:
    """The message as bytes; `server` is the receiving server's own name, for Received and Authentication-Results.

    Raises:
        KeyError: when it answers a message that is not in the sample.
    """
    earlier = by_id[written.answers] if written.answers else None
    message = _body(written, earlier)
    for name, value in _fields(written, earlier, by_id, server):
        message[name] = _encoded(value)
    return Letter(
        id=written.id,
        mailbox=written.mailbox,
        at=written.at,
        seen=written.seen,
        message_id=written.message_id.strip("<>"),
        data=_received_first(message).as_bytes(policy=policy.compat32.clone(linesep="\r\n", max_line_length=None)),
    )


def _fields(
    written: Written, earlier: Written | None, by_id: Mapping[str, Written], server: str
) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    if written.auth != "none":
        fields += _transport(written, server)
    fields += [
        ("From", _named(written.sender)),
        ("To", _named(written.to)),
        ("Subject", written.subject),
        ("Date", format_datetime(written.at)),
        ("Message-ID", written.message_id),
    ]
    if earlier:
        thread = [earlier]
        while thread[-1].answers:
            thread.append(by_id[thread[-1].answers])
        fields += [
            ("In-Reply-To", earlier.message_id),
            ("References", " ".join(found.message_id for found in reversed(thread))),
        ]
    return fields + list(written.headers.items())


def _transport(written: Written, server: str) -> list[tuple[str, str]]:
    domain = written.address.rpartition("@")[2]
    arrived = format_datetime(written.at + timedelta(seconds=2))
    found = written.auth
    checks = (
        f"dkim={found} header.d={domain} header.s=s1",
        f"spf={found} smtp.mailfrom={domain}",
        f"dmarc={found} header.from={domain}",
    )
    return [
        ("Return-Path", f"<{written.address}>"),
        ("Received", f"from out.{domain} (out.{domain} [192.0.2.25])\n by {server} with ESMTPS; {arrived}"),
        ("Authentication-Results", ";\n ".join((server, *checks))),
    ]


def _received_first(message: Mime) -> Mime:
    """The same message with the fields of the receiving server and of the sender above those of MIME."""
    mime = [(name, value) for name, value in message.items() if _is_mime(name)]
    for name, _ in mime:
        del message[name]
    for name, value in mime:
        message[name] = value
    return message


def _is_mime(name: str) -> bool:
    return name.lower().startswith(("content-", "mime-"))


def _body(written: Written, earlier: Written | None) -> Mime:
    text = written.text.strip("\n") + "\n"
    if written.quotes and earlier:
        text += "\n" + _quoted(earlier, written.quotes)
    parts = [_part("plain", text)]
    if written.html:
        parts.append(_part("html", written.html.strip("\n") + "\n"))
    if written.calendar:
        parts.append(_part("calendar", written.calendar.strip("\n") + "\n"))
    if len(parts) == 1:
        return parts[0]
    together = MIMEMultipart("alternative", boundary=f"=_{written.id}")
    for part in parts:
        del part["MIME-Version"]
        together.attach(part)
    return together


def _part(subtype: str, text: str) -> Mime:
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    if subtype == "calendar":
        part.set_param("method", "REQUEST")
    part.set_payload(text, _UTF_8)
    return part


def _quoted(earlier: Written, language: str) -> str:
    name = parseaddr(earlier.sender)[0]
    attribution = _ATTRIBUTION[language].format(day=f"{earlier.at:%d.%m.%Y %H:%M}", name=name)
    lines = earlier.text.strip("\n").splitlines()
    return "\n".join([attribution, *(f"> {line}".rstrip() for line in lines)]) + "\n"


def _named(people: str) -> str:
    return ", ".join(formataddr(parseaddr(person.strip())) for person in people.split(";"))


def _encoded(value: str) -> str:
    return value if value.isascii() else Header(value, "utf-8").encode()
