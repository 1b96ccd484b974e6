"""Whether a message was sent in bulk, by what its header shows.

The one fact a newcomer would get wrong: a mailing list is not marketing. A List-Id alone says MAYBE; the marks of a
mailing service or an explicit Precedence say YES.
"""

import re
from dataclasses import dataclass

from inboxguard.compliance.history import Answer
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Message

_SERVICE_FIELDS = (
    "Feedback-ID",
    "X-CSA-Complaints",
    "X-SG-EID",
    "X-SG-ID",
    "X-Mailgun-Sid",
    "X-Mailgun-Variables",
    "X-MC-User",
    "X-Campaign",
    "X-CampaignID",
    "X-Campaign-ID",
    "X-Mailchimp-Campaign-Id",
    "X-MailingID",
    "X-Mailer-LID",
    "X-HS-Cid",
    "X-PM-Message-Stream",
    "X-Mandrill-User",
    "X-SES-Outgoing",
    "X-Klaviyo-Message-Id",
    "X-rpcampaign",
    "X-Report-Abuse",
    "X-EmarsysID",
    "X-Brevo-Id",
    "X-Mailin-Campaign",
    "X-Marketo-Campaign",
)
_WEAK_FIELDS = ("List-Id", "Mailing-List", "X-Mailing-List", "List-Unsubscribe", "List-Post")
_BULK_PRECEDENCE = re.compile(r"\b(?:bulk|junk)\b", re.IGNORECASE)
_VERP = re.compile(r"<?[^<>@\s]{0,64}[+=-][^<>@\s]{1,120}=[^<>@\s]{1,120}@")


@dataclass(frozen=True, slots=True)
class Bulk:
    """`answer` with where one sees it."""

    answer: Answer
    evidence: Evidence | None = None


def bulk_evidence(message: Message) -> Bulk:
    """What the header shows of sending in bulk; NO means that nothing speaks for it."""
    header = message.header
    for name in _SERVICE_FIELDS:
        if found := header.first(name):
            return Bulk(Answer.YES, quote(f"header {name}", found.value or "(empty)"))
    precedence = header.value("Precedence")
    if _BULK_PRECEDENCE.search(precedence) and "List-Id" not in header:
        return Bulk(Answer.YES, quote("header Precedence", precedence))
    for name in _WEAK_FIELDS:
        if found := header.first(name):
            return Bulk(Answer.MAYBE, quote(f"header {name}", found.value or "(empty)"))
    if precedence and _BULK_PRECEDENCE.search(precedence):
        return Bulk(Answer.MAYBE, quote("header Precedence", precedence))
    path = header.value("Return-Path")
    if _VERP.match(path):
        return Bulk(Answer.MAYBE, quote("header Return-Path", path))
    return Bulk(Answer.NO)
