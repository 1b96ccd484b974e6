"""a List-Unsubscribe target with a scheme that must not be followed

It looks for file, javascript, data, ftp, smb and the like among the targets.
It matters because following one would run something or reach into the reader's own machine.
The sender has to offer https or mailto.
It cannot see what would have happened; nothing of the kind is ever followed.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import quote

_FORBIDDEN = frozenset(
    {"file", "javascript", "vbscript", "data", "ftp", "smb", "about", "blob", "ms-msdt", "search-ms"}
)


def check(case: Case) -> Outcome:
    """Whether no target has such a scheme."""
    field = field_of(case)
    for uri in (*field.strict, *field.lenient):
        if uri.scheme in _FORBIDDEN:
            return Breach(f"offers a {uri.scheme}: target", quote("header List-Unsubscribe", uri.text))
    return Kept(seen_in(case)) if field.lenient else OutOfScope("it holds no URL")


LINT = Lint(
    code="UNS110",
    name="forbidden-list-unsubscribe-scheme",
    level=Level.ERROR,
    scope=has_list_unsubscribe,
    check=check,
    cites=(RFC2369.cite("§5", 'clients should not support URLs which could compromise the system, such as "file://"'),),
    examples=(
        Example("a script", pitch("List-Unsubscribe: <javascript:alert(1)>"), Breach),
        Example("a file", pitch("List-Unsubscribe: <file:///etc/hosts>"), Breach),
        Example("https", pitch(UNSUBSCRIBE), Kept),
        Example("words", pitch("List-Unsubscribe: see below"), OutOfScope),
        Example("no field", pitch(), OutOfScope),
    ),
)
