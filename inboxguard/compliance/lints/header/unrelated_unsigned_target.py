"""a List-Unsubscribe target of a stranger, and nobody signed for it

It looks at whose the target is (From, Reply-To, Sender, Return-Path, the signing domain, the list, or a known mailing
service), and where it is none of theirs, whether a signature that holds covers the field.
It matters because anybody can write the field: kits copy it from other people's mail to look honest.
The sender has to sign the field; then any host in it is the sender's own word.
It cannot tell without the word of a trusted server whether a signature holds, and then says nothing.
"""

from inboxguard.compliance.belonging import is_through_a_list
from inboxguard.compliance.providers import is_mailing_service
from inboxguard.compliance.sample import PASSED, pitch, signature
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.senders import list_organisation, organisations_of
from inboxguard.compliance.signed import holding
from inboxguard.compliance.sources import ETIQUETTE, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.unsubscribe_header import organisations, seen_in
from inboxguard.mail.fields.signature import covers


def check(case: Case) -> Outcome:
    """Whether the target is the sender's, a service's, or signed for."""
    if is_through_a_list(case.message):
        return OutOfScope("it came through a mailing list, and the field is the list's")
    targets = organisations(case)
    if not targets:
        return OutOfScope("it holds no usable target")
    known = organisations_of(case) | {list_organisation(case.message)}
    strange = sorted(one for one in targets if one not in known and not is_mailing_service(one))
    if not strange:
        return Kept(seen_in(case))
    signatures = holding(case)
    if signatures is None:
        return Undecided("no trusted server said whether a signature holds")
    if any(covers(case.message.header, one, "List-Unsubscribe") for one in signatures):
        return Kept(seen_in(case))
    return Breach(
        f"its List-Unsubscribe names {strange[0]}, which is not the sender's, and nobody signed for it", seen_in(case)
    )


_STRANGE = "List-Unsubscribe: <https://notices.other.example/u/1>"

LINT = Lint(
    code="UNS117",
    name="unrelated-unsigned-list-unsubscribe",
    level=Level.WARN,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC8058.cite("§4", 'MUST be covered by the signature and included in the "h=" tag'),
        ETIQUETTE.cite("ways out", "a way out is the sender's own, or vouched for"),
    ),
    examples=(
        Example("copied from somebody else", pitch(_STRANGE), Breach),
        Example("signed for", pitch(_STRANGE, PASSED, signature("from:subject:list-unsubscribe")), Kept),
        Example("signed, but not this field", pitch(_STRANGE, PASSED, signature("from:subject")), Breach),
        Example("the sender's own host", pitch("List-Unsubscribe: <https://mail.growth.example/u/1>"), Kept),
        Example(
            "a known service", pitch("List-Unsubscribe: <https://growth.us10.list-manage.com/unsubscribe?u=1>"), Kept
        ),
        Example("signed, and nobody checked", pitch(_STRANGE, signature("from:list-unsubscribe")), Undecided),
        Example("through a list", pitch(_STRANGE, "List-Post: <mailto:talk@other.example>"), OutOfScope),
        Example("no field", pitch(), OutOfScope),
    ),
)
