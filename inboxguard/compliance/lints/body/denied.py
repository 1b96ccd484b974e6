"""selling mail that says one cannot opt out of it

It looks for sentences such as "it is not possible to unsubscribe from this type of e-mail", which belong into notices
about an account and nowhere else.
It matters because the reader believes it and gives up.
The sender may say so in a receipt; a message that sells cannot borrow the sentence.
It cannot decide what a mixed message is for, and rests on the word of whoever said that it sells.
"""

from inboxguard.compliance.in_body import own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import whole_message
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import WordingKind
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether the message does not deny what it owes."""
    denials = own_wording(case, WordingKind.DENIAL)
    if case.commercial is Answer.NO:
        return OutOfScope("the message does not sell")
    if not denials:
        return Kept()
    if case.commercial is Answer.MAYBE:
        return Undecided("it was not said whether the message sells")
    if case.ways_out.usable:
        return Kept(case.ways_out.usable[0].evidence)
    return Breach("says that one cannot opt out", quote("body", denials[0].words))


_DENIED = f"{SELLING}\n\nPlease note that it is not possible to unsubscribe from this type of email."

LINT = Lint(
    code="UNS321",
    name="opt-out-denied",
    level=Level.ERROR,
    scope=whole_message,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(5)(A)(ii)", "clear and conspicuous notice of the opportunity to decline to receive further"),
        ETIQUETTE.cite("ways out", "mail that sells can be stopped"),
    ),
    examples=(
        Example("a pitch that denies it", pitch(body=_DENIED), Breach),
        Example("a pitch that does not", pitch(), Kept),
        Example("an invoice that does", pitch(body=_DENIED), OutOfScope, commercial=Answer.NO),
        Example("nobody said whether it sells", pitch(body=_DENIED), Undecided, commercial=Answer.MAYBE),
    ),
)
