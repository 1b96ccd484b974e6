"""a List-Unsubscribe target at a host that no honest sender names

It looks at the hosts of the targets: numbers in any spelling, hosts of private networks, a host without a dot, a name
before an "@" that only looks like the host, percent-encoded and mixed-alphabet hosts, unusual ports.
It matters because such a target reaches nobody, or somebody else than it seems.
The sender has to name a public host in plain letters.
It cannot see where a public host leads.
"""

from inboxguard.compliance.hosts import host_fault
from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import ETIQUETTE, RFC2369
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.targets import read_target
from inboxguard.compliance.unsubscribe_header import field_of, seen_in
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether every usable target has a plain public host."""
    usable = field_of(case).usable
    if not usable:
        return OutOfScope("it holds no usable target")
    for uri in usable:
        if fault := host_fault(read_target(uri.text)):
            return Breach(f"its List-Unsubscribe names {fault}", quote("header List-Unsubscribe", uri.text))
    return Kept(seen_in(case))


LINT = Lint(
    code="UNS108",
    name="deceptive-list-unsubscribe-host",
    level=Level.ERROR,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC2369.cite("§5", "all security considerations for the use of URLs apply equally to this protocol"),
        ETIQUETTE.cite("ways out", "a way out names its host openly"),
    ),
    examples=(
        Example("a bare number", pitch("List-Unsubscribe: <http://170.130.40.24/u/1>"), Breach),
        Example("no dot", pitch("List-Unsubscribe: <http://dm/q/1>"), Breach),
        Example("a name before the host", pitch("List-Unsubscribe: <http://bank.example@012345267142/u>"), Breach),
        Example("loopback in hexadecimal", pitch("List-Unsubscribe: <http://0x7f.1/u>"), Breach),
        Example("a number in a name", pitch("List-Unsubscribe: <https://us10.list-manage.example/u/1>"), Kept),
        Example("a plain host", pitch(UNSUBSCRIBE), Kept),
        Example("no field", pitch(), OutOfScope),
    ),
)
