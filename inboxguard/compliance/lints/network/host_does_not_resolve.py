"""an unsubscribe host that does not resolve

It looks at the answer of the name system for the hosts of the ways out, when somebody asked for that probe.
It matters because a link or an address at a host that does not exist cannot be followed.
The sender has to mend the domain or the template that names it.
It cannot see a passing failure of the name system as anything else; and by default nothing is asked at all, since even
a name query tells the sender that somebody looked.
"""

from inboxguard.compliance.probes import HostProbe, Probes
from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import probed
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.targets import read_target
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether every host that was asked about resolves."""
    assert case.probes is not None
    hosts = {read_target(option.target).host for option in case.ways_out.options} - {""}
    if not hosts:
        return OutOfScope("it offers no way out with a host")
    asked = [probe for host in sorted(hosts) if (probe := case.probes.host(host)) and probe.resolves is not None]
    if not asked:
        return Undecided("its hosts were not asked about")
    gone = next((probe for probe in asked if not probe.resolves), None)
    if gone is not None:
        return Breach(f"{gone.host} does not resolve", quote("probe", gone.says or gone.host))
    return Kept(quote("probe", asked[0].host))


LINT = Lint(
    code="UNS701",
    name="unsubscribe-host-does-not-resolve",
    level=Level.ERROR,
    scope=probed,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        SPAM_ACT.cite("section 18(1)(e)", "reasonably likely to be capable of receiving"),
        ETIQUETTE.cite("ways out", "a way out leads somewhere"),
    ),
    examples=(
        Example(
            "no such name",
            pitch(UNSUBSCRIBE),
            Breach,
            probes=Probes((HostProbe("growth.example", resolves=False, says="NXDOMAIN"),)),
        ),
        Example("it resolves", pitch(UNSUBSCRIBE), Kept, probes=Probes((HostProbe("growth.example", resolves=True),))),
        Example("no way out", pitch(), OutOfScope, probes=Probes()),
        Example("the network was not asked", pitch(UNSUBSCRIBE), Undecided),
    ),
    network=True,
)
