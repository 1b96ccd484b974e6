"""nothing but a polite "let me know"

It looks at messages whose only hint of a way out is a condition without a verb of stopping ("if this is not relevant,
let me know") or a break-up line.
It matters because answering starts a conversation, which is what the sender wants, and promises nothing.
The sender can promise: "reply 'no' and I will not write again".
It cannot see the good will behind the phrase.
"""

from inboxguard.compliance.sample import SELLING, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE, FTC_GUIDE
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault


def check(case: Case) -> Outcome:
    """Whether the message offers more than a condition."""
    if case.ways_out.usable:
        return Kept(case.ways_out.usable[0].evidence)
    polite = [option for option in case.ways_out.options if option.fault is Fault.IMPLICIT]
    stronger = [option for option in case.ways_out.options if option.fault is not Fault.IMPLICIT and option.level > 1]
    if stronger:
        return OutOfScope("it offers another way out, though not a usable one")
    return (
        Breach("offers nothing but a polite condition", polite[0].evidence)
        if polite
        else OutOfScope("it offers no way out")
    )


LINT = Lint(
    code="UNS402",
    name="polite-condition-only",
    level=Level.WARN,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(5)(A)(ii)", "clear and conspicuous notice of the opportunity to decline to receive further"),
        FTC_GUIDE.cite("5", "a clear and conspicuous explanation of how the recipient can opt out"),
        ETIQUETTE.cite("ways out", "a way out is said plainly"),
    ),
    examples=(
        Example(
            "not relevant, let me know", pitch(body=f"{SELLING}\n\nIf this is not relevant, just let me know."), Breach
        ),
        Example("a promise", pitch(body=f"{SELLING}\n\nReply 'no' and I will not contact you again."), Kept),
        Example(
            "and a field in the header",
            pitch(UNSUBSCRIBE, body=f"{SELLING}\n\nIf this is not relevant, just let me know."),
            Kept,
        ),
        Example("nothing at all", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(), Undecided, commercial=Answer.MAYBE),
    ),
)
