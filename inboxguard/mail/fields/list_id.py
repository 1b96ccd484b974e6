"""Signs of bulk mail, mailing lists and machines in the header.

The one fact a newcomer would get wrong: "no sign" is not "no bulk". The answer has three values, and "maybe" is what a
single weak sign gives; profiles that speak of bulk senders apply only at "yes".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Header, HeaderField

_BRACKETED = re.compile(r"<([^<>\s]{1,500})>")
_BULK_PRECEDENCE = frozenset({"bulk", "list", "junk"})
_STRONG_FIELDS = (
    "Feedback-ID", "X-CSA-Complaints", "X-SG-EID", "X-SG-ID", "X-Mailgun-Sid", "X-Mailgun-Tag", "X-MC-User",
    "X-Mailchimp-Campaign-Id", "X-Campaign", "X-CampaignID", "X-Campaign-Id", "X-Campaignid", "X-SES-Outgoing",
    "X-Mandrill-User", "X-Mailjet-Campaign", "X-MJ-Mid", "X-HS-Cid", "X-HubSpot-Campaign", "X-Mktmailid",
    "X-MarketoID", "X-Elq", "X-SFMC-Stack", "X-Job", "X-Roving-ID", "X-CTCT-ID", "X-Klaviyo-Message-Id",
    "X-Kmail-Account", "X-Sendinblue", "X-Sib-Id", "X-Mailin-Campaign", "X-Mailin-Client", "X-ACL-Campaign",
    "X-AC-Campaign", "X-Report-Abuse-To", "X-PM-Message-Id", "X-PM-Tag", "X-MSFBL", "X-Binding", "X-Bulkmail",
    "X-EmailOctopus", "X-Iterable-Campaign", "X-Mw-Campaign-Uid", "X-Mw-Subscriber-Uid", "X-rpcampaign", "X-IADB",
    "X-Beehiiv-Ids", "X-Listmember", "X-ConvertKit-Broadcast", "X-BM-Campaign", "X-Cordial", "X-Braze",
)  # fmt: skip
_WEAK_FIELDS = (
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "X-Report-Abuse",
    "X-Mailer-Campaign",
    "X-Abuse-Reports-To",
)
_LIST_FIELDS = ("List-Post", "List-Archive", "X-Google-Group-Id", "Mailing-List", "X-Mailman-Version", "X-BeenThere",
                "List-Subscribe", "X-Mailing-List", "X-Loop-List")  # fmt: skip
_AUTO_FIELDS = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Failed-Recipients")
_VERP = re.compile(r"[^\s<>@]{1,200}(?:=|_at_|\+)[^\s<>@]{0,200}@|(?:bounce|bnc|return)[^@\s<>]{6,200}@", re.IGNORECASE)


class Bulk(StrEnum):
    """Whether a message went to many."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class BulkEvidence:
    """The answer and the fields it rests on."""

    bulk: Bulk
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """A yes or no with the fields it rests on."""

    holds: bool
    evidence: tuple[Evidence, ...] = ()

    def __bool__(self) -> bool:
        return self.holds


def _seen(field: HeaderField) -> Evidence:
    return quote(f"header {field.name}", field.value)


def _present(header: Header, names: tuple[str, ...]) -> list[Evidence]:
    wanted = {name.lower() for name in names}
    return [_seen(field) for field in header.fields if field.name.lower() in wanted]


def list_id(header: Header) -> str:
    """The identifier of the mailing list in lower case (RFC 2919), or empty."""
    field = header.first("List-Id")
    if field is None:
        return ""
    found = _BRACKETED.findall(field.raw)
    return (found[-1] if found else field.raw.strip().split()[-1] if field.raw.strip() else "").lower()


def _precedence(header: Header) -> list[Evidence]:
    return [_seen(field) for field in header.all("Precedence") if field.value.strip().lower() in _BULK_PRECEDENCE]


def bulk_evidence(header: Header) -> BulkEvidence:
    """Whether the header shows that the message went to many."""
    strong = [*_present(header, ("List-Id",)), *_precedence(header), *_present(header, _STRONG_FIELDS)]
    if strong:
        return BulkEvidence(Bulk.YES, tuple(strong[:10]))
    weak = _present(header, _WEAK_FIELDS)
    bounce = header.first("Return-Path")
    if bounce is not None and _VERP.search(bounce.raw[:500]):
        weak.append(_seen(bounce))
    return BulkEvidence(Bulk.MAYBE if weak else Bulk.NO, tuple(weak[:10]))


def is_mailing_list(header: Header) -> Sign:
    """Whether the message came through a discussion list: a list identity together with a place to post or archive."""
    listed = _present(header, _LIST_FIELDS)
    named = _present(header, ("List-Id",))
    by_precedence = [found for found in _precedence(header) if found.words.lower() == "list"]
    holds = bool(listed) and (bool(named) or bool(by_precedence) or len(listed) > 1)
    return Sign(holds, tuple([*named, *listed, *by_precedence][:10]) if holds else ())


def is_automated(header: Header) -> Sign:
    """Whether a machine answered or reported (RFC 3834 §5): an absence note, a bounce, a receipt."""
    found = [
        _seen(field)
        for field in header.all("Auto-Submitted")
        if field.value.strip().lower().split(";")[0] not in {"no", ""}
    ]
    found += [
        _seen(field)
        for field in header.all("Precedence")
        if field.value.strip().lower() in {"auto_reply", "auto-reply"}
    ]
    found += _present(header, _AUTO_FIELDS[1:])
    found += [_seen(field) for field in header.all("Return-Path") if field.raw.replace(" ", "") == "<>"]
    kind = header.value("Content-Type").lower()
    if kind.startswith("multipart/report"):
        found += [quote("header Content-Type", header.value("Content-Type"))]
    return Sign(bool(found), tuple(found[:10]))
