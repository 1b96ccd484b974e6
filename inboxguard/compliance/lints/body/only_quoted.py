"""a way out in quoted text only

It looks whose words offer the way out; those in a quotation or a forwarded message are somebody else's, or of a time
long past.
It matters because following it stops the quoted mail, not this one.
The sender has to offer one in the new text.
It cannot always tell a quotation from new text that looks like one.
"""

from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault


def check(case: Case) -> Outcome:
    """Whether a way out stands in the sender's own words or in the header."""
    quoted = [option for option in case.ways_out.options if option.fault is Fault.QUOTED]
    own = [option for option in case.ways_out.options if option.fault is not Fault.QUOTED and option.level > 0]
    if own:
        return Kept(own[0].evidence)
    if not quoted:
        return OutOfScope("it offers no way out at all")
    return Breach("offers a way out in quoted text only", quoted[0].evidence)


_QUOTED = "\n\nOn Mon, 2 Mar 2026 at 09:00, Shop <news@shop.example> wrote:\n> New offers every week.\n> To unsubscribe: https://shop.example/u/7c1d"

LINT = Lint(
    code="UNS312",
    name="way-out-in-quoted-text-only",
    level=Level.WARN,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(ETIQUETTE.cite("ways out", "a way out is the sender's own"),),
    examples=(
        Example("below a quotation", pitch(body=SELLING + _QUOTED), Breach),
        Example(
            "in the own footer too",
            pitch(body=f"{SELLING}\n\nUnsubscribe: https://growth.example/u/3f9a{_QUOTED}"),
            Kept,
        ),
        Example("none at all", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(body=SELLING + _QUOTED), Undecided, commercial=Answer.MAYBE),
    ),
)
