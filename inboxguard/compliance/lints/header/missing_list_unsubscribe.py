"""bulk marketing without a List-Unsubscribe field

It looks at the header of messages that were surely sent in bulk and that sell, and asks whether any List-Unsubscribe
field is there at all; whether the field is of use is for other lints.
The field is what lets a mail program show a button at the top of the message, so that the reader need not search the
footer or trust a link in it.
The sender can switch the field on in the settings of the mailing service, or add it in the program that sends.
It cannot see whether a message was sent in bulk when nothing in the header shows it; then it says nothing.
"""

from datetime import UTC, date, datetime

from inboxguard.compliance.scopes import bulk_marketing
from inboxguard.compliance.sources import GMAIL, YAHOO
from inboxguard.compliance.spec import (
    Answer,
    Breach,
    Case,
    Example,
    Kept,
    Level,
    Lint,
    Outcome,
    OutOfScope,
    Undecided,
)
from inboxguard.mail.evidence import absent, quote


def check(case: Case) -> Outcome:
    """Whether there is a List-Unsubscribe field."""
    found = case.message.header.first("List-Unsubscribe")
    if found is None:
        return Breach("carries no List-Unsubscribe field", absent("List-Unsubscribe"))
    return Kept(quote("header List-Unsubscribe", found.value))


_PITCH = """\
From: Mara Lindqvist <mara@growth.example>
To: you@me.example
Subject: Twice the meetings this quarter
Message-ID: <1@growth.example>
Feedback-ID: 77:growth:campaign
Date: Tue, 10 Mar 2026 09:00:00 +0000

Teams like yours double their meetings with us. Shall we talk this week?
"""
_WITH_FIELD = _PITCH.replace("Feedback-ID", "List-Unsubscribe: <https://growth.example/u/3f9a2c>\nFeedback-ID")
_NOTE = """\
From: Jonas Adler <jonas@friend.example>
To: you@me.example
Subject: Saturday
Message-ID: <2@friend.example>
Date: Tue, 10 Mar 2026 09:00:00 +0000

Are you coming to the lake on Saturday?
"""

LINT = Lint(
    code="UNS101",
    name="missing-list-unsubscribe",
    level=Level.WARN,
    scope=bulk_marketing,
    check=check,
    cites=(
        GMAIL.cite("81126", "marketing messages and subscribed messages must support one-click unsubscribe"),
        YAHOO.cite("Easy unsubscribe", "implement a functioning list-unsubscribe header", since=date(2024, 6, 1)),
    ),
    examples=(
        Example("a bulk pitch without the field", _PITCH, Breach),
        Example("the same with the field", _WITH_FIELD, Kept),
        Example("a friend's note", _NOTE, OutOfScope),
        Example("a bulk pitch nobody classified", _PITCH, Undecided, commercial=Answer.MAYBE),
        Example(
            "a bulk pitch from before the rules",
            _PITCH,
            OutOfScope,
            received=datetime(2019, 5, 1, tzinfo=UTC),
        ),
    ),
)
