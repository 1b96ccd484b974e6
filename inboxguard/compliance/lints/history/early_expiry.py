"""the way out of an earlier mail stopped working too early

It looks at the hosts of the ways out that earlier mail of this sender offered, as somebody asked the name system about
them, and says when one was gone within the days it has to work.
It matters because people opt out when they get round to it, not on the day a mail comes.
The sender has to keep the domain and its records longer than the campaign.
It cannot see whether a page answers, because no page is ever fetched; it needs a probe that somebody asked for.
"""

from datetime import UTC, datetime

from inboxguard.compliance.deadlines import still_working
from inboxguard.compliance.history import EarlierMail, History
from inboxguard.compliance.probes import HostProbe, Probes
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, known_history, probed
from inboxguard.compliance.sources import CAN_SPAM, CASL, SPAM_ACT, SPAM_CONTROL_ACT, UEMA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.targets import read_target
from inboxguard.compliance.way_out import Option, OptionKind
from inboxguard.mail.evidence import Evidence, quote


def check(case: Case) -> Outcome:
    """Whether every host that earlier mail offered still resolves, as far as it was asked."""
    assert case.probes is not None
    if case.probes.at is None:
        return Undecided("nobody noted when the network was asked")
    resolved = None
    for mail in case.history.earlier:
        for option in mail.options:
            probe = case.probes.host(read_target(option.target).host)
            if probe is None or probe.resolves is None:
                continue
            resolved = resolved or option.evidence
            regimes = still_working(mail.at, case.probes.at)
            if not probe.resolves and regimes:
                days = (case.probes.at - mail.at).days
                return Breach(
                    f"{probe.host} was gone {days} days after it was offered",
                    quote("probe", probe.says or probe.host),
                    asked_by=regimes,
                )
    return Kept(resolved) if resolved else OutOfScope("no host of an earlier mail was asked about")


_OPTION = Option(
    OptionKind.BODY_LINK,
    "https://out.growth.example/u/1",
    usable=True,
    why="",
    evidence=Evidence("body", "Unsubscribe"),
)
_HISTORY = History(earlier=(EarlierMail(datetime(2026, 3, 3, tzinfo=UTC), None, options=(_OPTION,)),))
_AT = datetime(2026, 3, 20, tzinfo=UTC)
_GONE = Probes(hosts=(HostProbe("out.growth.example", resolves=False, says="no such name"),), at=_AT)
_THERE = Probes(hosts=(HostProbe("out.growth.example", resolves=True),), at=_AT)

LINT = Lint(
    code="UNS609",
    name="way-out-expired-early",
    level=Level.ERROR,
    scope=all_of(known_history, probed),
    check=check,
    cites=(
        CAN_SPAM.cite(
            "(a)(3)(A)(ii)", "remains capable of receiving such messages or communications for no less than 30 days"
        ),
        SPAM_ACT.cite("section 18(1)(e)", "at all times during a period of at least 30 days after the message is sent"),
        UEMA.cite("section 11(1)(e)", "reasonably likely to be functional and valid for at least 30 days"),
        SPAM_CONTROL_ACT.cite("Second Schedule 2(5)", "at all times during a period of at least 30 days"),
        CASL.cite("section 11(2)", "valid for a minimum of 60 days after the message has been sent"),
    ),
    examples=(
        Example("gone after 17 days", pitch(), Breach, history=_HISTORY, probes=_GONE, received=_AT),
        Example("still there", pitch(), Kept, history=_HISTORY, probes=_THERE, received=_AT),
        Example("nothing was offered", pitch(), OutOfScope, history=History(), probes=_GONE, received=_AT),
        Example("the network was not asked", pitch(), Undecided, history=_HISTORY, received=_AT),
    ),
    network=True,
)
