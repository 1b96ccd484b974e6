"""an unsubscribe host whose certificate does not hold

It looks at the result of a TLS handshake with the hosts of https ways out, when somebody asked for that probe; no
request is sent in it.
It matters because a browser stops the reader with a warning, and one-click programs give up.
The sender has to renew the certificate or name the right host.
It cannot see what a middlebox between the prober and the host did; and by default no connection is made at all.
"""

from inboxguard.compliance.probes import HostProbe, Probes
from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import probed
from inboxguard.compliance.sources import ETIQUETTE, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.targets import read_target
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether every https host that was asked showed a certificate that holds."""
    assert case.probes is not None
    targets = [read_target(option.target) for option in case.ways_out.options]
    hosts = {target.host for target in targets if target.scheme == "https" and target.host}
    if not hosts:
        return OutOfScope("it offers no https way out")
    asked = [probe for host in sorted(hosts) if (probe := case.probes.host(host)) and probe.tls_valid is not None]
    if not asked:
        return Undecided("no handshake was tried")
    broken = next((probe for probe in asked if not probe.tls_valid), None)
    if broken is not None:
        return Breach(f"the certificate of {broken.host} does not hold", quote("probe", broken.says or broken.host))
    return Kept(quote("probe", asked[0].host))


LINT = Lint(
    code="UNS702",
    name="unsubscribe-host-with-broken-tls",
    level=Level.WARN,
    scope=probed,
    check=check,
    cites=(
        RFC8058.cite("§3.1", "MUST contain one HTTPS URI"),
        ETIQUETTE.cite("ways out", "a way out opens without a warning"),
    ),
    examples=(
        Example(
            "expired",
            pitch(UNSUBSCRIBE),
            Breach,
            probes=Probes((HostProbe("growth.example", tls_valid=False, says="certificate expired"),)),
        ),
        Example("it holds", pitch(UNSUBSCRIBE), Kept, probes=Probes((HostProbe("growth.example", tls_valid=True),))),
        Example("a mailto only", pitch("List-Unsubscribe: <mailto:u@growth.example>"), OutOfScope, probes=Probes()),
        Example("the network was not asked", pitch(UNSUBSCRIBE), Undecided),
    ),
    network=True,
)
