"""selling mail with nothing better than a weak hint of a way out

It looks at messages whose answer is "unclear": a polite condition, a preference centre, a hidden or pictured option, an
option of a platform or in quoted text.
It matters because the reader cannot tell whether following the hint would stop anything.
The sender has to say it plainly: what to do, and that mail will stop.
It cannot see what the sender would do with a friendly answer; many would stop.
"""

from inboxguard.compliance.sample import SELLING, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import ETIQUETTE, FTC_GUIDE
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Offer


def check(case: Case) -> Outcome:
    """Whether the way out is more than a hint."""
    options = case.ways_out.options
    match case.ways_out.offer:
        case Offer.PRESENT | Offer.REPLY:
            return Kept(options[0].evidence)
        case Offer.NONE:
            return OutOfScope("it offers no way out at all")
        case Offer.UNKNOWN:
            return Undecided(case.ways_out.because)
        case Offer.UNCLEAR:
            best = max(options, key=lambda option: option.level)
            return Breach(f"offers a hint of a way out only: {best.why}", best.evidence)


LINT = Lint(
    code="UNS002",
    name="weak-way-out",
    level=Level.WARN,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        FTC_GUIDE.cite("5", "a clear and conspicuous explanation of how the recipient can opt out"),
        ETIQUETTE.cite("ways out", "a way out is said plainly"),
    ),
    examples=(
        Example("not a fit", pitch(body=f"{SELLING}\n\nIf this is not relevant, just let me know."), Breach),
        Example("a field in the header", pitch(UNSUBSCRIBE), Kept),
        Example("nothing at all", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(), Undecided, commercial=Answer.MAYBE),
    ),
)
