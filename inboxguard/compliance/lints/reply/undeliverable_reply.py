"""told to reply, and the reply goes to nobody

It looks at messages that say "reply STOP" or the like, at the address a reply would go to, and at whether the message
says itself that replies are not read.
It matters because the reader does as told and believes it done.
The sender has to set Reply-To to a mailbox that somebody, or some program, reads.
It cannot see whether the mailbox exists; that takes a probe.
"""

from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, OUTLOOK, PECR, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault, OptionKind


def check(case: Case) -> Outcome:
    """Whether a reply arrives somewhere."""
    replies = [option for option in case.ways_out.options if option.kind is OptionKind.REPLY]
    unread = next((option for option in replies if option.fault is Fault.NO_REPLY), None)
    if unread is not None:
        return Breach(f"asks for a reply that nobody reads: {unread.why}", unread.evidence)
    taken = next((option for option in replies if option.usable), None)
    return Kept(taken.evidence) if taken else OutOfScope("it does not offer to opt out by a reply")


_STOP = f"{SELLING}\n\nReply STOP and I will not write again."

LINT = Lint(
    code="UNS401",
    name="undeliverable-reply-opt-out",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address"),
        SPAM_ACT.cite(
            "section 18(1)(e)", "reasonably likely to be capable of receiving the recipient's unsubscribe message"
        ),
        PECR.cite("regulation 23(b)", "a valid address to which the recipient may send a request"),
        OUTLOOK.cite("sender addresses", "From or Reply-To is valid and can receive replies", level=Level.WARN),
    ),
    examples=(
        Example("from noreply@", pitch(body=_STOP, sender="Growth <noreply@growth.example>"), Breach),
        Example("Reply-To goes nowhere", pitch("Reply-To: do-not-reply@growth.example", body=_STOP), Breach),
        Example(
            "replies are not read, it says",
            pitch(body=f"{_STOP}\n\nPlease do not reply to this email, this mailbox is not monitored."),
            Breach,
        ),
        Example("an ordinary sender", pitch(body=_STOP), Kept),
        Example(
            "no-reply, but Reply-To is read",
            pitch("Reply-To: mara@growth.example", body=_STOP, sender="noreply@growth.example"),
            Kept,
        ),
        Example("no such offer", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(body=_STOP), Undecided, cut=True),
    ),
)
