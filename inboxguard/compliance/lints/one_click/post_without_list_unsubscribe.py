"""List-Unsubscribe-Post without List-Unsubscribe

It looks for the field that switches one-click on in messages without the field that says where to.
It matters because no mail program can show a button without a target.
The sender has to send both fields, or neither.
It cannot see whether a relay took the other field away.
"""

from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_field
from inboxguard.compliance.sources import RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import seen_in


def check(case: Case) -> Outcome:
    """Whether both fields are there."""
    if "List-Unsubscribe" in case.message.header:
        return Kept(seen_in(case))
    return Breach("carries List-Unsubscribe-Post but no List-Unsubscribe", seen_in(case, "List-Unsubscribe-Post"))


LINT = Lint(
    code="UNS201",
    name="one-click-without-list-unsubscribe",
    level=Level.ERROR,
    scope=has_field("List-Unsubscribe-Post"),
    check=check,
    cites=(
        RFC8058.cite("§3.1", "places one List-Unsubscribe header field and one List-Unsubscribe-Post header field"),
    ),
    examples=(
        Example("the second alone", pitch(ONE_CLICK), Breach),
        Example("both", pitch(UNSUBSCRIBE, ONE_CLICK), Kept),
        Example("the first alone", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
