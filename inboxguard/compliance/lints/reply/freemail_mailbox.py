"""opt-outs that go to a freemail box, for a company with its own domain

It looks at the addresses that take opt-outs, in header and body, and speaks when one lies with a freemail provider while
the message comes from a domain of its own.
It matters because requests then go to a private box, where addresses of people who answer are collected.
The sender should take them at its own domain.
It cannot see who reads the box; a sender who writes from that very box is not meant.
"""

from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import perhaps_commercial
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.targets import read_target
from inboxguard.compliance.way_out import Fault, OptionKind
from inboxguard.mail.freemail import is_freemail

_BY_MAIL = {OptionKind.HEADER_MAILTO, OptionKind.BODY_MAILTO}


def check(case: Case) -> Outcome:
    """Whether opt-outs go to a domain of the sender's."""
    mailto = [
        one for one in case.ways_out.options if one.kind in _BY_MAIL and one.fault not in {Fault.QUOTED, Fault.DEAD}
    ]
    sender = case.message.sender_address
    if not mailto or sender is None or is_freemail(sender.domain):
        return OutOfScope("no address of a company takes opt-outs")
    for option in mailto:
        target = read_target(option.target)
        if is_freemail(target.host):
            return Breach(f"takes opt-outs at {target.path}, a freemail box", option.evidence)
    return Kept(mailto[0].evidence)


def _body(address: str) -> str:
    return f"{SELLING}\n\nTo unsubscribe, write to {address}."


LINT = Lint(
    code="UNS405",
    name="opt-out-to-freemail",
    level=Level.WARN,
    scope=perhaps_commercial,
    check=check,
    cites=(ETIQUETTE.cite("ways out", "a company takes requests at its own domain"),),
    examples=(
        Example("in the body", pitch(body=_body("growth.remove@gmail.com")), Breach),
        Example("in the header", pitch("List-Unsubscribe: <mailto:growth.remove@gmail.com>"), Breach),
        Example("at the own domain", pitch(body=_body("stop@growth.example")), Kept),
        Example(
            "from the same freemail provider",
            pitch(body=_body("x1@gmail.com"), sender="Mara <x1@gmail.com>"),
            OutOfScope,
        ),
        Example("a link only", pitch("List-Unsubscribe: <https://growth.example/u/3f9a>"), OutOfScope),
        Example("a receipt", pitch(body=_body("growth.remove@gmail.com")), OutOfScope, commercial=Answer.NO),
    ),
)
