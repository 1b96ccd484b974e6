"""Lines written for the tests of the reports."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inboxguard.report.line import Line

ACCEPTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

FIRST = Line(
    source="imap:home/INBOX/1",
    message_id="one@tryacme.example",
    date=ACCEPTED + timedelta(minutes=40),
    sender="dana@tryacme.example",
    name="Dana Whitlock",
    accepted=ACCEPTED,
    rests_on="linkedin export (certain)",
    match="probable",
    reasons=("the full name agrees", "tryacme.example looks like Acme"),
    score=0.91,
    judged="pitch",
    signals=(("asks-for-a-call", 1.4, "a 15-minute look"), ("bias", -2.1, "")),
    option="none",
    sequence="p1",
    step=1,
    pitches=1,
    verdict="pitch",
    action="leave",
    row="pitch",
    key="a" * 32,
    person="Dana Whitlock",
    subject="onboarding",
    because=("sells",),
)

SECOND = replace(
    FIRST,
    message_id="two@tryacme.example",
    date=ACCEPTED + timedelta(days=3),
    sender="dana@getacme.example",
    step=2,
    pitches=2,
    verdict="hard_sell",
    action="file",
    row="hard-sell",
    done="filed",
    key="b" * 32,
)
LATER = replace(
    SECOND,
    message_id="three@getacme.example",
    date=ACCEPTED + timedelta(days=9),
    step=3,
    pitches=3,
    after_refusal=True,
    key="c" * 32,
)
FRIEND = replace(
    FIRST,
    message_id="friend@mail.example",
    sender="jo@mail.example",
    name="Jo",
    accepted=None,
    rests_on="",
    match="none",
    sequence="p2",
    verdict="clear",
    judged="clear",
    score=0.02,
    pitches=0,
    subject="lunch?",
)
ALL = (FIRST, SECOND, LATER, FRIEND)

# What a hostile sender may put into a subject, a name or an address.
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[link=https://evil.example]click[/link]",
    "[/foo]",
    "\x1b[2J\x1b]0;owned\x07",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "line\r\nSet-Cookie: x=1",
    "a\u202egnp.exe",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "\u0000nul",
)
