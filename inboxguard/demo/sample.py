"""The sample mailbox: who is in it, what they wrote, and what a fair reader would say of it.

The messages lie in `mailbox/*.toml`, one file a story. Their times are written relative to now ("12d 09:14": twelve
days ago at 09:14 UTC), so that the demo is always about the last few weeks.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from inboxguard.demo.compose import Letter, Written, compose

OWNER = "mara.lindqvist@fjellhus.example"
OWNER_NAME = "Mara Lindqvist"
MAIL_SERVER = "mx.fjellhus.example"
_AT = re.compile(r"(\d{1,4})d (\d\d):(\d\d)")
_FILL_IN = re.compile(r"\{(day|stamp) ([+-]\d{1,3})d(?: (\d\d):(\d\d))?\}")
_COLUMNS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a fair reader says of one message: the verdicts that are right, and why."""

    verdicts: tuple[str, ...]
    why: str

    @property
    def may_be_filed(self) -> bool:
        """Whether it is fair to file the message."""
        return "hard_sell" in self.verdicts


def letters(now: datetime) -> tuple[Letter, ...]:
    """Every message of the sample as it would lie on a server at that instant, oldest first."""
    written = {message.id: message for message in _all_written(now)}
    made = [compose(message, written, MAIL_SERVER) for message in written.values()]
    return tuple(sorted(made, key=lambda letter: letter.at))


def connections_csv(now: datetime) -> str:
    """The owner's `Connections.csv` in the shape LinkedIn exports today, preamble and all."""
    tree = tomllib.loads((_folder() / "connections.toml").read_text("utf-8"))
    out = io.StringIO()
    out.write("Notes:\n" + json.dumps(str(tree["preamble"])) + "\n\n")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for person in sorted(tree["connection"], key=lambda found: int(found["days"])):
        accepted = now - timedelta(days=int(person["days"]))
        link = f"https://www.linkedin.com/in/{person['profile']}"
        rows.writerow(
            (
                person["first"], person["last"], link, person.get("email", ""), person["company"], person["position"],
                f"{accepted.day:02d} {_MONTHS[accepted.month - 1]} {accepted.year}",
            )
        )  # fmt: skip
    return out.getvalue()


@cache
def expected() -> Mapping[str, Expected]:
    """By message id, what is right to say of every message worth saying something of; all others are clear."""
    tree = json.loads((_folder() / "expected.json").read_text("utf-8"))
    return {
        id_: Expected(tuple(entry["verdict"].split("|")), entry["why"])
        for id_, entry in tree.items()
        if not id_.startswith("_")
    }


def people() -> int:
    """How many connections the export of the sample holds."""
    return len(tomllib.loads((_folder() / "connections.toml").read_text("utf-8"))["connection"])


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _folder() -> Traversable:
    return files("inboxguard.demo") / "mailbox"


def _all_written(now: datetime) -> list[Written]:
    stories = sorted((path for path in _folder().iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    found: list[Written] = []
    for path in stories:
        tree = tomllib.loads(path.read_text("utf-8"))
        found += [_written(entry, now) for entry in tree.get("message", ())]
    return found


def _written(entry: Mapping[str, object], now: datetime) -> Written:
    def text(name: str, otherwise: str = "") -> str:
        return _filled_in(str(entry.get(name, otherwise)), now)

    headers = entry.get("headers", {})
    mailbox = text("mailbox", "INBOX")
    mine = mailbox == "Sent"
    return Written(
        id=text("id"),
        at=_instant(text("at"), now),
        sender=text("from", f"{OWNER_NAME} <{OWNER}>"),
        to=text("to", f"{OWNER_NAME} <{OWNER}>"),
        subject=text("subject"),
        text=text("text"),
        mailbox=mailbox,
        html=text("html"),
        calendar=text("calendar"),
        answers=text("answers"),
        quotes=text("quotes"),
        auth=text("auth", "none" if mine else "pass"),
        seen=bool(entry.get("seen", True)),
        headers={str(name): _filled_in(str(value), now) for name, value in dict(headers).items()}
        if isinstance(headers, dict)
        else {},
    )


def _instant(written: str, now: datetime) -> datetime:
    found = _AT.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is not a time such as “12d 09:14”")
    days, hour, minute = (int(part) for part in found.groups())
    return datetime.combine(now.date() - timedelta(days=days), time(hour, minute), now.tzinfo)


def _filled_in(text: str, now: datetime) -> str:
    """The text with `{day +3d}` and `{stamp +3d 14:00}` replaced by dates relative to now."""

    def date(found: re.Match[str]) -> str:
        then = now + timedelta(days=int(found[2]))
        if found[1] == "day":
            return then.strftime("%d.%m.%Y")
        return f"{then:%Y%m%d}T{found[3] or '09'}{found[4] or '00'}00Z"

    return _FILL_IN.sub(date, text)
