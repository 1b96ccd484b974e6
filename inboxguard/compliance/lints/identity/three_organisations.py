"""From, Reply-To and the links belong to three different organisations

It compares the registrable domains of From, of Reply-To and of the web links, mailing services, networks and list hosts
left aside, and domains of one brand taken together.
It matters because the reader cannot tell who would get an answer, and who a click.
The sender should write, be answered and be found under one name.
It cannot see that three domains belong to one company when they do not look alike.
"""

from inboxguard.compliance.belonging import is_through_a_list
from inboxguard.compliance.providers import is_list_host, is_mailing_service, is_platform, is_shortener
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.siblings import same_brand
from inboxguard.compliance.sources import CAN_SPAM, OUTLOOK
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.targets import read_target
from inboxguard.mail.evidence import quote
from inboxguard.mail.message import Segment

_COMMON = (is_mailing_service, is_platform, is_list_host, is_shortener)
_OWN = {Segment.NEW, Segment.SIGNATURE, Segment.FOOTER}


def check(case: Case) -> Outcome:
    """Whether two of the three belong together."""
    message = case.message
    author = message.sender_address
    answer = next((one.address for one in message.reply_to if one.address), None)
    if author is None or answer is None or is_through_a_list(message):
        return OutOfScope("it has no Reply-To of its own")
    if is_mailing_service(answer.domain) or is_mailing_service(author.domain):
        return OutOfScope("a mailing service takes the answers")
    linked = _linked(case)
    if not linked:
        return OutOfScope("it links to nobody in particular")
    if _together(author.organisation, answer.organisation) or any(
        _together(one, other) for one in linked for other in (author.organisation, answer.organisation)
    ):
        return Kept(quote("header Reply-To", str(answer)))
    return Breach(
        f"is from {author.organisation}, answered at {answer.organisation}, and links to {min(linked)}",
        quote("header Reply-To", str(answer)),
    )


def _together(one: str, other: str) -> bool:
    return one == other or same_brand(one, other)


def _linked(case: Case) -> frozenset[str]:
    """The organisations of the sender's own web links, without those that everybody links to."""
    blocks = (block for block in case.message.blocks if block.segment in _OWN)
    targets = (read_target(link.target) for block in blocks for link in block.links)
    return frozenset(one.organisation for one in targets if one.web and not any(common(one.host) for common in _COMMON))


_LINK = f"{SELLING}\n\nSee https://third.example/offer"

LINT = Lint(
    code="UNS503",
    name="three-organisations",
    level=Level.WARN,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(1)", "header information that is materially false or materially misleading"),
        OUTLOOK.cite("sender addresses", "From or Reply-To reflects the true sending domain", level=Level.INFO),
    ),
    examples=(
        Example("three of them", pitch("Reply-To: desk@second.example", body=_LINK), Breach),
        Example(
            "links to the sender",
            pitch("Reply-To: desk@second.example", body=f"{SELLING}\n\nhttps://www.growth.example/"),
            Kept,
        ),
        Example("one brand", pitch("Reply-To: desk@growthhq.example", body=_LINK), Kept),
        Example("no Reply-To", pitch(body=_LINK), OutOfScope),
        Example("nobody said whether it sells", pitch(body=_LINK), Undecided, commercial=Answer.MAYBE),
    ),
)
