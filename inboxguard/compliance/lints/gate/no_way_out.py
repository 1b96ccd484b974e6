"""selling mail that offers no way out of any kind

It looks at the whole message, header and body, in every language of the vocabulary, and says that there is no link, no
address and no instruction to reply by which one could make it stop.
It matters because the reader is left with ignoring, blocking, or an argument.
The sender can add one honest line: "reply 'no' and I will not write again".
It says so only when the whole message was read; words about opting out in any language, even unclear ones, keep it
silent. British, European and German texts ask for a valid address only, so they speak up only when a reply goes nowhere.
"""

from inboxguard.compliance.in_body import opening
from inboxguard.compliance.reply_options import is_no_reply, reply_address
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import commercial
from inboxguard.compliance.sources import (
    CAN_SPAM,
    CASL,
    EPRIVACY,
    ETIQUETTE,
    PECR,
    SPAM_ACT,
    SPAM_CONTROL_ACT,
    UEMA,
    UWG,
)
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Offer

_WANT_A_WAY = ("us", "ca", "au", "nz", "sg", "etiquette")
_WANT_AN_ADDRESS = ("uk", "eu", "de")


def check(case: Case) -> Outcome:
    """Whether there is a way out."""
    offer, options = case.ways_out.offer, case.ways_out.options
    match offer:
        case Offer.PRESENT | Offer.REPLY:
            return Kept(options[0].evidence)
        case Offer.UNCLEAR | Offer.UNKNOWN:
            return Undecided(case.ways_out.because or "it cannot be told whether it offers a way out")
        case Offer.NONE:
            nowhere = is_no_reply(reply_address(case.message))
            asked_by = (*_WANT_A_WAY, *_WANT_AN_ADDRESS) if nowhere else _WANT_A_WAY
            words = options[0].evidence if options and options[0].evidence.words else opening(case)
            return Breach("offers no way out of any kind", words, asked_by=asked_by)


LINT = Lint(
    code="UNS001",
    name="no-way-out",
    level=Level.ERROR,
    scope=commercial,
    check=check,
    cites=(
        CAN_SPAM.cite(
            "(a)(3)(A), (a)(5)(A)(ii)", "clear and conspicuous notice of the opportunity to decline to receive further"
        ),
        CASL.cite("sections 6(2)(c) and 11", "set out an unsubscribe mechanism"),
        SPAM_ACT.cite("section 18(1)", "must contain a functional unsubscribe facility"),
        UEMA.cite("section 11(1)(a)", "the principal message includes a functional unsubscribe facility"),
        SPAM_CONTROL_ACT.cite("Second Schedule 2", "that the recipient may use to submit an unsubscribe request"),
        PECR.cite(
            "regulation 23(b)",
            "a valid address to which the recipient may send a request that such communications cease",
        ),
        EPRIVACY.cite(
            "article 13(4)", "a valid address to which the recipient may send a request that such communications cease"
        ),
        UWG.cite("§ 7(2) no. 3 c", "a valid address for a request to stop, without more than the basic tariff"),
        ETIQUETTE.cite("ways out", "who writes unasked says how to make it stop", level=Level.WARN),
    ),
    examples=(
        Example("a pitch and a signature", pitch(body=f"{SELLING}\n\n-- \nMara Lindqvist\nGrowth Ltd"), Breach),
        Example("a pitch from nobody's address", pitch(sender="Growth <noreply@growth.example>"), Breach),
        Example("reply STOP", pitch(body=f"{SELLING}\n\nReply STOP and I will not write again."), Kept),
        Example("a field in the header", pitch("List-Unsubscribe: <https://growth.example/u/3f9a>"), Kept),
        Example(
            "a polite condition", pitch(body=f"{SELLING}\n\nIf this is not relevant, just let me know."), Undecided
        ),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
        Example("a note that sells nothing", pitch(body="See you on Saturday."), OutOfScope, commercial=Answer.NO),
    ),
)
