"""more than one List-Unsubscribe-Post field

It looks at how many List-Unsubscribe-Post fields the header has.
It matters because mail programs may refuse one-click when they find several, and the topmost may be unsigned.
The sender should look for a second system that adds the field as well.
It cannot see who added which field.
"""

from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_field
from inboxguard.compliance.sources import RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in


def check(case: Case) -> Outcome:
    """Whether there is one field only."""
    count = len(field_of(case).post_instances)
    evidence = seen_in(case, "List-Unsubscribe-Post")
    return Breach(f"carries {count} List-Unsubscribe-Post fields", evidence) if count > 1 else Kept(evidence)


LINT = Lint(
    code="UNS210",
    name="several-one-click-fields",
    level=Level.WARN,
    scope=has_field("List-Unsubscribe-Post"),
    check=check,
    cites=(RFC8058.cite("§3.1", "one List-Unsubscribe-Post header field"),),
    examples=(
        Example("two fields", pitch(UNSUBSCRIBE, ONE_CLICK, ONE_CLICK), Breach),
        Example("one field", pitch(UNSUBSCRIBE, ONE_CLICK), Kept),
        Example("none", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
