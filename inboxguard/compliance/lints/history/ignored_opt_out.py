"""selling mail after the time to honour an opt-out has run out

It looks at the user's own requests to stop (a reply, a mail to the opt-out address, one click, or one that was
recorded) and at the day this message came, and counts each regime's days from the day after the request.
It matters because the reader did what the sender asked for and is written to all the same.
The sender has to take the address off every list at once; the days are for slow machinery, not for a last campaign.
It cannot see requests made by telephone or on a web page unless they were recorded, nor a renewed consent.
For GDPR, which names no number of days, 48 hours are this program's own reading of "shall no longer be processed".
"""

from datetime import UTC, datetime

from inboxguard.compliance.deadlines import passed
from inboxguard.compliance.history import History, OptOut, OptOutWay
from inboxguard.compliance.opted_out import asked_to_stop, now_of
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history
from inboxguard.compliance.sources import GDPR, GDPR_DE, PECR, PROVIDER_DEADLINES, STATUTE_DEADLINES
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import Evidence


def check(case: Case) -> Outcome:
    """Whether no time had run out since the first request that still holds."""
    now = now_of(case)
    if now is None:
        return Undecided("the day of receipt is unknown")
    requests = asked_to_stop(case)
    if not requests:
        return OutOfScope("nobody asked this sender to stop")
    first = requests[0]
    late = passed(first.at, now, case.history.holidays)
    if not late:
        return Kept(first.evidence)
    days = (now.date() - first.at.date()).days
    return Breach(f"came {days} days after the request to stop", first.evidence, asked_by=late)


_ASKED = OptOut(
    datetime(2026, 3, 3, 10, tzinfo=UTC), "mara@growth.example", OptOutWay.REPLY, Evidence("reply", "stop, please")
)
_HISTORY = History(opt_outs=(_ASKED,))
_WITHDRAWN = OptOut(_ASKED.at, _ASKED.asked, _ASKED.way, _ASKED.evidence, withdrawn=datetime(2026, 3, 20, tzinfo=UTC))

LINT = Lint(
    code="UNS601",
    name="ignored-opt-out",
    level=Level.ERROR,
    scope=all_of(known_history, commercial),
    check=check,
    cites=(
        *STATUTE_DEADLINES,
        GDPR.cite("article 21(3)", "shall no longer be processed for such purposes"),
        GDPR_DE.cite("article 21(3)", "shall no longer be processed for such purposes"),
        PECR.cite("regulation 22(2)", "has previously notified the sender that he consents for the time being"),
        *PROVIDER_DEADLINES,
    ),
    examples=(
        Example("22 days after a reply", pitch(), Breach, history=_HISTORY, received=datetime(2026, 3, 25, tzinfo=UTC)),
        Example(
            "four days after: GDPR only", pitch(), Breach, history=_HISTORY, received=datetime(2026, 3, 7, tzinfo=UTC)
        ),
        Example("the next day", pitch(), Kept, history=_HISTORY, received=datetime(2026, 3, 4, 9, tzinfo=UTC)),
        Example(
            "a colleague of the same organisation",
            pitch(sender="Ben Orr <ben@growth.example>"),
            Breach,
            history=_HISTORY,
            received=datetime(2026, 3, 25, tzinfo=UTC),
        ),
        Example(
            "another company",
            pitch(sender="Ida <ida@other.example>"),
            OutOfScope,
            history=_HISTORY,
            received=datetime(2026, 3, 25, tzinfo=UTC),
        ),
        Example(
            "consent given again",
            pitch(),
            OutOfScope,
            history=History(opt_outs=(_WITHDRAWN,)),
            received=datetime(2026, 3, 25, tzinfo=UTC),
        ),
        Example(
            "a receipt",
            pitch(body="Your receipt for order 17."),
            OutOfScope,
            commercial=Answer.NO,
            history=_HISTORY,
            received=datetime(2026, 3, 25, tzinfo=UTC),
        ),
        Example("nobody looked at earlier mail", pitch(), Undecided, received=datetime(2026, 3, 25, tzinfo=UTC)),
    ),
)
