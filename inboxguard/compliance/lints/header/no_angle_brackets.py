"""a List-Unsubscribe value that does not begin with an angle bracket

It looks at the first thing in the value that is no comment, which has to be "<"; a forgiving reader finds a target in
it all the same, a strict one has to pass the field over.
It matters because the button at the top of the message appears in some mail programs and not in others.
The sender has to put every target in angle brackets.
It cannot see which mail program the reader uses.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.fields.unsubscribe import RemarkKind


def check(case: Case) -> Outcome:
    """Whether the strict reading gets past the first character."""
    field = field_of(case)
    if field.has(RemarkKind.ENCODED_WORD):
        return OutOfScope("the value is an encoded word")
    if not field.has(RemarkKind.NO_BRACKETS):
        return Kept(seen_in(case))
    if not field.usable:
        return OutOfScope("the value holds no target in any reading")
    return Breach("its List-Unsubscribe value stands without angle brackets", seen_in(case))


LINT = Lint(
    code="UNS103",
    name="list-unsubscribe-without-brackets",
    level=Level.WARN,
    scope=has_list_unsubscribe,
    check=check,
    cites=(RFC2369.cite("§2", 'if the content does not begin with a "<", the client SHOULD ignore the field'),),
    examples=(
        Example("a bare URL", pitch("List-Unsubscribe: https://growth.example/u/3f9a"), Breach),
        Example("in brackets", pitch(UNSUBSCRIBE), Kept),
        Example("a comment first", pitch("List-Unsubscribe: (leave) <https://growth.example/u/3f9a>"), Kept),
        Example("words only", pitch("List-Unsubscribe: see below"), OutOfScope),
        Example("no field", pitch(), OutOfScope),
    ),
)
