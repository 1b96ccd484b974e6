"""an unsubscribe option that is a picture and nothing else

It looks at ways out whose link holds a picture without words, and without an alternative text that names them.
It matters because pictures are not loaded by default in many programs, and cannot be read aloud.
The sender can write the word, or give the picture the word as its alternative text.
It cannot read the picture; it goes by what the target says.
"""

from inboxguard.compliance.in_body import offered, seen
from inboxguard.compliance.merge_tags import merge_tag
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import ETIQUETTE, OTA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.vocabulary.load import Role
from inboxguard.compliance.way_out import Fault, Option
from inboxguard.compliance.wording import find_hits


def check(case: Case) -> Outcome:
    """Whether a way out of the body has words."""
    options = offered(case)
    if not options:
        return OutOfScope("no link in the body offers a way out")
    written = next((option for option in seen(case) if option.fault is not Fault.IMAGE_ONLY or _named(option)), None)
    if written:
        return Kept(written.evidence)
    pictured = next((option for option in options if option.fault is Fault.IMAGE_ONLY), None)
    if pictured is None:
        return OutOfScope("its way out is not shown")
    return Breach("shows its way out as a picture without words", pictured.evidence)


def _named(option: Option) -> bool:
    """Whether the alternative text of the picture names opting out."""
    if option.link is None or merge_tag(option.link.text):
        return False
    return any(hit.role is Role.ACTION for hit in find_hits(option.link.text))


_HTML = '<p>Everything in the garden range costs less this week.</p><p><a href="https://shop.example/unsubscribe/7c1d"><img src="https://shop.example/i.png" alt="{}"></a></p>'

LINT = Lint(
    code="UNS308",
    name="pictured-unsubscribe-link",
    level=Level.WARN,
    scope=selling_body,
    check=check,
    cites=(
        OTA.cite("practice 1", "users should not be forced to download images"),
        ETIQUETTE.cite("ways out", "a way out can be read without pictures"),
    ),
    examples=(
        Example("a picture without words", page(_HTML.format("")), Breach),
        Example("an alternative text", page(_HTML.format("Unsubscribe")), Kept),
        Example("an alternative text not filled in", page(_HTML.format("*|UNSUB|*")), Breach),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
        Example("only the header was fetched", page(_HTML.format("")), Undecided, cut=True),
    ),
)
