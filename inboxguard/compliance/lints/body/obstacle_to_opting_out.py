"""an opt-out that announces a login, a fee or questions

It looks at the sentences that speak of opting out and at what else they ask: to log in, to pay, to send a name, a
telephone number or the message itself.
It matters because every further step is a reason to give up, and a stranger asks for data.
The sender may ask for the address and for what one wants to stop, by a reply or on one page, and for nothing else.
It cannot see the page, which is never fetched; languages other than the most usual ones are not judged.
"""

from inboxguard.compliance.demands import obstacle
from inboxguard.compliance.in_body import NAMES_IT, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM_RULE, CRTC, SPAM_REGULATIONS, YAHOO
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import WordingKind
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether the sentences ask for nothing but the request."""
    said = own_wording(case, *NAMES_IT, WordingKind.REPLY, WordingKind.PREFERENCES)
    if not said:
        return OutOfScope("it does not speak of opting out")
    for one in said:
        if asks := obstacle(one.words):
            return Breach(f"puts {asks} before its way out", quote("body", one.words))
    return Kept(quote("body", said[0].words))


def _mail(words: str) -> str:
    return pitch(body=f"{SELLING}\n\n{words}")


LINT = Lint(
    code="UNS317",
    name="obstacle-to-opting-out",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM_RULE.cite(
            "316.5", "pay any fee, provide any information other than the recipient's electronic mail address"
        ),
        SPAM_REGULATIONS.cite(
            "section 7", "not require the recipient to log in, pay or give further personal information"
        ),
        CRTC.cite("section 3(2)", "must be able to be readily performed"),
        YAHOO.cite("Additional recommendations", "doesn't require users to log in"),
    ),
    examples=(
        Example("a login", _mail("To unsubscribe, log in to your account: https://growth.example/account"), Breach),
        Example(
            "a name and a telephone number",
            _mail("To unsubscribe, reply STOP with your full name and phone number."),
            Breach,
        ),
        Example("a fee", _mail("You can unsubscribe for a small fee: https://growth.example/u"), Breach),
        Example(
            "no login needed",
            _mail("Unsubscribe without having to log in to anything: https://growth.example/u/3f9a"),
            Kept,
        ),
        Example("a click", _mail("Click to unsubscribe: https://growth.example/u/3f9a"), Kept),
        Example("no such words", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
    ),
)
