"""a List-Unsubscribe target broken over two lines, or a line too long

It looks at the wire form of the field: a line of more than 998 octets, or a fold between the angle brackets.
It matters because relays break long lines where they like, and a fold inside a target leaves a blank in it.
The sender has to fold between targets, and to keep the targets short enough for that.
It cannot see who folded the line: the sender's program or a relay on the way.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2369, RFC5322
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.fields.unsubscribe import RemarkKind


def check(case: Case) -> Outcome:
    """Whether no line is too long and no target folded."""
    field = field_of(case)
    if field.has(RemarkKind.LONG_LINE):
        return Breach("its List-Unsubscribe has a line of more than 998 octets", seen_in(case))
    if field.has(RemarkKind.FOLD_INSIDE):
        return Breach("folds a line inside a List-Unsubscribe target", seen_in(case))
    return Kept(seen_in(case))


LINT = Lint(
    code="UNS114",
    name="folded-list-unsubscribe-target",
    level=Level.INFO,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC5322.cite("§2.1.1", "each line of characters MUST be no more than 998 characters"),
        RFC2369.cite("§2", "MUST NOT insert whitespace within the brackets"),
    ),
    examples=(
        Example("a fold inside", pitch("List-Unsubscribe: <https://growth.example/u/\n 3f9a>"), Breach),
        Example("a very long line", pitch(f"List-Unsubscribe: <https://growth.example/u/{'3f9a' * 300}>"), Breach),
        Example(
            "a fold between", pitch("List-Unsubscribe: <https://growth.example/u/1>,\n <mailto:u@growth.example>"), Kept
        ),
        Example("short", pitch(UNSUBSCRIBE), Kept),
        Example("no field", pitch(), OutOfScope),
    ),
)
