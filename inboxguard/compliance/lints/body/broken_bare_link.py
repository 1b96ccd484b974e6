"""an unsubscribe address in plain text that is broken over two lines

It looks at plain text in which a bare web address stands by words about opting out, which is a good way out as long as
it can be clicked; and speaks where the address ends at a line's end and goes on in the next line.
It matters because the reader then follows half of it.
The sender can shorten the address, put it between angle brackets, or send lines as long as they are.
It cannot tell for certain that the next line belongs to the address, so it only speaks where that line looks like one.
"""

import re

from inboxguard.compliance.in_body import block_of, seen
from inboxguard.compliance.sample import SELLING, page, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided

_REST = re.compile(r"\n(?=[\w%&=./?_-]{0,200}\d)(?=[\d%&=./?_-]{0,200}[A-Za-z])([\w%&=./?_~-]{6,200})(?=\n|\Z)")
_LONG_LINE = 65


def check(case: Case) -> Outcome:
    """Whether the bare address ends where its line ends for good."""
    bare = [option for option in seen(case) if option.link is not None and option.link.kind == "url"]
    if not bare:
        return OutOfScope("no bare web address offers a way out")
    for option in bare:
        placed = block_of(case, option)
        if placed is None or option.link is None:
            continue
        text = placed[1].text
        line_start = text.rfind("\n", 0, option.link.start) + 1
        rest = _REST.match(text, option.link.end)
        if rest and option.link.end - line_start >= _LONG_LINE:
            return Breach(f"breaks its unsubscribe address over two lines (…{rest[1][:40]})", option.evidence)
    return Kept(bare[0].evidence)


_ADDRESS = "https://growth.example/campaigns/spring/unsubscribe/for/alex/moreau/"

LINT = Lint(
    code="UNS322",
    name="broken-bare-unsubscribe-link",
    level=Level.INFO,
    scope=selling_body,
    check=check,
    cites=(ETIQUETTE.cite("ways out", "a way out can be followed with one click"),),
    examples=(
        Example(
            "the second half in the next line",
            pitch(body=f"{SELLING}\n\nUnsubscribe: {_ADDRESS}\n3f9a2c77d0b1?list=4"),
            Breach,
        ),
        Example(
            "a short address", pitch(body=f"{SELLING}\n\nUnsubscribe: https://growth.example/u/3f9a\nGrowth Ltd"), Kept
        ),
        Example(
            "a long one, whole", pitch(body=f"{SELLING}\n\nUnsubscribe: {_ADDRESS}3f9a\nGrowth Ltd, Springfield"), Kept
        ),
        Example(
            "a link in HTML",
            page('<p>Offers.</p><p><a href="https://growth.example/u">Unsubscribe</a></p>'),
            OutOfScope,
        ),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
    ),
)
