"""a way out only in a part of the message that a reader does not see

It looks at the plain text beside an HTML part, and at a part for AMP, which few programs show: what only these say is
lost.
It matters because the sender's own check of that part finds a way out, and no reader does.
The sender has to put it into the HTML as well.
It cannot see which part the reader's program shows; nearly all show the HTML. Attachments are not opened.
"""

from inboxguard.compliance.in_body import seen
from inboxguard.compliance.sample import both, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault, OptionKind


def check(case: Case) -> Outcome:
    """Whether the shown part offers the way out of the other."""
    other = [option for option in case.ways_out.options if option.fault is Fault.OTHER_PART]
    replies = [one for one in case.ways_out.usable if one.kind is OptionKind.REPLY]
    shown = (*seen(case), *replies)
    if shown:
        return Kept(shown[0].evidence)
    if not other:
        return OutOfScope("no part of the body offers a way out")
    return Breach("offers its way out only in a part that is not shown", other[0].evidence)


_PLAIN = "Everything costs less.\n\nUnsubscribe: https://growth.example/u/3f9a"
_HTML = "<p>Everything in the garden range costs less this week.</p>"
_AMP = both("Everything costs less.", "<p>Everything costs less.</p>").replace(
    "--b1--",
    "--b1\nContent-Type: text/x-amp-html; charset=utf-8\n\n"
    '<html amp4email><body><a href="https://growth.example/u/3f9a">Unsubscribe</a></body></html>\n--b1--',
)

LINT = Lint(
    code="UNS313",
    name="way-out-in-unseen-part-only",
    level=Level.INFO,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "clearly and conspicuously displayed"),
        ETIQUETTE.cite("ways out", "a way out stands where it is seen"),
    ),
    examples=(
        Example("in the plain text only", both(_PLAIN, _HTML), Breach),
        Example(
            "in both", both(_PLAIN, f'{_HTML}<p><a href="https://growth.example/u/3f9a">Unsubscribe</a></p>'), Kept
        ),
        Example("plain text alone", pitch(body=_PLAIN), Kept),
        Example("in neither", both("Everything costs less.", _HTML), OutOfScope),
        Example("in the AMP part only", _AMP, Breach),
        Example("only the header was fetched", both(_PLAIN, _HTML), Undecided, cut=True),
    ),
)
