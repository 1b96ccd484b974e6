"""an opt-out by letter, telephone or fax only

It looks at messages that speak of opting out, offer no way that works by mail or by the web, and send the reader to a
post box or a telephone instead.
It matters because what came for nothing then costs a stamp or a call to answer.
The sender has to offer a way by the medium the message came by; a letter may stand beside it.
It cannot tell a working link from one that no longer answers.
"""

from inboxguard.compliance.demands import by_letter
from inboxguard.compliance.in_body import NAMES_IT, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, CASL, EPRIVACY, SPAM_ACT, UEMA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether there is a way out by mail or by the web."""
    said = own_wording(case, *NAMES_IT)
    if not said:
        return OutOfScope("it does not speak of opting out")
    if found := next(iter(case.ways_out.usable), None):
        return Kept(found.evidence)
    for one in said:
        if words := by_letter(one.words):
            return Breach(f'can only be left off-line ("{words}")', quote("body", one.words))
    return OutOfScope("it does not speak of a letter, a telephone or a fax")


_LETTER = f"{SELLING}\n\nTo be removed from our list, opt out by writing to 6130 W Flamingo Rd, Las Vegas, NV 89103."

LINT = Lint(
    code="UNS318",
    name="opt-out-by-letter-only",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        CASL.cite("section 11(1)(a)(i)", "the same electronic means by which the message was sent"),
        SPAM_ACT.cite("section 18(1)(c)", "may use an electronic address set out in the message"),
        UEMA.cite("section 11(1)(c)", "using the same method of communication that was used to send"),
        EPRIVACY.cite(
            "article 13(4)", "a valid address to which the recipient may send a request that such communications cease"
        ),
    ),
    examples=(
        Example("a letter to Nevada", pitch(body=_LETTER), Breach),
        Example("a letter or a link", pitch(body=f"{_LETTER}\n\nUnsubscribe: https://growth.example/u/3f9a"), Kept),
        Example("no such words", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(body=_LETTER), Undecided, cut=True),
    ),
)
