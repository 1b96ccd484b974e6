"""more than one List-Unsubscribe field

It looks at how many List-Unsubscribe fields the header has.
It matters because mail programs do not agree which of several they follow, so the reader cannot know either.
The sender should look for a second system that adds the field as well, such as a mailing service behind a list manager.
It cannot see who added which field.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether there is one field only."""
    fields = field_of(case).instances
    if len(fields) > 1:
        words = " | ".join(found.value[:100] for found in fields[:4])
        return Breach(f"carries {len(fields)} List-Unsubscribe fields", quote("header List-Unsubscribe", words))
    return Kept(seen_in(case))


LINT = Lint(
    code="UNS102",
    name="several-list-unsubscribe-fields",
    level=Level.ERROR,
    scope=has_list_unsubscribe,
    check=check,
    cites=(RFC2369.cite("§3", "there MUST be no more than one of each field present in any given message"),),
    examples=(
        Example("two fields", pitch(UNSUBSCRIBE, "List-Unsubscribe: <mailto:u@growth.example>"), Breach),
        Example("one field", pitch(UNSUBSCRIBE), Kept),
        Example("no field", pitch(), OutOfScope),
    ),
)
