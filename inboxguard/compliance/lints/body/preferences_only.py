"""a preference centre that does not say one can stop everything

It looks at messages whose only way out is "manage preferences" or the like.
It matters because a menu of topics is no way out unless it holds "none of them", and nothing says that it does.
The sender can call the link "unsubscribe or change preferences".
It cannot see the page, which is never fetched.
"""

from inboxguard.compliance.in_body import offered, usable
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CASL, FTC_GUIDE, GMAIL
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault


def check(case: Case) -> Outcome:
    """Whether stopping is named."""
    if found := usable(case):
        return Kept(found.evidence)
    menu = next((option for option in offered(case) if option.fault is Fault.PREFERENCES), None)
    if menu is None:
        return OutOfScope("it offers no preference centre")
    return Breach("offers preferences and does not say that one can stop", menu.evidence)


_HTML = '<p>Everything in the garden range costs less this week.</p><p><a href="https://shop.example/p/7c1d">{}</a></p>'

LINT = Lint(
    code="UNS316",
    name="preferences-without-stop",
    level=Level.INFO,
    scope=selling_body,
    check=check,
    cites=(
        FTC_GUIDE.cite("5", "you must include the option to stop all commercial messages from you"),
        CASL.cite("section 11", "a landing page that allows a full unsubscribe"),
        GMAIL.cite("81126", "let recipients unsubscribe from lists individually, or all lists at once"),
    ),
    examples=(
        Example("preferences", page(_HTML.format("Manage your email preferences")), Breach),
        Example("preferences and stopping", page(_HTML.format("Manage preferences or unsubscribe")), Kept),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
        Example("only the header was fetched", page(_HTML.format("Manage preferences")), Undecided, cut=True),
    ),
)
