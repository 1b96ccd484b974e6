"""one-click fields that the signature does not cover

It looks at the signatures that a trusted server says hold, and asks whether one of them names both List-Unsubscribe and
List-Unsubscribe-Post.
It matters because a field outside the signature may have been changed or put in on the way, and careful mail programs
then offer no button.
The sender has to add both names to what is signed; mailing programs often sign the first only.
It cannot tell without a trusted server's word which signature holds, and then says nothing.
"""

from inboxguard.compliance.sample import ONE_CLICK, PASSED, UNSUBSCRIBE, pitch, signature
from inboxguard.compliance.scopes import has_one_click
from inboxguard.compliance.signed import ONE_CLICK_FIELDS, holding, names_one_click
from inboxguard.compliance.sources import RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether one signature that holds names both fields."""
    signatures = holding(case)
    if signatures is None:
        return Undecided("no trusted server said whether a signature holds")
    if not signatures:
        return OutOfScope("no signature holds")
    covering = next((one for one in signatures if names_one_click(one)), None)
    if covering:
        return Kept(quote("header DKIM-Signature", "h=" + ":".join(covering.names)))
    best = max(signatures, key=lambda one: sum(one.count(name) > 0 for name in ONE_CLICK_FIELDS))
    missing = " and ".join(name for name in ONE_CLICK_FIELDS if not best.count(name))
    return Breach(
        f"its signature does not cover {missing}", quote("header DKIM-Signature", "h=" + ":".join(best.names))
    )


_BOTH = (UNSUBSCRIBE, ONE_CLICK, PASSED)
_FOREIGN = signature("from:list-unsubscribe:list-unsubscribe-post", domain="relay.example", b="WFlaWFla")

LINT = Lint(
    code="UNS206",
    name="unsigned-unsubscribe-fields",
    level=Level.ERROR,
    scope=has_one_click,
    check=check,
    cites=(
        RFC8058.cite("§4", 'MUST be covered by the signature and included in the "h=" tag of a valid DKIM-Signature'),
    ),
    examples=(
        Example("the second is missing", pitch(*_BOTH, signature("from:subject:list-unsubscribe")), Breach),
        Example("both are missing", pitch(*_BOTH, signature("from:subject")), Breach),
        Example("a signature that did not pass names them", pitch(*_BOTH, _FOREIGN, signature("from:subject")), Breach),
        Example("both are named", pitch(*_BOTH, signature("From:List-Unsubscribe:List-Unsubscribe-Post")), Kept),
        Example("nobody trusted said", pitch(UNSUBSCRIBE, ONE_CLICK, signature("from")), Undecided),
        Example("no signature", pitch(UNSUBSCRIBE, ONE_CLICK), OutOfScope),
        Example("not announced", pitch(UNSUBSCRIBE, PASSED, signature("from")), OutOfScope),
    ),
)
