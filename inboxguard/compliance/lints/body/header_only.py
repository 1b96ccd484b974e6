"""a way out in the header, and none that a person can see

It looks for a visible way out in the body of messages whose List-Unsubscribe works.
It matters because many mail programs show nothing of the header, and the reader then sees no way out at all.
The sender has to say it in the text as well.
It cannot see words inside pictures, and then says nothing.
"""

from inboxguard.compliance.in_body import NAMES_IT, own_wording, seen, text_to_read, usable
from inboxguard.compliance.sample import BULK, SELLING, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import all_of, commercial, has_list_unsubscribe, whole_message
from inboxguard.compliance.sources import CAN_SPAM, CRTC, GMAIL, SPAM_ACT, YAHOO
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.unsubscribe_header import field_of, seen_in

_LITTLE = 40


def check(case: Case) -> Outcome:
    """Whether the body shows a way out too."""
    if not field_of(case).usable:
        return OutOfScope("its List-Unsubscribe offers nothing")
    found = usable(case) or next(iter(seen(case)), None)
    if found:
        return Kept(found.evidence)
    if own_wording(case, *NAMES_IT):
        return OutOfScope("the body speaks of opting out")
    if len(text_to_read(case)) <= _LITTLE:
        return Undecided("the body holds hardly any text")
    return Breach("shows its way out in the header only", seen_in(case))


LINT = Lint(
    code="UNS301",
    name="way-out-in-header-only",
    level=Level.WARN,
    scope=all_of(has_list_unsubscribe, whole_message, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "clearly and conspicuously displayed"),
        SPAM_ACT.cite("section 18(1)(d)", "the statement is presented in a clear and conspicuous manner"),
        CRTC.cite("section 3(1)", "set out clearly and prominently"),
        GMAIL.cite("81126", "include a clearly visible unsubscribe link in the message body"),
        YAHOO.cite("Easy unsubscribe", "a clearly visible unsubscribe link in the message body"),
    ),
    examples=(
        Example("nothing in the body", pitch(UNSUBSCRIBE), Breach),
        Example("nothing in the body of bulk mail", pitch(UNSUBSCRIBE, BULK), Breach),
        Example("both", pitch(UNSUBSCRIBE, body=f"{SELLING}\n\nUnsubscribe: https://growth.example/u/3f9a"), Kept),
        Example("a decoy in the header", pitch("List-Unsubscribe: <YW4uwZ86@growth.example>"), OutOfScope),
        Example("no field", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(UNSUBSCRIBE), Undecided, commercial=Answer.MAYBE),
    ),
)
