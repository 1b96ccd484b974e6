"""one-click with several https targets

It counts the https URLs of a message that announces one-click.
It matters because it is open which of them the request goes to, and one may be a page for people.
The sender should keep the one that takes the request, and link to the other from the text.
It cannot see which of them answers a POST.
"""

from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_one_click
from inboxguard.compliance.sources import RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in


def check(case: Case) -> Outcome:
    """Whether there is one https target only."""
    https = {uri.text for uri in field_of(case).https}
    if not https:
        return OutOfScope("it has no https target")
    if len(https) > 1:
        return Breach(f"offers {len(https)} https targets for one click", seen_in(case))
    return Kept(seen_in(case))


_TWO = "List-Unsubscribe: <https://growth.example/u/3f9a>, <https://m.growth.example/u/3f9a>"

LINT = Lint(
    code="UNS204",
    name="several-one-click-targets",
    level=Level.INFO,
    scope=has_one_click,
    check=check,
    cites=(RFC8058.cite("§3.1", "MUST contain one HTTPS URI"),),
    examples=(
        Example("desktop and mobile", pitch(_TWO, ONE_CLICK), Breach),
        Example("one", pitch(UNSUBSCRIBE, ONE_CLICK), Kept),
        Example("one and a mailto", pitch(f"{UNSUBSCRIBE}, <mailto:u@growth.example>", ONE_CLICK), Kept),
        Example("not announced", pitch(_TWO), OutOfScope),
    ),
)
