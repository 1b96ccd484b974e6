"""an unsubscribe link in nearly the colour of its background

It looks at the contrast of the body's ways out, as WCAG counts it, and speaks below 3 to 1.
It matters to everybody with less than perfect eyes or a screen in the sun.
The sender can give the footer the colour of the other text.
It cannot know a background that is a picture, or colours that nobody states, and then says nothing.
"""

from inboxguard.compliance.in_body import seen
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, OTA, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided

_FAINT = 3.0


def check(case: Case) -> Outcome:
    """Whether the best visible way out can be told from its background."""
    options = [option for option in seen(case) if option.link is not None]
    if not options:
        return OutOfScope("no link in the body offers a way out")
    known = [(option.link.look.contrast, option) for option in options if option.link and option.link.look.contrast]
    if len(known) < len(options):
        return Undecided("its colour or its background is not stated")
    contrast, option = max(known, key=lambda pair: pair[0])
    if contrast >= _FAINT:
        return Kept(option.evidence)
    return Breach(f"shows its way out with a contrast of {contrast:g} to 1", option.evidence)


_HTML = '<div style="background:{}"><p>Everything costs less this week.</p><p><a style="color:{}" href="https://shop.example/u/7c1d">Unsubscribe</a></p></div>'

LINT = Lint(
    code="UNS306",
    name="faint-unsubscribe-link",
    level=Level.WARN,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "clearly and conspicuously displayed"),
        SPAM_ACT.cite("section 18(1)(d)", "the statement is presented in a clear and conspicuous manner"),
        OTA.cite("practice 1", "in an easy-to-read size and colour"),
    ),
    examples=(
        Example("light grey on white", page(_HTML.format("#ffffff", "#dddddd")), Breach),
        Example("white on a dark footer", page(_HTML.format("#222222", "#ffffff")), Kept),
        Example(
            "no colour stated", page('<p>Offers. <a href="https://shop.example/u/7c1d">Unsubscribe</a></p>'), Undecided
        ),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
    ),
)
