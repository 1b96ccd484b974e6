"""a follow-up without the way out that an earlier mail had

It looks at earlier mail of the same thread that offered a way out, and asks whether this one still does.
It matters because follow-ups are what one wants to be rid of, and several laws speak of each message, not of the first.
The sender can put the same line below every step of a sequence; sequence tools often put it below the first only.
It cannot see a follow-up sent by hand as anything else than a follow-up.
"""

from datetime import UTC, datetime

from inboxguard.compliance.history import EarlierMail, History
from inboxguard.compliance.in_body import opening
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history, whole_message
from inboxguard.compliance.sources import CAN_SPAM, CASL, ETIQUETTE, PECR, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Offer
from inboxguard.mail.address import parse_address

_OFFERED = {Offer.PRESENT, Offer.REPLY}


def check(case: Case) -> Outcome:
    """Whether the way out of an earlier mail in the thread is still there."""
    before = [mail for mail in case.history.earlier if mail.same_thread and mail.offer in _OFFERED]
    if not before:
        return OutOfScope("no earlier mail of the thread offered a way out")
    match case.ways_out.offer:
        case Offer.PRESENT | Offer.REPLY:
            return Kept(case.ways_out.options[0].evidence if case.ways_out.options else None)
        case Offer.NONE:
            day = before[-1].at.date().isoformat()
            return Breach(f"offers no way out, while the mail of {day} did", opening(case))
        case Offer.UNCLEAR | Offer.UNKNOWN:
            return Undecided("it cannot be told whether it offers a way out")


_AT = datetime(2026, 3, 3, tzinfo=UTC)
_FIRST = EarlierMail(_AT, parse_address("mara@growth.example"), offer=Offer.PRESENT, same_thread=True)
_HISTORY = History(earlier=(_FIRST,))
_LATER = datetime(2026, 3, 10, tzinfo=UTC)

LINT = Lint(
    code="UNS604",
    name="vanished-way-out",
    level=Level.WARN,
    scope=all_of(known_history, whole_message, commercial),
    check=check,
    cites=(
        CASL.cite("section 6(2)(c)", "set out an unsubscribe mechanism in the message"),
        SPAM_ACT.cite("section 18(1)(c)", "the message includes a statement to the effect"),
        CAN_SPAM.cite("(a)(5)(A)(ii)", "unless the message provides clear and conspicuous notice of the opportunity"),
        PECR.cite("regulation 22(3)(c)", "at the time of each subsequent communication"),
        ETIQUETTE.cite("sequences", "every step of a sequence can be left"),
    ),
    examples=(
        Example("mail 1 had a footer, mail 3 has none", pitch(), Breach, history=_HISTORY, received=_LATER),
        Example(
            "the option is still there",
            pitch(body=f"{SELLING}\n\nReply STOP and I will not write again."),
            Kept,
            history=_HISTORY,
            received=_LATER,
        ),
        Example("no earlier mail", pitch(), OutOfScope, history=History(), received=_LATER),
        Example("only the header was fetched", pitch(), Undecided, history=_HISTORY, received=_LATER, cut=True),
    ),
)
