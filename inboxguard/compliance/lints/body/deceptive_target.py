"""an unsubscribe link to a place that is not what it seems

It looks at the hosts of the body's ways out: numbers, private networks, a name before an "@", mixed alphabets; a well-
known company that is not the sender; and, as a warning, free forms, free pages and link shorteners.
It matters because a reader who wants to stop mail should not have to hand an address to a stranger.
The sender should use a host of its own, or of its mailing service.
It cannot see where a host that looks honest leads.
"""

from inboxguard.compliance.hosts import host_fault
from inboxguard.compliance.in_body import seen
from inboxguard.compliance.providers import is_borrowed, is_free_form, is_shortener
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.senders import organisations_of
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.targets import Target, read_target
from inboxguard.compliance.way_out import OptionKind


def check(case: Case) -> Outcome:
    """Whether every way out of the body leads to a plain host of the sender's or a service's."""
    options = [option for option in seen(case) if option.kind is not OptionKind.BODY_MAILTO]
    targets = [(read_target(option.target), option) for option in options]
    web = [(target, option) for target, option in targets if target.web]
    if not web:
        return OutOfScope("no web link in the body offers a way out")
    own = organisations_of(case)
    for target, option in web:
        if fault := _fault(target, own):
            return Breach(f"its way out leads to {fault}", option.evidence)
    for target, option in web:
        if doubt := _doubt(target, own):
            return Breach(f"its way out leads to {doubt}", option.evidence, Level.WARN)
    return Kept(web[0][1].evidence)


def _fault(target: Target, own: frozenset[str]) -> str:
    if fault := host_fault(target):
        return fault
    if (
        target.organisation not in own
        and is_borrowed(target.organisation)
        and not is_free_form(target.host, target.path)
    ):
        return f"{target.organisation}, which is not the sender's"
    return ""


def _doubt(target: Target, own: frozenset[str]) -> str:
    if target.organisation in own:
        return ""
    if is_free_form(target.host, target.path):
        return f"a free form or page ({target.host})"
    return f"a link shortener ({target.host})" if is_shortener(target.host) else ""


_HTML = '<p>Everything in the garden range costs less this week.</p><p>No more offers? <a href="{}">Unsubscribe</a></p>'

LINT = Lint(
    code="UNS310",
    name="deceptive-unsubscribe-link",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        ETIQUETTE.cite("ways out", "a way out leads where it seems to lead"),
    ),
    examples=(
        Example("a name before an @", page(_HTML.format("http://bank.example@012345267142/u")), Breach),
        Example("somebody else's page", page(_HTML.format("https://support.microsoft.com/unsubscribe")), Breach),
        Example("a free form", page(_HTML.format("https://docs.google.com/forms/d/1a2b3c/viewform")), Breach),
        Example("a shortener", page(_HTML.format("https://bit.ly/3xYz12")), Breach),
        Example("the sender's own host", page(_HTML.format("https://mail.growth.example/u/7c1d")), Kept),
        Example(
            "a mailing service", page(_HTML.format("https://growth.us10.list-manage.com/unsubscribe?u=7c1d")), Kept
        ),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
        Example("only the header was fetched", page(_HTML.format("http://1/")), Undecided, cut=True),
    ),
)
