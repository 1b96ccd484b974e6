"""a List-Unsubscribe field without a mailto target

It looks for a mailto target beside the web ones, or for another way out by mail in the message.
It matters to readers who cannot or will not open a page: offline, by a screen reader, behind a company filter.
The sender can add an address that takes requests; several laws want a way out by the medium the message came by.
It cannot see whether the web page offers one.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import all_of, has_list_unsubscribe, perhaps_commercial
from inboxguard.compliance.sources import CASL, RFC2369, SPAM_CONTROL_ACT, UEMA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.compliance.way_out import OptionKind

_BY_MAIL = {OptionKind.REPLY, OptionKind.BODY_MAILTO, OptionKind.HEADER_MAILTO}


def check(case: Case) -> Outcome:
    """Whether one can opt out by mail."""
    field = field_of(case)
    if not field.usable:
        return OutOfScope("it holds no usable target")
    if field.mailto:
        return Kept(seen_in(case))
    by_mail = next((option for option in case.ways_out.usable if option.kind in _BY_MAIL), None)
    return Kept(by_mail.evidence) if by_mail else Breach("offers no way out by mail, only by the web", seen_in(case))


LINT = Lint(
    code="UNS115",
    name="no-unsubscribe-by-mail",
    level=Level.INFO,
    scope=all_of(has_list_unsubscribe, perhaps_commercial),
    check=check,
    cites=(
        RFC2369.cite("§1", "MTAs generating the header fields SHOULD usually include a mailto based command"),
        SPAM_CONTROL_ACT.cite("Second Schedule 2(2)", "must include an email address"),
        UEMA.cite("section 11(1)(c)", "using the same method of communication that was used to send"),
        CASL.cite("section 11(1)(a)(i)", "the same electronic means by which the message was sent"),
    ),
    examples=(
        Example("a URL only", pitch(UNSUBSCRIBE), Breach),
        Example("both", pitch("List-Unsubscribe: <https://growth.example/u/1>, <mailto:u@growth.example>"), Kept),
        Example(
            "a reply does it", pitch(UNSUBSCRIBE, body="Shall we talk? Reply STOP and I will not write again."), Kept
        ),
        Example("no field", pitch(), OutOfScope),
    ),
)
