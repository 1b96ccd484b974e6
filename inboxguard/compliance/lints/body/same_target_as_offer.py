"""an unsubscribe link that leads where the offer leads

It looks whether another link of the body, one that sells, has the very same target, tracking marks aside.
It matters because the reader wants out and lands in the shop.
The sender has to give the way out a target of its own.
It cannot see where two different targets end up.
"""

import re

from inboxguard.compliance.in_body import offered, seen
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import ETIQUETTE, FTC_GUIDE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.targets import read_target
from inboxguard.compliance.way_out import OptionKind
from inboxguard.mail.message import Link, Seen, Segment

_TRACKING = re.compile(
    r"(?:^|&)(?:utm_[a-z]{1,20}|mc_[a-z]{1,5}|gclid|fbclid|_hs\w{1,10}|mkt_tok)=[^&]{0,300}", re.IGNORECASE
)
_OWN = frozenset({Segment.NEW, Segment.SIGNATURE, Segment.FOOTER})
_KINDS = frozenset({"a", "area"})


def check(case: Case) -> Outcome:
    """Whether the way out has a target of its own."""
    options = [option for option in seen(case) if option.kind is OptionKind.BODY_LINK and option.link]
    web = [option for option in options if read_target(option.target).web]
    if not web:
        return OutOfScope("no web link in the body offers a way out")
    ways_out = {_place(option.target) for option in offered(case)}
    others = {_place(link.target): link for link in _other_links(case)}
    for option in web:
        twin = others.get(_place(option.target))
        if twin is not None and len(ways_out) == 1:
            return Breach(f'its way out leads to the same place as "{twin.text[:60] or "a picture"}"', option.evidence)
    return Kept(web[0].evidence)


def _place(target: str) -> tuple[str, str, str]:
    read = read_target(target)
    return read.host, read.path.rstrip("/"), _TRACKING.sub("", read.query)


def _other_links(case: Case) -> list[Link]:
    """The links of blocks that hold no way out."""
    taken = [option.link for option in offered(case) if option.link]
    found: list[Link] = []
    for block in case.message.blocks:
        own = block.links and block.segment in _OWN and block.look.seen is not Seen.HIDDEN
        if own and not any(link in taken for link in block.links):
            found += [link for link in block.links if link.kind in _KINDS and read_target(link.target).web]
    return found


_HTML = '<p>Everything costs less. <a href="https://shop.example/spring?utm_source=1">Shop now</a></p><p>Want no more offers?</p><p><a href="{}">Unsubscribe</a></p>'

LINT = Lint(
    code="UNS311",
    name="unsubscribe-link-leads-to-the-offer",
    level=Level.WARN,
    scope=selling_body,
    check=check,
    cites=(
        FTC_GUIDE.cite(
            "5", "make sure your spam filter does not block these opt-out requests; a working way to opt out"
        ),
        ETIQUETTE.cite("ways out", "a way out has a target of its own"),
    ),
    examples=(
        Example("the shop again", page(_HTML.format("https://shop.example/spring?utm_source=2")), Breach),
        Example("a page of its own", page(_HTML.format("https://shop.example/u/7c1d")), Kept),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
        Example("only the header was fetched", page(_HTML.format("https://shop.example/spring")), Undecided, cut=True),
    ),
)
