"""an unsubscribe link that stops a platform's notices, not the author

It looks whose list the body's way out leaves: a network, a calendar or a mailing list has one of its own below every
message that people send through it.
It matters because the author goes on writing, directly or through another platform.
The author can say in the text how to make it stop.
It cannot see whether the platform would also pass the request on; none is known that does.
"""

from inboxguard.compliance.in_body import offered, usable
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault


def check(case: Case) -> Outcome:
    """Whether a way out of the body is the author's own."""
    if own := usable(case):
        return Kept(own.evidence)
    theirs = next((option for option in offered(case) if option.fault is Fault.INTERMEDIARY), None)
    if theirs is None:
        return OutOfScope("no link in the body offers a platform's way out")
    return Breach(f"offers somebody else's way out only: {theirs.why}", theirs.evidence)


_PLATFORM = "Unsubscribe from these notifications: https://www.linkedin.com/e/v2/unsubscribe?t=1"

LINT = Lint(
    code="UNS314",
    name="platform-unsubscribe-only",
    level=Level.WARN,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(ETIQUETTE.cite("ways out", "a way out stops the author"),),
    examples=(
        Example("the network's footer", pitch(body=f"{SELLING}\n\n{_PLATFORM}"), Breach),
        Example(
            "and the author's own words",
            pitch(body=f"{SELLING}\n\nReply STOP and I will not write again.\n\n{_PLATFORM}"),
            Kept,
        ),
        Example("none at all", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(body=_PLATFORM), Undecided, commercial=Answer.MAYBE),
    ),
)
