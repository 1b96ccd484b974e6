"""the mail that asked to stop came back as undeliverable

It looks at the user's mails to an opt-out address and at delivery failure notices that answer them, and asks whether
the failure came within the days a way out has to keep working.
It matters because the reader did all that was asked, and nobody was there.
The sender has to keep the mailbox alive, longer than the campaign.
It cannot see whether the failure was the sender's fault or a passing trouble between servers.
"""

from datetime import UTC, datetime

from inboxguard.compliance.deadlines import still_working
from inboxguard.compliance.history import EarlierMail, History, OptOut, OptOutWay
from inboxguard.compliance.opted_out import asked_to_stop, offered_by
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, known_history, perhaps_commercial
from inboxguard.compliance.sources import CAN_SPAM, CASL, SPAM_ACT, SPAM_CONTROL_ACT, UEMA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.address import parse_address
from inboxguard.mail.evidence import Evidence


def check(case: Case) -> Outcome:
    """Whether no request came back within the period."""
    requests = asked_to_stop(case)
    mailed = [one for one in requests if one.way in {OptOutWay.MAILTO, OptOutWay.REPLY}]
    if not mailed:
        return OutOfScope("no request to stop was mailed to this sender")
    failed = next((one for one in mailed if one.bounced), None)
    if failed is None or failed.bounced is None:
        return Kept(mailed[0].evidence)
    offered = [mail.at for mail in case.history.earlier if mail.at <= failed.at and offered_by(mail, failed)]
    if not offered:
        return Undecided("the mail that offered the address was not seen")
    regimes = still_working(max(offered), failed.bounced)
    if not regimes:
        return Kept(failed.evidence)
    days = (failed.bounced - max(offered)).days
    return Breach(
        f"the request to {failed.asked} came back undeliverable after {days} days", failed.evidence, asked_by=regimes
    )


def _asked(bounced: datetime | None) -> OptOut:
    evidence = Evidence("sent mail", "to stop@growth.example: unsubscribe")
    return OptOut(datetime(2026, 3, 5, tzinfo=UTC), "stop@growth.example", OptOutWay.MAILTO, evidence, bounced=bounced)


_FIRST = EarlierMail(datetime(2026, 3, 3, tzinfo=UTC), parse_address("mara@growth.example"))
_LATER = datetime(2026, 6, 10, tzinfo=UTC)


def _history(bounced: datetime | None) -> History:
    return History(earlier=(_FIRST,), opt_outs=(_asked(bounced),))


LINT = Lint(
    code="UNS605",
    name="bounced-opt-out",
    level=Level.ERROR,
    scope=all_of(known_history, perhaps_commercial),
    check=check,
    cites=(
        CAN_SPAM.cite(
            "(a)(3)(A)(ii)", "remains capable of receiving such messages or communications for no less than 30 days"
        ),
        SPAM_ACT.cite("section 18(1)(e)", "at all times during a period of at least 30 days after the message is sent"),
        UEMA.cite("section 11(1)(e)", "reasonably likely to be functional and valid for at least 30 days"),
        SPAM_CONTROL_ACT.cite("Second Schedule 2(5)", "at all times during a period of at least 30 days"),
        CASL.cite("section 11(2)", "valid for a minimum of 60 days after the message has been sent"),
    ),
    examples=(
        Example(
            "back within a day", pitch(), Breach, history=_history(datetime(2026, 3, 5, 1, tzinfo=UTC)), received=_LATER
        ),
        Example(
            "back after 40 days: Canada only",
            pitch(),
            Breach,
            history=_history(datetime(2026, 4, 12, tzinfo=UTC)),
            received=_LATER,
        ),
        Example("it did not come back", pitch(), Kept, history=_history(None), received=_LATER),
        Example(
            "back after 80 days", pitch(), Kept, history=_history(datetime(2026, 5, 22, tzinfo=UTC)), received=_LATER
        ),
        Example("no request", pitch(), OutOfScope, history=History(earlier=(_FIRST,)), received=_LATER),
        Example("nobody looked at earlier mail", pitch(), Undecided, received=_LATER),
    ),
)
