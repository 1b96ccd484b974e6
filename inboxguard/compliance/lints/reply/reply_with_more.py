"""a reply that has to hold more than the request

It looks at the sentences that ask for a reply or a mail to opt out, and at the ones beside them, for a name, a telephone
number, a customer number or the message itself as a condition.
It matters because the request then fails when the reader leaves it out, and tells a stranger more than he knew.
The sender knows the address the reply comes from, and needs nothing else.
It cannot see what happens to a reply without the rest; languages other than the most usual ones are not judged.
"""

from inboxguard.compliance.demands import asks_for_more
from inboxguard.compliance.in_body import NAMES_IT, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM_RULE, SPAM_REGULATIONS
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import OptionKind, WordingKind
from inboxguard.mail.evidence import quote

_BY_MAIL = {OptionKind.REPLY, OptionKind.BODY_MAILTO}
_BESIDE = 160


def check(case: Case) -> Outcome:
    """Whether the request alone is enough."""
    if not any(option.kind in _BY_MAIL for option in case.ways_out.options):
        return OutOfScope("it does not offer to opt out by mail")
    said = own_wording(case, WordingKind.REPLY, *NAMES_IT)
    for one in said:
        text = case.message.blocks[one.block].text
        around = text[max(one.start - _BESIDE, 0) : one.end + _BESIDE]
        if words := asks_for_more(around):
            return Breach(f'wants more than the request ("{words}")', quote("body", around))
    return Kept(quote("body", said[0].words)) if said else OutOfScope("it does not say what to write")


def _mail(words: str) -> str:
    return pitch(body=f"{SELLING}\n\n{words}")


LINT = Lint(
    code="UNS406",
    name="opt-out-reply-wants-more",
    level=Level.WARN,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM_RULE.cite(
            "316.5",
            "provide any information other than the recipient's electronic mail address and opt-out preferences",
        ),
        SPAM_REGULATIONS.cite("section 7", "not require the recipient to give further personal information"),
    ),
    examples=(
        Example(
            "the message itself",
            _mail("To be removed, reply with REMOVE. Also include the body of this message."),
            Breach,
        ),
        Example("a telephone number", _mail("Reply REMOVE and include your phone number."), Breach),
        Example("the word alone", _mail("Reply with REMOVE in the subject and I will not write again."), Kept),
        Example("no such offer", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
    ),
)
