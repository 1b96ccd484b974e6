"""ways out in header and body that belong to different organisations

It compares the registrable domains of the List-Unsubscribe targets with those of the body's links, mailing services
left aside.
It matters because it is then unclear whose list one leaves, and whether both do the same.
The sender may have added one by hand and the service the other; one of them is usually stale.
It cannot see whether two domains belong to one company.
"""

from inboxguard.compliance.in_body import seen
from inboxguard.compliance.providers import is_mailing_service
from inboxguard.compliance.sample import SELLING, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import all_of, has_list_unsubscribe, perhaps_commercial, whole_message
from inboxguard.compliance.siblings import same_brand
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.targets import read_target
from inboxguard.compliance.unsubscribe_header import organisations


def check(case: Case) -> Outcome:
    """Whether header and body name one organisation."""
    readers = {one.address.organisation for one in (*case.message.to, *case.message.cc) if one.address}
    found = [option for option in seen(case) if option.usable and read_target(option.target).organisation]
    options = [option for option in found if read_target(option.target).organisation not in readers]
    above, below = organisations(case), {read_target(option.target).organisation for option in options}
    if not above or not below:
        return OutOfScope("header and body do not both offer a way out")
    if any(is_mailing_service(one) for one in above | below):
        return Kept(options[0].evidence)
    if above & below or any(same_brand(one, other) for one in above for other in below):
        return Kept(options[0].evidence)
    return Breach(f"names {min(above)} in the header and {min(below)} in the body", options[0].evidence)


LINT = Lint(
    code="UNS315",
    name="ways-out-disagree",
    level=Level.INFO,
    scope=all_of(has_list_unsubscribe, whole_message, perhaps_commercial),
    check=check,
    cites=(ETIQUETTE.cite("ways out", "all ways out leave the same list"),),
    examples=(
        Example(
            "two companies", pitch(UNSUBSCRIBE, body=f"{SELLING}\n\nUnsubscribe: https://other.example/u/1"), Breach
        ),
        Example(
            "one company", pitch(UNSUBSCRIBE, body=f"{SELLING}\n\nUnsubscribe: https://m.growth.example/u/1"), Kept
        ),
        Example(
            "a mailing service",
            pitch(UNSUBSCRIBE, body=f"{SELLING}\n\nUnsubscribe: https://x.list-manage.com/unsubscribe?u=1"),
            Kept,
        ),
        Example("the header alone", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
