"""Hard sells in any number: people accepted long ago enough, who write as often as a test wants."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from inboxguard import clock
from tests.servers.place import Account

START = clock.now().replace(microsecond=0) - timedelta(days=300)
APART = timedelta(hours=13)
NAMES = ("Dana", "Robin", "Alex", "Kim", "Chris", "Pat", "Lee", "Jordan")
_BODIES = (
    (
        "Thanks for connecting, Sam. We help finance teams cut the cost of payroll by 40 percent. Would you be open to a "
        "15-minute call next Tuesday so that I can show you a demo?"
    ),
    (
        "Just following up on my note below. Our clients save 12 hours a week with Lumen Payroll. Do you have 15 minutes "
        "on Thursday for a quick call?"
    ),
    (
        "I have not heard back from you. Should I send over our pricing and a case study? Here is my calendar to book a "
        "demo: https://book.lumenpayroll.example/dana"
    ),
)


def export_of(folder: Path, people: int = 1) -> Path:
    """An export with so many people."""
    path = folder / "Connections.csv"
    rows = [
        f"{NAMES[number % 8]},Whitlock{number},https://www.linkedin.com/in/whitlock-{number},"
        f"{address(number)},Lumen Payroll,Account Executive,{START:%d %b %Y}\n"
        for number in range(people)
    ]
    path.write_text("First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + "".join(rows))
    return path


def address(person: int) -> str:
    return f"whitlock{person}@lumenpayroll{person}.example"


def when(number: int) -> datetime:
    """When the nth mail of a person arrives; far enough apart to count each."""
    return START + timedelta(days=1) + APART * number


def pitch(number: int, person: int = 0) -> bytes:
    """The nth mail of that person: from the second on a hard sell."""
    name = f"{NAMES[person % 8]} Whitlock{person}"
    return (
        f"From: {name} <{address(person)}>\r\nTo: Sam Keller <sam@northpine.example>\r\n"
        f"Subject: payroll {person}-{number}\r\nMessage-ID: <pitch-{person}-{number}@mail.example>\r\n"
        f"Date: {format_datetime(when(number))}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{_BODIES[min(number, 1 + number % 2)]}\r\n\r\n{name}\r\nAccount Executive\r\n"
    ).encode()


def lunch(number: int) -> bytes:
    """A mail that nobody may touch."""
    return (
        f"From: Jo Hill <jo@mail.example>\r\nTo: Sam Keller <sam@northpine.example>\r\nSubject: lunch {number}\r\n"
        f"Message-ID: <lunch-{number}@mail.example>\r\nDate: {format_datetime(when(number))}\r\n\r\n"
        "Shall we have lunch on Friday? The place by the river is open again.\r\n"
    ).encode()


def deliver(account: Account, *messages: tuple[int, bytes], mailbox: str = "INBOX") -> None:
    """Put messages into a mailbox, each with the INTERNALDATE of its number."""
    client = account.plain()
    for number, message in messages:
        client.append(mailbox, message, msg_time=when(number))
    client.logout()


def pitches(*numbers: int, person: int = 0) -> list[tuple[int, bytes]]:
    return [(number, pitch(number, person)) for number in numbers]
