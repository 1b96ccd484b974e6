"""an unsubscribe field under a name that no standard knows

It looks for X-List-Unsubscribe, X-Unsubscribe and the like in messages without List-Unsubscribe.
It matters because no mail program looks at such a field, so the reader gets no button.
The sender has to use the name List-Unsubscribe.
It cannot see fields inside the parts of a message, where they do not belong either.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import intact_header
from inboxguard.compliance.sources import ETIQUETTE, RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import seen_in
from inboxguard.mail.evidence import quote

_NAMES = frozenset(
    {
        "x-list-unsubscribe",
        "x-unsubscribe",
        "x-unsubscribe-web",
        "x-unsubscribe-email",
        "x-unsubscribe-link",
        "x-unsubscribe-url",
        "unsubscribe",
        "list-unsubcribe",
        "list-unsuscribe",
    }
)


def check(case: Case) -> Outcome:
    """Whether the offer stands under the right name."""
    header = case.message.header
    if "List-Unsubscribe" in header:
        return Kept(seen_in(case))
    found = next((field for field in header.fields if field.name.lower() in _NAMES), None)
    if found is None:
        return OutOfScope("it has no field that speaks of unsubscribing")
    return Breach(
        f"offers its way out in {found.name}, which mail programs do not read",
        quote(f"header {found.name}", found.value),
    )


LINT = Lint(
    code="UNS113",
    name="nonstandard-unsubscribe-field",
    level=Level.INFO,
    scope=intact_header,
    check=check,
    cites=(
        RFC2369.cite("§3.2", "List-Unsubscribe: the command to directly unsubscribe the user"),
        ETIQUETTE.cite("ways out", "a way out stands where programs look for it"),
    ),
    examples=(
        Example("an X- field", pitch("X-List-Unsubscribe: <https://growth.example/u/3f9a>"), Breach),
        Example("both", pitch("X-List-Unsubscribe: <https://growth.example/u/3f9a>", UNSUBSCRIBE), Kept),
        Example("neither", pitch(), OutOfScope),
    ),
)
