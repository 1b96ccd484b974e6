"""an unsubscribe field that lies outside the signature

It counts the instances of List-Unsubscribe and List-Unsubscribe-Post and how often the signature that holds names
each; a name covers one instance, counted from the bottom.
It matters because the topmost instance is then the unsigned one, and most mail programs follow the topmost.
The sender can name the fields once more than they occur ("oversigning"), so that none can be put on top.
It cannot tell who added the field on the way.
"""

from inboxguard.compliance.sample import ONE_CLICK, PASSED, UNSUBSCRIBE, pitch, signature
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.signed import ONE_CLICK_FIELDS, holding
from inboxguard.compliance.sources import RFC6376
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.unsubscribe_header import seen_in


def check(case: Case) -> Outcome:
    """Whether one signature covers every instance of the fields it names."""
    signatures = holding(case)
    if signatures is None:
        return Undecided("no trusted server said whether a signature holds")
    naming = [one for one in signatures if any(one.count(name) for name in ONE_CLICK_FIELDS)]
    if not naming:
        return OutOfScope("no signature that holds names the fields")
    header = case.message.header
    for name in ONE_CLICK_FIELDS:
        instances = len(header.all(name))
        covered = max(one.count(name) for one in naming)
        if 0 < covered < instances:
            return Breach(f"the topmost of {instances} {name} fields is not signed", seen_in(case, name))
    return Kept(seen_in(case))


_SECOND = "List-Unsubscribe: <https://other.example/u/1>"
_ONCE = signature("from:list-unsubscribe:list-unsubscribe-post")
_TWICE = signature("from:list-unsubscribe:list-unsubscribe:list-unsubscribe-post")

LINT = Lint(
    code="UNS207",
    name="unsubscribe-field-outside-signature",
    level=Level.ERROR,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC6376.cite("§5.4.2", "signers choosing to sign an existing header field that occurs more than once"),
        RFC6376.cite("§8.15", "attacks involving extra header fields"),
    ),
    examples=(
        Example("one put on top", pitch(_SECOND, UNSUBSCRIBE, ONE_CLICK, _ONCE, PASSED), Breach),
        Example("oversigned", pitch(UNSUBSCRIBE, ONE_CLICK, _TWICE, PASSED), Kept),
        Example("one of each", pitch(UNSUBSCRIBE, ONE_CLICK, _ONCE, PASSED), Kept),
        Example("nobody trusted said", pitch(_SECOND, UNSUBSCRIBE, _ONCE), Undecided),
        Example("not signed", pitch(_SECOND, UNSUBSCRIBE), OutOfScope),
    ),
)
