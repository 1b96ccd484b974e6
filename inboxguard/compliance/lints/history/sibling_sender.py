"""back after an opt-out under a sibling address or domain

It looks at the user's requests to stop and at who was asked, and compares that sender with this one: the organisation,
a look-alike domain (try-acme, acme-hq), the domain that signed, the unsubscribe host, the telephone number.
It matters because a request is made of a company, not of a mailbox, and a new domain does not undo it.
The sender has to keep one suppression list for all of its names.
It cannot see ownership: two companies may share a name, and agencies share telephone numbers.
"""

from datetime import UTC, datetime

from inboxguard.compliance.history import EarlierMail, History, OptOut, OptOutWay
from inboxguard.compliance.opted_out import asked_of, in_force, offered_by
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history
from inboxguard.compliance.siblings import Marks, kinship
from inboxguard.compliance.signed import signing_domains
from inboxguard.compliance.sources import CAN_SPAM, ETIQUETTE, GDPR
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.address import parse_address
from inboxguard.mail.evidence import Evidence, quote


def check(case: Case) -> Outcome:
    """Whether this sender is nobody who was asked to stop under another address."""
    sender = case.message.sender_address
    requests = in_force(case)
    if sender is None or not requests:
        return OutOfScope("no request to stop was made" if sender else "there is no sender address")
    targets = tuple(option.target for option in case.ways_out.options)
    now = Marks(sender, signing_domains(case.results), targets, case.message.signature_text)
    for request in requests:
        if request.asked.strip().lower() in {sender.folded, str(sender).lower()}:
            return OutOfScope("the very address was asked to stop")
        for before in _asked(case, request):
            if tie := kinship(before, now):
                return Breach(
                    f"writes after a request to stop made of {before.address}: {tie}", quote("header From", str(sender))
                )
    if any(asked_of(sender, request) for request in requests):
        return OutOfScope("the organisation was asked to stop by its domain")
    return Kept()


def _asked(case: Case, request: OptOut) -> list[Marks]:
    """What is known of the sender who was asked."""
    marks = [
        Marks(mail.sender, mail.signed_by, tuple(option.target for option in mail.options), mail.signature_text)
        for mail in case.history.earlier
        if offered_by(mail, request)
    ]
    asked = parse_address(request.asked if "@" in request.asked else f"anyone@{request.asked}")
    return marks or [Marks(asked)]


_AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
_ASKED = OptOut(_AT, "mara@growth.example", OptOutWay.REPLY, Evidence("reply", "please stop"))
_EARLIER = EarlierMail(
    _AT, parse_address("mara@growth.example"), signed_by=("growth.example",), signature_text="+49 30 5550 1234"
)
_HISTORY = History(earlier=(_EARLIER,), opt_outs=(_ASKED,))
_LATER = datetime(2026, 4, 10, tzinfo=UTC)

LINT = Lint(
    code="UNS603",
    name="sibling-sender-after-opt-out",
    level=Level.WARN,
    scope=all_of(known_history, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(4)(A)", "a request to a sender not to receive some or any commercial electronic mail"),
        GDPR.cite("article 21(3)", "shall no longer be processed for such purposes"),
        ETIQUETTE.cite("sequences", "a request made of a company holds for all of its names"),
    ),
    examples=(
        Example(
            "a look-alike domain",
            pitch(sender="Mara <mara@trygrowth.example>"),
            Breach,
            history=_HISTORY,
            received=_LATER,
        ),
        Example(
            "a colleague's address", pitch(sender="Ben <ben@growth.example>"), Breach, history=_HISTORY, received=_LATER
        ),
        Example(
            "the same telephone number",
            pitch(
                sender="Eva <eva@boost.example>",
                body="Shall we talk?\n\n-- \nEva Holt\n030 5550 1234 / +49 30 5550 1234",
            ),
            Breach,
            history=_HISTORY,
            received=_LATER,
        ),
        Example("another company", pitch(sender="Ida <ida@other.example>"), Kept, history=_HISTORY, received=_LATER),
        Example("the same address", pitch(), OutOfScope, history=_HISTORY, received=_LATER),
        Example("nobody looked at earlier mail", pitch(), Undecided, received=_LATER),
    ),
)
