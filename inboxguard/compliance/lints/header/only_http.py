"""a List-Unsubscribe field with nothing but http targets

It looks at the schemes of the usable targets.
It matters because the request then travels in the clear, and some mail programs do not offer http at all.
The sender can offer the same page over https, or a mailto: beside it.
It cannot see whether the host would answer over https.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import ETIQUETTE, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in


def check(case: Case) -> Outcome:
    """Whether there is an https or a mailto target."""
    field = field_of(case)
    if not field.usable:
        return OutOfScope("it holds no usable target")
    if field.https or field.mailto:
        return Kept(seen_in(case))
    return Breach("offers http targets only", seen_in(case))


LINT = Lint(
    code="UNS109",
    name="list-unsubscribe-only-http",
    level=Level.WARN,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC8058.cite("§3.1", "MUST contain one HTTPS URI"),
        ETIQUETTE.cite("ways out", "a request to stop is nobody else's to read"),
    ),
    examples=(
        Example("http", pitch("List-Unsubscribe: <http://growth.example/u/3f9a>"), Breach),
        Example(
            "http and mailto",
            pitch("List-Unsubscribe: <http://growth.example/u/3f9a>, <mailto:u@growth.example>"),
            Kept,
        ),
        Example("https", pitch(UNSUBSCRIBE), Kept),
        Example("a decoy", pitch("List-Unsubscribe: <YW4uwZ86@growth.example>"), OutOfScope),
        Example("no field", pitch(), OutOfScope),
    ),
)
