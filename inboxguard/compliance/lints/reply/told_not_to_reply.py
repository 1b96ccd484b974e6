"""told not to reply, and given nothing else

It looks for "do not reply to this e-mail" in messages that speak of opting out, and asks whether another way works.
It matters because the one thing a reader can always do is then ruled out.
"Do not reply, to be removed go here" is no offer to reply, and is never counted as one.
The sender has to let the other way work, or read the replies.
"""

from inboxguard.compliance.in_body import NAMES_IT, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import WordingKind
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether another way works."""
    told = own_wording(case, WordingKind.NO_REPLY)
    if not told:
        return OutOfScope("it does not forbid a reply")
    if not case.ways_out.options and not own_wording(case, *NAMES_IT):
        return OutOfScope("it does not speak of opting out")
    if found := next(iter(case.ways_out.usable), None):
        return Kept(found.evidence)
    return Breach("forbids a reply and offers nothing else that works", quote("body", told[0].words))


_TOLD = f"{SELLING}\n\nPlease do not reply to this email."

LINT = Lint(
    code="UNS404",
    name="told-not-to-reply",
    level=Level.INFO,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        ETIQUETTE.cite("ways out", "somebody can be answered"),
    ),
    examples=(
        Example("and a dead offer", pitch(body=f"{_TOLD} You can unsubscribe at any time."), Breach),
        Example(
            "and a link that works",
            pitch(body=f"{_TOLD}\n\nTo be removed go here: https://growth.example/remove/3f9a"),
            Kept,
        ),
        Example("no offer at all", pitch(body=_TOLD), OutOfScope),
        Example("replies are welcome", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(body=_TOLD), Undecided, cut=True),
    ),
)
