"""a List-Unsubscribe mailto that a mail program will trip over

It looks at the parts of each mailto target: an address that parses, one recipient, no cc or bcc, nothing but ASCII, and
no "+" in subject or body where a blank was meant.
It matters because the request then goes to the wrong place, or says something the sender's program does not understand.
The sender has to write mailto:address?subject=words with blanks as %20.
It cannot see whether the mailbox exists.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC6068
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of
from inboxguard.mail.evidence import quote
from inboxguard.mail.fields.uri import Uri


def check(case: Case) -> Outcome:
    """Whether every mailto target is well formed."""
    mailto = [uri for uri in field_of(case).lenient if uri.scheme == "mailto"]
    if not mailto:
        return OutOfScope("it offers no mailto target")
    for uri in mailto:
        if fault := _fault(uri):
            return Breach(f"its mailto target {fault}", quote("header List-Unsubscribe", uri.text))
    return Kept(quote("header List-Unsubscribe", mailto[0].text))


def _fault(uri: Uri) -> str:
    if uri.text[7:9] == "//":
        return 'has "//" behind mailto:'
    if not uri.addresses:
        return "holds no address"
    if len(uri.addresses) > 1:
        return "names several recipients"
    if copied := next((name for name, _ in uri.fields if name in {"cc", "bcc"}), None):
        return f"copies somebody in ({copied})"
    if not uri.text.isascii():
        return "holds characters beyond ASCII"
    if "+" in uri.subject and " " not in uri.subject:
        return 'writes "+" in its subject, which stays a plus sign'
    return ""


LINT = Lint(
    code="UNS112",
    name="malformed-list-unsubscribe-mailto",
    level=Level.WARN,
    scope=has_list_unsubscribe,
    check=check,
    cites=(RFC6068.cite("§5", "all spaces SHOULD be encoded as %20; '+' characters MAY be encoded as %2B"),),
    examples=(
        Example(
            "a copy to somebody", pitch("List-Unsubscribe: <mailto:a@growth.example?&cc=a@growth.example>"), Breach
        ),
        Example("slashes", pitch("List-Unsubscribe: <mailto://u@growth.example>"), Breach),
        Example("a plus for a blank", pitch("List-Unsubscribe: <mailto:u@growth.example?subject=unsub+me>"), Breach),
        Example("two recipients", pitch("List-Unsubscribe: <mailto:a@growth.example,b@growth.example>"), Breach),
        Example("a subject with %20", pitch("List-Unsubscribe: <mailto:u@growth.example?subject=unsub%20me>"), Kept),
        Example("https only", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
