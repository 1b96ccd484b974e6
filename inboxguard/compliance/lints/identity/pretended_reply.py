"""a subject that pretends to answer or to forward

It looks at subjects that begin with Re:, AW:, Fwd: and the like, and asks whether the message answers anything: by
In-Reply-To or References, by quoted text, by earlier mail of the sender.
It matters because the reader opens it believing in a conversation that never was.
The sender should leave the prefix to mail programs.
It cannot see conversations held under another address; when a message names one it answers and earlier mail was not
looked at, it says nothing.
"""

import re
from datetime import UTC, datetime

from inboxguard.compliance.history import EarlierMail, History
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import CAN_SPAM
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote

_PREFIX = re.compile(
    r"\s{0,5}(?:re|aw|sv|vs|antw|odp|res|rif|ref|ynt|fwd?|wg|tr|rv|enc|vb|pd|doorst|转发|回复|答复)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}[:：]",
    re.IGNORECASE,
)


def check(case: Case) -> Outcome:
    """Whether the prefix is honest."""
    message = case.message
    if not _PREFIX.match(message.subject):
        return OutOfScope("its subject has no such prefix")
    subject = quote("header Subject", message.subject)
    if message.quoted_text.strip():
        return Kept(subject)
    named = {*message.in_reply_to, *message.references}
    known = {mail.message_id for mail in case.history.earlier if mail.message_id}
    if named & known or any(mail.same_thread for mail in case.history.earlier):
        return Kept(subject)
    if named and not (case.history.known and not case.history.earlier):
        return Undecided("it names a message it answers, which was not looked at")
    return Breach("pretends to answer or forward something", subject)


_FIRST = History()
_THREAD = History(
    earlier=(EarlierMail(datetime(2026, 3, 1, tzinfo=UTC), None, message_id="7@growth.example", same_thread=True),)
)

LINT = Lint(
    code="UNS504",
    name="pretended-reply",
    level=Level.WARN,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(CAN_SPAM.cite("(a)(2)", "a subject heading likely to mislead a recipient about a material fact"),),
    examples=(
        Example("a first contact", pitch(subject="Re: our call"), Breach),
        Example(
            "a made-up reference",
            pitch("In-Reply-To: <x@nowhere.example>", subject="Re: our call"),
            Breach,
            history=_FIRST,
        ),
        Example("a thread", pitch("In-Reply-To: <7@growth.example>", subject="Re: our call"), Kept, history=_THREAD),
        Example(
            "quoted text",
            pitch(
                subject="AW: Angebot", body=f"{SELLING}\n\nOn Mon, 2 Mar 2026 at 09:00, Alex wrote:\n> Tell me more."
            ),
            Kept,
        ),
        Example(
            "a reference nobody looked up", pitch("In-Reply-To: <x@nowhere.example>", subject="Re: our call"), Undecided
        ),
        Example("no prefix", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(subject="Re: our call"), Undecided, commercial=Answer.MAYBE),
    ),
)
