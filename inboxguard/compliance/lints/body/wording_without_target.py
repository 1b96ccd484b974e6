"""words about opting out, and nothing to follow

It looks for sentences that speak of opting out and have no link, no address and no word to reply with in reach.
It matters because the reader is promised a way out and then searches for it.
The sender should look at the message as it arrives: often a link was lost when it was turned into plain text.
It cannot tell which of several links nearby is meant, nor people's talk about lists from a sender's promise; then it
says nothing. When the header holds a way out that
works, or another one stands in the text, it is only noted.
"""

from inboxguard.compliance.belonging import is_through_a_list
from inboxguard.compliance.in_body import usable
from inboxguard.compliance.sample import SELLING, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, SPAM_ACT
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault
from inboxguard.mail.fields.list_id import Bulk


def check(case: Case) -> Outcome:
    """Whether the words lead somewhere."""
    if found := usable(case):
        return Kept(found.evidence)
    empty = [option for option in case.ways_out.options if option.fault is Fault.NO_TARGET]
    if not empty:
        return OutOfScope("it does not speak of opting out")
    if case.commercial is Answer.MAYBE and (case.bulk.bulk is Bulk.NO or is_through_a_list(case.message)):
        return Undecided("people talk about lists, and nobody said that the message sells")
    if any(option.level > 0 for option in empty):
        return Undecided("which of the links nearby is meant cannot be told")
    level = Level.INFO if case.ways_out.usable else None
    return Breach("speaks of opting out and gives nothing to follow", empty[0].evidence, level)


_WORDS = f"{SELLING}\n\nYou can unsubscribe from these e-mails at any time."

LINT = Lint(
    code="UNS302",
    name="unsubscribe-words-without-target",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        SPAM_ACT.cite("section 18(1)(c)", "may use an electronic address set out in the message"),
    ),
    examples=(
        Example("words alone", pitch(body=_WORDS), Breach),
        Example("words, and a field in the header", pitch(UNSUBSCRIBE, body=_WORDS), Breach),
        Example("by replying", pitch(body=f"{SELLING}\n\nYou can unsubscribe at any time by replying STOP."), Kept),
        Example(
            "a friend's words",
            pitch(body="You can unsubscribe from that list at any time."),
            Undecided,
            commercial=Answer.MAYBE,
        ),
        Example("no such words", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(body=_WORDS), Undecided, cut=True),
    ),
)
