"""selling mail while the time to honour an opt-out still runs

It looks at the user's own requests to stop and says that this message came after one, but before a regime's days had
run out.
It matters because the reader will wonder; the answer is that some regimes still give the sender a few days.
The sender need not wait for the last day: a suppression list works at once.
It cannot see when the sender received the request; it counts from when the user made it.
"""

from datetime import UTC, date, datetime

from inboxguard.compliance.deadlines import DEADLINES, passed
from inboxguard.compliance.history import History, OptOut, OptOutWay
from inboxguard.compliance.opted_out import asked_to_stop, now_of
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history
from inboxguard.compliance.sources import PROVIDER_DEADLINES, STATUTE_DEADLINES
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import Evidence


def check(case: Case) -> Outcome:
    """Whether a request is open, by the regimes whose days still run."""
    now = now_of(case)
    if now is None:
        return Undecided("the day of receipt is unknown")
    requests = asked_to_stop(case)
    if not requests:
        return OutOfScope("nobody asked this sender to stop")
    first = requests[0]
    late = passed(first.at, now, case.history.holidays)
    running = tuple(name for name in DEADLINES if name not in late)
    if not running:
        return Kept(first.evidence)
    days = (now.date() - first.at.date()).days
    return Breach(
        f"came {days} days after the request to stop, while the time to honour it runs",
        first.evidence,
        asked_by=running,
    )


_ASKED = OptOut(
    datetime(2026, 3, 3, 10, tzinfo=UTC), "growth.example", OptOutWay.RECORDED, Evidence("record", "opted out")
)
_HISTORY = History(opt_outs=(_ASKED,))
_EASTER = History(
    opt_outs=(OptOut(datetime(2026, 3, 31, tzinfo=UTC), "growth.example", OptOutWay.REPLY, Evidence("reply", "stop")),),
    holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
)

LINT = Lint(
    code="UNS602",
    name="opt-out-grace-period",
    level=Level.INFO,
    scope=all_of(known_history, commercial),
    check=check,
    cites=(
        *STATUTE_DEADLINES,
        *PROVIDER_DEADLINES,
    ),
    examples=(
        Example("on the third day", pitch(), Breach, history=_HISTORY, received=datetime(2026, 3, 6, tzinfo=UTC)),
        Example(
            "holidays are no business days",
            pitch(),
            Breach,
            history=_EASTER,
            received=datetime(2026, 4, 15, tzinfo=UTC),
        ),
        Example("after every deadline", pitch(), Kept, history=_HISTORY, received=datetime(2026, 4, 20, tzinfo=UTC)),
        Example("no request", pitch(), OutOfScope, history=History(), received=datetime(2026, 3, 6, tzinfo=UTC)),
        Example("nobody looked at earlier mail", pitch(), Undecided, received=datetime(2026, 3, 6, tzinfo=UTC)),
    ),
)
