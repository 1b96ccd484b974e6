"""a repeated pitch, and no mail of it offers a way out

It looks at the pitches of this sender within sixty days and says that there are two or more, this one among them, of
which none offers a way out.
It matters because this is the pattern that wears a reader down, and what this program was made for.
The sender can end it with one honest line in any of the mails.
It counts only mails that were read whole and surely offer nothing; an unclear way out is not counted as none.
"""

from datetime import UTC, datetime, timedelta

from inboxguard.compliance.history import Answer, EarlierMail, History
from inboxguard.compliance.in_body import opening
from inboxguard.compliance.opted_out import now_of
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Offer

_WINDOW = timedelta(days=60)
_ENOUGH = 2
_OFFERED = {Offer.PRESENT, Offer.REPLY}


def check(case: Case) -> Outcome:
    """Whether some pitch of the sequence offers a way out."""
    now = now_of(case)
    if now is None:
        return Undecided("the day of receipt is unknown")
    recent = [one for one in case.history.earlier if now - _WINDOW <= one.at < now and one.commercial is Answer.YES]
    if not recent:
        return OutOfScope("no earlier pitch of this sender in sixty days")
    if case.ways_out.offer in _OFFERED or any(one.offer in _OFFERED for one in recent):
        return Kept()
    none = 1 + sum(one.offer is Offer.NONE for one in recent)
    if case.ways_out.offer is not Offer.NONE or none < _ENOUGH:
        return Undecided("it cannot be told whether they offer a way out")
    return Breach(
        f"is pitch number {none} in sixty days, and none offers a way out",
        opening(case),
    )


def _earlier(offer: Offer) -> History:
    return History(earlier=(EarlierMail(datetime(2026, 3, 3, tzinfo=UTC), None, offer=offer, commercial=Answer.YES),))


_LATER = datetime(2026, 3, 10, tzinfo=UTC)
_MUCH_LATER = datetime(2026, 9, 10, tzinfo=UTC)

LINT = Lint(
    code="UNS607",
    name="repeated-pitch-without-way-out",
    level=Level.WARN,
    scope=all_of(known_history, commercial),
    check=check,
    cites=(ETIQUETTE.cite("sequences", "who writes twice says how to make it stop"),),
    examples=(
        Example("the second pitch with nothing", pitch(), Breach, history=_earlier(Offer.NONE), received=_LATER),
        Example("the first one had a footer", pitch(), Kept, history=_earlier(Offer.PRESENT), received=_LATER),
        Example(
            "this one says how to stop",
            pitch(body=f"{SELLING}\n\nReply STOP and I will not write again."),
            Kept,
            history=_earlier(Offer.NONE),
            received=_LATER,
        ),
        Example("the first one was not read", pitch(), Undecided, history=_earlier(Offer.UNKNOWN), received=_LATER),
        Example("half a year later", pitch(), OutOfScope, history=_earlier(Offer.NONE), received=_MUCH_LATER),
    ),
)
