"""a List-Unsubscribe value with a placeholder that was not filled in

It looks for the placeholders of the usual mailing programs in the value, also behind percent-encoding.
It matters because the target leads nowhere, although the sender meant to offer one.
The sender should send a test through the real path; placeholders stay when a template goes out through another door.
It cannot see placeholders of programs it does not know; percent-encoding itself is not taken for one.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import seen_in, tag_in


def check(case: Case) -> Outcome:
    """Whether the value holds no placeholder."""
    tag = tag_in(case)
    if tag:
        return Breach(f"its List-Unsubscribe holds the placeholder {tag}", seen_in(case))
    return Kept(seen_in(case))


LINT = Lint(
    code="UNS111",
    name="placeholder-in-list-unsubscribe",
    level=Level.ERROR,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        SPAM_ACT.cite("section 18(1)(e)", "reasonably likely to be capable of receiving"),
        ETIQUETTE.cite("ways out", "a way out leads somewhere"),
    ),
    examples=(
        Example("double braces", pitch("List-Unsubscribe: <{{unsubscribe_url}}>"), Breach),
        Example("encoded in a URL", pitch("List-Unsubscribe: <https://growth.example/u/%7B%7Bid%7D%7D>"), Breach),
        Example("bars and stars", pitch("List-Unsubscribe: <*|UNSUB|*>"), Breach),
        Example("mere percent-encoding", pitch("List-Unsubscribe: <https://growth.example/u/%E2%80%A6>"), Kept),
        Example("filled in", pitch(UNSUBSCRIBE), Kept),
        Example("no field", pitch(), OutOfScope),
    ),
)
