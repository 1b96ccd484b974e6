"""an unsubscribe link that leads nowhere

It looks at the links whose own words, or whose sentence, offer a way out, and asks whether the target can be followed
at all: an empty target, a lone "#", a script, a scheme without a host.
Such a link looks like a way out and is none, which is worse than silence.
The sender has to fill in the target; most often a template was sent as it came.
It cannot see whether a target that looks alive still answers, because no request is ever sent.
"""

from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault, OptionKind

_IN_BODY = {OptionKind.BODY_LINK, OptionKind.BODY_MAILTO, OptionKind.FORM}


def check(case: Case) -> Outcome:
    """Whether every option in the body has a target that can be followed."""
    offered = [option for option in case.ways_out.options if option.kind in _IN_BODY]
    if not offered:
        return OutOfScope("no link in the body offers a way out")
    dead = next((option for option in offered if option.fault is Fault.DEAD), None)
    if dead is not None:
        return Breach(f"its way out leads nowhere ({dead.target or 'empty target'})", dead.evidence)
    return Kept(offered[0].evidence)


_HTML = """\
From: Shop <news@shop.example>
To: you@me.example
Subject: Spring offers
Message-ID: <1@shop.example>
Date: Tue, 10 Mar 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body><p>Everything in the garden range costs less this week. Come and see what is new.</p>
<p>No more offers? <a href="{}">Unsubscribe</a></p></body></html>
"""

LINT = Lint(
    code="UNS303",
    name="dead-unsubscribe-link",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        SPAM_ACT.cite("section 18(1)(e)", "reasonably likely to be capable of receiving"),
    ),
    examples=(
        Example("a link to nothing", _HTML.format("#"), Breach),
        Example("a script as target", _HTML.format("javascript:void(0)"), Breach),
        Example("a scheme without a host", _HTML.format("http://"), Breach),
        Example("a live link", _HTML.format("https://shop.example/u/7c1d"), Kept),
        Example(
            "no option in the body", _HTML.replace("Unsubscribe", "Read on").replace("No more offers?", ""), OutOfScope
        ),
        Example("only the header was fetched", _HTML.format("#"), Undecided, cut=True),
    ),
)
