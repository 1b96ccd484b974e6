"""an unsubscribe link in tiny letters

It looks at the nearest font size of the body's ways out and speaks below 8 pixels; at 2 pixels or less the link counts
as hidden, which is for another lint.
It matters because letters of that size are not read on any screen.
The sender can use the size of the other small print, 11 pixels or more.
It cannot know sizes that nobody states, and then says nothing.
"""

from inboxguard.compliance.in_body import seen
from inboxguard.compliance.sample import page, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, OTA, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided

_SMALL_PX = 8.0


def check(case: Case) -> Outcome:
    """Whether the largest visible way out is large enough to read."""
    options = [option for option in seen(case) if option.link is not None and option.link.kind in {"a", "area", "form"}]
    if not options:
        return OutOfScope("no link in HTML offers a way out")
    known = [(option.link.look.font_px, option) for option in options if option.link and option.link.look.font_px]
    if len(known) < len(options):
        return Undecided("its size is not stated")
    size, option = max(known, key=lambda pair: pair[0])
    return (
        Kept(option.evidence)
        if size >= _SMALL_PX
        else Breach(f"shows its way out in letters of {size:g} px", option.evidence)
    )


_HTML = '<p>Everything costs less this week.</p><p style="font-size:{}"><a href="https://shop.example/u/7c1d">Unsubscribe</a></p>'

LINT = Lint(
    code="UNS307",
    name="tiny-unsubscribe-link",
    level=Level.WARN,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "clearly and conspicuously displayed"),
        SPAM_ACT.cite("section 18(1)(d)", "the statement is presented in a clear and conspicuous manner"),
        OTA.cite("practice 1", "in an easy-to-read size and colour"),
    ),
    examples=(
        Example("five pixels", page(_HTML.format("5px")), Breach),
        Example("eleven pixels", page(_HTML.format("11px")), Kept),
        Example("no size stated", page(_HTML.format("inherit")), Undecided),
        Example("plain text", pitch(body="Offers.\n\nUnsubscribe: https://shop.example/u/7c1d"), OutOfScope),
    ),
)
