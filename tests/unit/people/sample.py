"""Messages and connections for the tests of people, written for this project."""

from datetime import UTC, datetime
from email.message import EmailMessage

from inboxguard.mail.address import Address, NamedAddress, parse_address
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.people.connection import Connection

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
PASSED = "mx.me.example; dmarc=pass header.from=linkedin.com; dkim=pass header.d=linkedin.com"


def address(text: str) -> Address:
    found = parse_address(text)
    assert found is not None
    return found


def sender(name: str, text: str) -> NamedAddress:
    return NamedAddress(name, address(text))


def known(number: str, name: str, company: str = "", **more: object) -> Connection:
    return Connection(id=number, name=name, company=company, **more)  # type: ignore[arg-type]


def message(  # noqa: PLR0917 - the parts of a mail in the order one reads them
    sender: str,
    subject: str = "Hello",
    text: str = "Hello.",
    html: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    to: str = "me@me.example",
    on: str = "Mon, 02 Nov 2026 12:00:00 +0000",
) -> Message:
    """A message as it would be parsed; `headers` come first, as a receiving server adds them."""
    made = EmailMessage()
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    lines = [f"{name}: {value}" for name, value in headers]
    lines += [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Date: {on}"]
    if not any(name == "Message-ID" for name, _ in headers):
        lines.append("Message-ID: <m1@mail.example>")
    return parse(RawMessage("\r\n".join(lines).encode() + b"\r\n" + made.as_bytes().replace(b"\n", b"\r\n"), "test"))
