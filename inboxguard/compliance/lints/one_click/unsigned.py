"""one-click in a message without a signature that holds

It looks at what the user's own server found out about DKIM; a message without any DKIM-Signature is surely unsigned.
It matters because a mail program must not send the request for a message anybody could have written, and does not.
The sender has to sign with DKIM.
It cannot tell whether a signature holds when no trusted server said so, and then says nothing.
"""

from inboxguard.compliance.sample import ONE_CLICK, PASSED, UNSUBSCRIBE, pitch, signature
from inboxguard.compliance.scopes import has_one_click
from inboxguard.compliance.sources import GMAIL, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import absent, quote


def check(case: Case) -> Outcome:
    """Whether a trusted server says that a signature holds."""
    if "DKIM-Signature" not in case.message.header:
        return Breach("announces one-click and is not signed", absent("DKIM-Signature"))
    if case.results is None:
        return Undecided("no trusted server said whether a signature holds")
    words = case.results.field.value if case.results.field else case.results.server
    if case.results.passed("dkim"):
        return Kept(quote("header Authentication-Results", words))
    return Breach("announces one-click, and no signature holds", quote("header Authentication-Results", words))


_BOTH = (UNSUBSCRIBE, ONE_CLICK)
_SIGNATURE = signature("from:list-unsubscribe:list-unsubscribe-post")
_FAILED = "Authentication-Results: mx.me.example; dkim=fail header.d=growth.example"

LINT = Lint(
    code="UNS205",
    name="unsigned-one-click",
    level=Level.ERROR,
    scope=has_one_click,
    check=check,
    cites=(
        RFC8058.cite("§4", "the message needs at least one valid authentication identifier"),
        GMAIL.cite("81126", "set up SPF and DKIM email authentication for your domain"),
    ),
    examples=(
        Example("no signature", pitch(*_BOTH), Breach),
        Example("one that does not hold", pitch(*_BOTH, _SIGNATURE, _FAILED), Breach),
        Example("one that holds", pitch(*_BOTH, _SIGNATURE, PASSED), Kept),
        Example("nobody trusted said", pitch(*_BOTH, _SIGNATURE), Undecided),
        Example("somebody else said so", pitch(*_BOTH, _SIGNATURE, PASSED.replace("mx.me", "mx.growth")), Undecided),
        Example("not announced", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
