"""bulk mail that can only be left by a reply

It looks at the explicit offer to opt out by a reply ("reply STOP"), which is a good way out: laws of the United States,
Australia, New Zealand, Singapore, Canada, the United Kingdom and the European Union take an e-mail address for one.
Gmail and Yahoo do not: they ask bulk senders for a link in the body and a field in the header.
It matters to the reader little, and to a bulk sender a lot.
It cannot see volumes, and speaks only where the header shows that the message was sent in bulk; else the offer is
simply kept.
"""

from inboxguard.compliance.sample import BULK, SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import ETIQUETTE, GMAIL, YAHOO
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import OptionKind
from inboxguard.mail.fields.list_id import Bulk


def check(case: Case) -> Outcome:
    """Whether the reply is an honest offer, and in bulk mail not the only one."""
    usable = case.ways_out.usable
    reply = next((option for option in usable if option.kind is OptionKind.REPLY), None)
    if reply is None:
        return OutOfScope("it does not offer to opt out by a reply")
    if case.bulk.bulk is Bulk.YES and all(option.kind is OptionKind.REPLY for option in usable):
        return Breach("can only be left by a reply, though it was sent in bulk", reply.evidence)
    return Kept(reply.evidence)


_STOP = f"{SELLING}\n\nReply STOP and I will not write again."

LINT = Lint(
    code="UNS403",
    name="reply-opt-out-only",
    level=Level.INFO,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        GMAIL.cite("81126", "include a clearly visible unsubscribe link in the message body"),
        YAHOO.cite("Easy unsubscribe", "a clearly visible unsubscribe link in the message body"),
        ETIQUETTE.cite("ways out", "mail to many is left with one click"),
    ),
    examples=(
        Example("bulk mail", pitch(BULK, body=_STOP), Breach),
        Example("a single mail", pitch(body=_STOP), Kept),
        Example(
            "bulk mail with a link too",
            pitch(BULK, body=f"{_STOP}\n\nUnsubscribe: https://growth.example/u/3f9a"),
            Kept,
        ),
        Example("no such offer", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(body=_STOP), Undecided, cut=True),
    ),
)
