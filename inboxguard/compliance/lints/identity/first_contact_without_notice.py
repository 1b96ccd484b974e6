"""a first contact that does not mention the right to object

It looks at the first selling mail of a sender and asks whether it says, in any words, that one may object or opt out.
It matters because the right to object is to be pointed out at the latest then, clearly and apart from the rest.
The sender can write: "if you do not want to hear from me, say so and I will stop".
It cannot see where the reader lives, nor earlier contact elsewhere; without earlier mail looked at, it says nothing.
"""

import re
from datetime import UTC, datetime

from inboxguard.compliance.history import EarlierMail, History
from inboxguard.compliance.in_body import NAMES_IT, ends_to_read, opening, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history, whole_message
from inboxguard.compliance.sources import GDPR, GDPR_DE, UK_GDPR
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Offer, WordingKind
from inboxguard.mail.evidence import quote

_OBJECT = re.compile(
    r"\b(?:right to object|you may object|object to (?:the|this|further|processing)|widersprechen|widerspruch\w{0,12}|vous opposer|droit d.opposition"
    r"|oponerse|derecho de oposici[oó]n|opporsi|diritto di opposizione|bezwaar maken|recht van bezwaar|opor-se|direito de oposi[cç][aã]o|sprzeciw\w{0,4})\b",
    re.IGNORECASE,
)


def check(case: Case) -> Outcome:
    """Whether the first contact speaks of objecting or opting out."""
    if case.history.earlier:
        return OutOfScope("it is not the first contact")
    said = own_wording(case, *NAMES_IT, WordingKind.REPLY, WordingKind.PROMISE, WordingKind.PREFERENCES)
    if said:
        return Kept(quote("body", said[0].words))
    found = _OBJECT.search(ends_to_read(case))
    if found:
        return Kept(quote("body", found[0]))
    if case.ways_out.offer is Offer.UNKNOWN:
        return Undecided(case.ways_out.because)
    return Breach("does not mention that one may object", opening(case))


_AT = datetime(2026, 3, 10, tzinfo=UTC)
_EARLIER = History(earlier=(EarlierMail(datetime(2026, 3, 1, tzinfo=UTC), None),))

LINT = Lint(
    code="UNS506",
    name="first-contact-without-objection-notice",
    level=Level.WARN,
    scope=all_of(known_history, whole_message, commercial),
    check=check,
    cites=(
        GDPR.cite("article 21(4)", "at the latest at the time of the first communication … clearly and separately"),
        GDPR_DE.cite("article 21(4)", "at the latest at the time of the first communication … clearly and separately"),
        UK_GDPR.cite("article 21(4)", "at the latest at the time of the first communication"),
    ),
    examples=(
        Example("a first pitch", pitch(), Breach, history=History(), received=_AT),
        Example(
            "it names the right",
            pitch(body=f"{SELLING}\n\nYou have the right to object to further mail."),
            Kept,
            history=History(),
            received=_AT,
        ),
        Example(
            "it says how to stop",
            pitch(body=f"{SELLING}\n\nReply STOP and I will not write again."),
            Kept,
            history=History(),
            received=_AT,
        ),
        Example("later mail", pitch(), OutOfScope, history=_EARLIER, received=_AT),
        Example("earlier mail was not looked at", pitch(), Undecided, received=_AT),
    ),
)
