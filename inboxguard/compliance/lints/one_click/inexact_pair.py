"""a List-Unsubscribe-Post value other than the one the standard knows

It looks at the value, which has to be List-Unsubscribe=One-Click and nothing else; another case is only noted.
It matters because mail programs compare the value exactly and offer no one-click for any other.
The sender has to copy the pair letter by letter.
It cannot see what the server would do with another pair.
"""

from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_field
from inboxguard.compliance.sources import GMAIL, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import exact_pair, field_of, seen_in
from inboxguard.mail.fields.unsubscribe import ONE_CLICK as PAIR


def check(case: Case) -> Outcome:
    """Whether the value is the pair."""
    value = field_of(case).post[0]
    if value == PAIR:
        return Kept(seen_in(case, "List-Unsubscribe-Post"))
    if exact_pair(value):
        return Breach("writes the one-click pair in another case", seen_in(case, "List-Unsubscribe-Post"), Level.INFO)
    return Breach(f"its List-Unsubscribe-Post is not {PAIR}", seen_in(case, "List-Unsubscribe-Post"))


LINT = Lint(
    code="UNS202",
    name="inexact-one-click-value",
    level=Level.WARN,
    scope=has_field("List-Unsubscribe-Post"),
    check=check,
    cites=(
        RFC8058.cite("§3.1", 'MUST contain the single key/value pair "List-Unsubscribe=One-Click"'),
        GMAIL.cite("81126", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
    ),
    examples=(
        Example("half of it", pitch(UNSUBSCRIBE, "List-Unsubscribe-Post: One-Click"), Breach),
        Example("another case", pitch(UNSUBSCRIBE, "List-Unsubscribe-Post: list-unsubscribe=one-click"), Breach),
        Example("the pair", pitch(UNSUBSCRIBE, ONE_CLICK), Kept),
        Example(
            "folded before the value", pitch(UNSUBSCRIBE, "List-Unsubscribe-Post:\n List-Unsubscribe=One-Click"), Kept
        ),
        Example("no such field", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
