"""a blank inside a List-Unsubscribe target

It looks for white space between the angle brackets, which a reader has to take out before following the target.
It matters where the blank meant something: a query that held a blank leads elsewhere once it is taken out.
The sender has to write a blank as %20, and not to fold a line inside the brackets.
It cannot see what the blank was meant to be; a line folded there is for another lint.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import quote
from inboxguard.mail.fields.unsubscribe import RemarkKind


def check(case: Case) -> Outcome:
    """Whether no target holds a blank of its own."""
    field = field_of(case)
    if field.has(RemarkKind.ENCODED_WORD):
        return OutOfScope("the value is an encoded word")
    blanks = [remark for remark in field.remarks if remark.kind is RemarkKind.SPACE_INSIDE]
    if not blanks:
        return Kept(seen_in(case))
    if field.has(RemarkKind.FOLD_INSIDE):
        return OutOfScope("the blank comes from a folded line")
    words = blanks[0].words
    level = Level.WARN if any(char.isspace() for char in words.partition("?")[2]) else Level.INFO
    return Breach("holds a blank inside a List-Unsubscribe target", quote("header List-Unsubscribe", words), level)


LINT = Lint(
    code="UNS105",
    name="blank-in-list-unsubscribe-target",
    level=Level.WARN,
    scope=has_list_unsubscribe,
    check=check,
    cites=(RFC2369.cite("§2", "MUST NOT insert whitespace within the brackets; client applications should ignore it"),),
    examples=(
        Example("in the path", pitch("List-Unsubscribe: <https://growth.example/a b>"), Breach),
        Example("in the query", pitch("List-Unsubscribe: <https://growth.example/u?list=Spring offers>"), Breach),
        Example("none", pitch(UNSUBSCRIBE), Kept),
        Example(
            "a fold between targets",
            pitch("List-Unsubscribe: <https://growth.example/u/1>,\n <mailto:u@growth.example>"),
            Kept,
        ),
        Example("a fold inside one", pitch("List-Unsubscribe: <https://growth.example/u/\n 3f9a>"), OutOfScope),
        Example(
            "encoded words, parted by a blank",
            pitch("List-Unsubscribe: =?us-ascii?Q?=3Chttps=3A=2F=2Fgrowth=2Eexample=2Fu?=\n =?us-ascii?Q?=2F3f9a=3E?="),
            OutOfScope,
        ),
        Example("no field", pitch(), OutOfScope),
    ),
)
