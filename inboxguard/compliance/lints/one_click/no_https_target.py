"""one-click announced without an https target

It looks for a usable https URL in List-Unsubscribe when List-Unsubscribe-Post is there.
It matters because one-click is a request over https; without such a URL the announcement is empty.
The sender has to add an https URL; a mailto: may stand beside it.
It cannot see whether the URL answers a POST.
"""

from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_one_click
from inboxguard.compliance.sources import GMAIL, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in


def check(case: Case) -> Outcome:
    """Whether there is an https target."""
    if field_of(case).https:
        return Kept(seen_in(case))
    return Breach("announces one-click without an https target", seen_in(case))


LINT = Lint(
    code="UNS203",
    name="one-click-without-https",
    level=Level.ERROR,
    scope=has_one_click,
    check=check,
    cites=(
        RFC8058.cite("§3.1", "the List-Unsubscribe header field MUST contain one HTTPS URI"),
        GMAIL.cite("81126", "marketing messages and subscribed messages must support one-click unsubscribe"),
    ),
    examples=(
        Example("a mailto only", pitch("List-Unsubscribe: <mailto:u@growth.example>", ONE_CLICK), Breach),
        Example("http only", pitch("List-Unsubscribe: <http://growth.example/u/1>", ONE_CLICK), Breach),
        Example("https", pitch(UNSUBSCRIBE, ONE_CLICK), Kept),
        Example("not announced", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
