"""bulk marketing without one-click that works

It looks at messages that were surely sent in bulk and that sell, and asks for the whole of one-click: both fields, the
exact pair, an https target, and a signature that holds and covers both.
It matters because the large mailbox providers ask bulk senders for it, and their users look for that button.
The sender can switch it on at the mailing service, or add two fields and name them in the signature.
It cannot see volumes, so it goes by marks of bulk in the header; without the word of a trusted server it says nothing
about the signature.
"""

from inboxguard.compliance.sample import BULK, ONE_CLICK, PASSED, UNSUBSCRIBE, pitch, signature
from inboxguard.compliance.scopes import bulk_marketing
from inboxguard.compliance.signed import holding, names_one_click
from inboxguard.compliance.sources import GMAIL, YAHOO
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import absent


def check(case: Case) -> Outcome:
    """Whether one-click is whole."""
    field = field_of(case)
    if not field.instances:
        return Breach("offers no one-click unsubscribe", absent("List-Unsubscribe"))
    if field.one_click is None:
        asked_by = ("gmail",) if field.mailto else ()
        return Breach("offers no one-click unsubscribe", seen_in(case), asked_by=asked_by)
    signatures = holding(case)
    if signatures is None:
        return Undecided("no trusted server said whether a signature holds")
    if any(names_one_click(one) for one in signatures):
        return Kept(seen_in(case))
    return Breach("offers one-click, but no signature that holds covers both fields", seen_in(case))


_SIGNATURE = signature("from:list-unsubscribe:list-unsubscribe-post")
_WHOLE = pitch(BULK, UNSUBSCRIBE, ONE_CLICK, _SIGNATURE, PASSED)

LINT = Lint(
    code="UNS209",
    name="bulk-without-one-click",
    level=Level.WARN,
    scope=bulk_marketing,
    check=check,
    cites=(
        GMAIL.cite("81126", "marketing messages and subscribed messages must support one-click unsubscribe"),
        YAHOO.cite("Easy unsubscribe", "one-click (POST) highly recommended, mailto acceptable", level=Level.INFO),
    ),
    examples=(
        Example("no field at all", pitch(BULK), Breach),
        Example("a link only", pitch(BULK, UNSUBSCRIBE), Breach),
        Example("a mailto only: enough for Yahoo", pitch(BULK, "List-Unsubscribe: <mailto:u@growth.example>"), Breach),
        Example("unsigned", pitch(BULK, UNSUBSCRIBE, ONE_CLICK), Breach),
        Example("whole", _WHOLE, Kept),
        Example("nobody trusted said", pitch(BULK, UNSUBSCRIBE, ONE_CLICK, _SIGNATURE), Undecided),
        Example("a receipt", pitch(BULK), OutOfScope, commercial=Answer.NO),
        Example("a single mail", pitch(), OutOfScope),
    ),
)
