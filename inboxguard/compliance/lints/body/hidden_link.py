"""an unsubscribe link that a person does not see

It looks at how the body's ways out appear: not displayed, no visibility, no opacity, the size of the nearest
declaration, text in the colour of its background; by inline style and simple style sheets.
It matters because a hidden link satisfies a filter and helps nobody.
The sender has to show it.
It cannot run a browser; what only a browser can settle is not taken for hidden, and a wrapper with font-size:0 whose
child sets its own size is not hidden at all.
"""

from inboxguard.compliance.in_body import offered, seen
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, CRTC, OTA, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault


def check(case: Case) -> Outcome:
    """Whether a way out of the body can be seen."""
    if shown := seen(case):
        return Kept(shown[0].evidence)
    hidden = next((option for option in offered(case) if option.fault is Fault.HIDDEN), None)
    if hidden is None:
        return OutOfScope("no link in the body offers a way out")
    return Breach(f"hides its way out: {hidden.why}", hidden.evidence)


_HTML = '<p>Everything in the garden range costs less this week.</p><div style="{}"><a style="{}" href="https://shop.example/u/7c1d">Unsubscribe</a></div>'

LINT = Lint(
    code="UNS305",
    name="hidden-unsubscribe-link",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "clearly and conspicuously displayed"),
        SPAM_ACT.cite("section 18(1)(d)", "the statement is presented in a clear and conspicuous manner"),
        CRTC.cite("section 3(1)", "set out clearly and prominently"),
        OTA.cite("practice 1", "easy to find and clearly visible"),
    ),
    examples=(
        Example("not displayed", page(_HTML.format("display:none", "")), Breach),
        Example("one pixel", page(_HTML.format("", "font-size:1px")), Breach),
        Example("white on white", page(_HTML.format("background:#ffffff", "color:#ffffff")), Breach),
        Example("a wrapper of size 0, a child of 13", page(_HTML.format("font-size:0", "font-size:13px")), Kept),
        Example("shown", page(_HTML.format("", "")), Kept),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
        Example("only the header was fetched", page(_HTML.format("display:none", "")), Undecided, cut=True),
    ),
)
