"""a List-Unsubscribe value written as encoded words

It looks for RFC 2047 encoded words ("=?utf-8?Q?…") in the value, where the standard does not allow them.
It matters because several mail programs, Gmail by report, do not decode them there and show no button.
The sender has to write the value in plain ASCII; Python's own library encodes long values unless it is told not to.
It reads the value decoded for every other lint, so that this fault counts once.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2047
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import quote
from inboxguard.mail.fields.unsubscribe import RemarkKind


def check(case: Case) -> Outcome:
    """Whether the value holds no encoded word."""
    field = field_of(case)
    if field.has(RemarkKind.ENCODED_WORD):
        return Breach(
            "its List-Unsubscribe value is an encoded word", quote("header List-Unsubscribe", field.instances[0].raw)
        )
    return Kept(seen_in(case))


LINT = Lint(
    code="UNS104",
    name="encoded-list-unsubscribe",
    level=Level.WARN,
    scope=has_list_unsubscribe,
    check=check,
    cites=(RFC2047.cite("§5", "MUST NOT be used in any structured field body except within a 'comment' or 'phrase'"),),
    examples=(
        Example(
            "an encoded word",
            pitch("List-Unsubscribe: =?us-ascii?Q?=3Chttps=3A=2F=2Fgrowth=2Eexample=2Fu=2F3f9a=3E?="),
            Breach,
        ),
        Example("plain ASCII", pitch(UNSUBSCRIBE), Kept),
        Example("no field", pitch(), OutOfScope),
    ),
)
