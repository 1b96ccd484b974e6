"""junk between or after List-Unsubscribe targets

It looks at what stands outside the angle brackets; the standard knows commas and comments, and a reader has to stop at
anything else.
It matters because targets behind it are lost to a strict mail program.
The sender has to part targets by commas.
It cannot see which target the sender would rather have followed; the first one counts either way.
"""

from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import quote
from inboxguard.mail.fields.unsubscribe import RemarkKind

_KINDS = {RemarkKind.JUNK, RemarkKind.NOT_CLOSED}


def check(case: Case) -> Outcome:
    """Whether only commas and comments stand outside the brackets."""
    junk = next((remark for remark in field_of(case).remarks if remark.kind in _KINDS), None)
    if junk is None:
        return Kept(seen_in(case))
    what = (
        "an angle bracket that is never closed" if junk.kind is RemarkKind.NOT_CLOSED else "something that is no comma"
    )
    return Breach(f"its List-Unsubscribe value holds {what}", quote("header List-Unsubscribe", junk.words))


LINT = Lint(
    code="UNS106",
    name="junk-in-list-unsubscribe",
    level=Level.INFO,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC2369.cite(
            "§2", "any characters following the closing bracket other than a comma SHOULD be ignored", level=Level.INFO
        ),
    ),
    examples=(
        Example(
            "a semicolon", pitch("List-Unsubscribe: <https://growth.example/u/1>; <mailto:u@growth.example>"), Breach
        ),
        Example("a bracket too many", pitch("List-Unsubscribe: <https://growth.example/u/1>>"), Breach),
        Example("not closed", pitch("List-Unsubscribe: <https://growth.example/u/1"), Breach),
        Example(
            "a comment", pitch("List-Unsubscribe: <https://growth.example/u/1> (web), <mailto:u@growth.example>"), Kept
        ),
        Example("no field", pitch(), OutOfScope),
    ),
)
