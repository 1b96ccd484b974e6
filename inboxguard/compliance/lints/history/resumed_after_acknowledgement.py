"""selling mail after the sender confirmed the opt-out

It looks at earlier mail of this sender that confirmed a request to stop ("you have been unsubscribed"), and says that
selling mail came all the same.
It matters because the sender has shown to know of the request.
The sender should find the list that was forgotten; most often there are two systems with two lists.
It cannot see a consent given anew on a web page unless it was recorded as one.
"""

from datetime import UTC, datetime

from inboxguard.compliance.deadlines import passed
from inboxguard.compliance.history import EarlierMail, History, OptOut, OptOutWay
from inboxguard.compliance.opted_out import now_of
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history
from inboxguard.compliance.sources import ETIQUETTE, GDPR, STATUTE_DEADLINES
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import Evidence


def check(case: Case) -> Outcome:
    """Whether no earlier mail had confirmed an opt-out that still holds."""
    now = now_of(case)
    if now is None:
        return Undecided("the day of receipt is unknown")
    if not case.history.earlier:
        return OutOfScope("this is the first mail of the sender")
    confirmed = [mail for mail in case.history.earlier if mail.acknowledged and mail.at < now]
    if not confirmed:
        return Kept()
    last = confirmed[-1]
    withdrawals = (one.withdrawn for one in case.history.opt_outs if one.withdrawn)
    if any(last.at <= at <= now for at in withdrawals):
        return OutOfScope("the user consented again")
    assert last.acknowledged is not None
    late = (*passed(last.at, now, case.history.holidays), "etiquette")
    return Breach(
        f"came after the mail of {last.at.date().isoformat()} had confirmed the opt-out",
        last.acknowledged,
        asked_by=late,
    )


_AT = datetime(2026, 3, 3, tzinfo=UTC)
_CONFIRMED = EarlierMail(_AT, None, acknowledged=Evidence("body", "You have been unsubscribed."))
_AGAIN = OptOut(
    _AT, "growth.example", OptOutWay.ONE_CLICK, Evidence("post", "sent"), withdrawn=datetime(2026, 3, 9, tzinfo=UTC)
)
_LATER = datetime(2026, 4, 10, tzinfo=UTC)

LINT = Lint(
    code="UNS608",
    name="resumed-after-acknowledged-opt-out",
    level=Level.ERROR,
    scope=all_of(known_history, commercial),
    check=check,
    cites=(
        *STATUTE_DEADLINES,
        GDPR.cite("article 21(3)", "shall no longer be processed for such purposes"),
        ETIQUETTE.cite("sequences", "a confirmed opt-out is kept", level=Level.WARN),
    ),
    examples=(
        Example(
            "five weeks after the confirmation",
            pitch(),
            Breach,
            history=History(earlier=(_CONFIRMED,)),
            received=_LATER,
        ),
        Example("no confirmation", pitch(), Kept, history=History(earlier=(EarlierMail(_AT, None),)), received=_LATER),
        Example(
            "subscribed again",
            pitch(),
            OutOfScope,
            history=History(earlier=(_CONFIRMED,), opt_outs=(_AGAIN,)),
            received=_LATER,
        ),
        Example(
            "nobody said whether it sells",
            pitch(),
            Undecided,
            commercial=Answer.MAYBE,
            history=History(earlier=(_CONFIRMED,)),
        ),
    ),
)
