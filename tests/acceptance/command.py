"""The real command, started as a user starts it."""

import os
import subprocess
import sys
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from inboxguard.clock import now
from tests.servers.place import PASSWORD, Account

ACCEPTED = now() - timedelta(days=20)


def inboxguard(*line: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("INBOXGUARD_")}
    return subprocess.run(
        [sys.executable, "-m", "inboxguard", *line], capture_output=True, text=True, timeout=120, check=False,
        env=clean | (environment or {}),
    )  # fmt: skip


def export(folder: Path) -> Path:
    """An export with one recently accepted person."""
    path = folder / "Connections.csv"
    path.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f"Dana,Whitlock,https://www.linkedin.com/in/dana-whitlock,,Lumen Payroll,Account Executive,{ACCEPTED:%d %b %Y}\n"
    )
    return path


def configuration(
    folder: Path, account: Account, *, mode: str = "file", more: str = "", mailboxes: str = '["INBOX"]'
) -> str:
    """A configuration for one account that acts from its first day."""
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    server = account.server
    path = folder / "inboxguard.toml"
    path.write_text(
        f'[general]\nstate = "{folder}/state/state.sqlite3"\n[people]\nexports = ["{export(folder)}"]\n'
        f"[safety]\nobserve_days = 0\n{more}\n[account.home]\n"
        f'host = "{server.host}"\nport = {server.port}\nsecurity = "{server.security.value}"\n'
        + (f'ca_file = "{server.ca_file}"\n' if server.ca_file else "")
        + f'user = "{account.user}"\nme = ["sam@northpine.example"]\npassword_file = "{secret}"\nmode = "{mode}"\n'
        f"mailboxes = {mailboxes}\n"
    )
    return str(path)


PITCHES = (
    """Thanks for connecting, Sam. We help finance teams cut the cost of payroll by 40 percent. Would you be open to a
15-minute call next Tuesday so that I can show you a demo?""",
    """Just following up on my note below. Our clients save 12 hours a week with Lumen Payroll. Do you have 15 minutes
on Thursday for a quick call?""",
    """I have not heard back from you. Should I send over our pricing and a case study? Here is my calendar to book a
demo: https://book.lumenpayroll.example/dana""",
)


def mail(
    number: int,
    body: str,
    *,
    sender: str = "Dana Whitlock <dana@lumenpayroll.example>",
    subject: str = "payroll at Northpine",
) -> bytes:
    """One mail of a sequence; `number` days after the acceptance it was sent."""
    when = ACCEPTED + timedelta(days=3 * number + 1)
    return (
        f"From: {sender}\r\nTo: Sam Keller <sam@northpine.example>\r\nSubject: {subject}\r\n"
        f"Message-ID: <mail-{number}-{len(sender)}@mail.example>\r\nDate: {format_datetime(when)}\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n\r\nDana Whitlock\r\nAccount Executive\r\n"
    ).encode()


def deliver(account: Account, *, mailbox: str = "INBOX") -> None:
    """Three pitches of Dana and one friendly mail, with their own days as INTERNALDATE."""
    client = account.plain()
    if mailbox != "INBOX":
        client.create_folder(mailbox)
    for number, body in enumerate(PITCHES):
        client.append(mailbox, mail(number, body), msg_time=ACCEPTED + timedelta(days=3 * number + 1))
    friend = mail(
        9,
        "Shall we have lunch on Friday? The place by the river is open again.",
        sender="Jo Hill <jo@mail.example>",
        subject="lunch",
    )
    client.append(mailbox, friend, msg_time=ACCEPTED + timedelta(days=10))
    client.logout()
