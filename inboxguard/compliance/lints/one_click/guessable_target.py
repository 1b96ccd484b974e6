"""a one-click target without anything that is hard to guess

It looks at path and query of the https target for a part that no stranger could make up: letters and digits mixed, or a
long number; the reader's plain address is none.
It matters because anybody could otherwise sign the reader off, or learn from the answer who is subscribed.
The sender should put an opaque token into the target.
It cannot see whether the server checks the token.
"""

import re
from itertools import pairwise
from urllib.parse import unquote

from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_one_click
from inboxguard.compliance.sources import RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.targets import Target, read_target
from inboxguard.compliance.unsubscribe_header import field_of
from inboxguard.mail.evidence import quote

_PIECES = re.compile(r"[^/?&=;,.:!~|]+")
_LONG = 12


def check(case: Case) -> Outcome:
    """Whether some part of the target could not be made up."""
    https = field_of(case).https
    if not https:
        return OutOfScope("it has no https target")
    target = read_target(https[0].text)
    evidence = quote("header List-Unsubscribe", https[0].text)
    if any(_opaque(piece) for piece in _pieces(target)):
        return Kept(evidence)
    return Breach("its one-click target holds nothing that is hard to guess", evidence)


def _pieces(target: Target) -> list[str]:
    return [piece for piece in _PIECES.findall(unquote(f"{target.path}?{target.query}")) if "@" not in piece]


def _opaque(piece: str) -> bool:
    """Six digits, eight letters and digits mixed, or a long run of letters in changing case."""
    bare = piece.replace("-", "").replace("_", "")
    digits = sum(char.isdigit() for char in bare)
    if digits >= 6 or (len(bare) >= 8 and 0 < digits < len(bare)):
        return True
    changes = sum(one.islower() != other.islower() for one, other in pairwise(bare))
    return len(bare) >= _LONG and changes >= len(bare) // 3


LINT = Lint(
    code="UNS208",
    name="guessable-one-click-target",
    level=Level.INFO,
    scope=has_one_click,
    check=check,
    cites=(RFC8058.cite("§3.1", "SHOULD include an opaque identifier or another hard-to-forge component"),),
    examples=(
        Example(
            "the reader's address",
            pitch("List-Unsubscribe: <https://growth.example/unsubscribe?email=you@me.example>", ONE_CLICK),
            Breach,
        ),
        Example(
            "the same for everybody", pitch("List-Unsubscribe: <https://growth.example/unsubscribe>", ONE_CLICK), Breach
        ),
        Example("a token", pitch(UNSUBSCRIBE, ONE_CLICK), Kept),
        Example(
            "a token of letters", pitch("List-Unsubscribe: <https://growth.example/u/QwErTyXcVbNmKj>", ONE_CLICK), Kept
        ),
        Example("not announced", pitch(UNSUBSCRIBE), OutOfScope),
    ),
)
