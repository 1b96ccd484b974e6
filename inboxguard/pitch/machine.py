"""Whether a person wrote at all: evidence of lists, subscriptions, robots and calendars in the header.

The one fact a newcomer would get wrong: List-Unsubscribe alone is no subscription. Sales platforms set it on cold mail
to satisfy mailbox providers, and networks set it on what their members write.
"""

import re
from typing import Final

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Message
from inboxguard.pitch.relays import is_relayed, network_of

_LIST_FIELDS: Final = (
    "List-Id",
    "List-Post",
    "List-Archive",
    "List-Help",
    "List-Subscribe",
    "Mailing-List",
    "X-Mailing-List",
    "X-BeenThere",
    "X-Mailman-Version",
    "X-Loop",
)
_BULK_FIELDS: Final = (
    "Feedback-ID",
    "X-Campaign",
    "X-CampaignID",
    "X-Mailer-RecptId",
    "X-MC-User",
    "X-Newsletter",
    "X-Report-Abuse",
    "X-CSA-Complaints",
)
_ROBOTS: Final = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply.{0,30}|.{0,30}[-_.]no-?reply|mailer-daemon|postmaster|bounces?(?:[-+].{0,60})?"
    r"|notifications?|notify|alerts?|receipts?|orders?|bestellung|rechnung|invoices?|billing|auto-?confirm|system|root"
    r"|daemon|automailer|updates?|newsletter|statements?|confirmations?|bookings?|tickets?|nao-?responda|no-?responder"
    r"|ne-?pas-?repondre|nichtantworten|keine-?antwort|non-?rispondere|niet-?beantwoorden)$",
    re.IGNORECASE,
)
_SUBSCRIPTION_WORDS: Final = (
    r"because you (?:are )?(?:subscribed|signed up|registered|opted in)",
    r"you(?:'re| are) (?:subscribed|receiving this (?:because|newsletter|as a member))",
    r"you subscribed",
    r"update your (?:preferences|profile)",
    r"manage (?:your )?(?:preferences|subscription)",
    r"unsubscribe from this list",
    r"view (?:this email )?in (?:your )?browser",
    r"newsletter",
    r"im browser (?:ansehen|öffnen)",
    r"vous êtes inscrit",
    r"se désabonner",
    r"voir dans le navigateur",
    r"estás suscrito",
    r"te has suscrito",
    r"darse? de baja|date de baja",
    r"ver en el navegador",
    r"sei iscritto|disiscri",
    r"annulla l'iscrizione",
    r"je (?:bent|hebt je) (?:ingeschreven|aangemeld|geabonneerd)",
    r"uitschrijven|afmelden voor",
    r"está inscrito",
    r"cancelar (?:a )?(?:inscrição|subscrição)",
)
_SUBSCRIBED: Final = re.compile("|".join(_SUBSCRIPTION_WORDS), re.IGNORECASE)
_NEWSLETTER_WORDS: Final = 300
_NEWSLETTER_LINKS: Final = 10
_CALENDAR_SUBJECT: Final = re.compile(
    r"^\s{0,3}(?:updated |cancell?ed )?"
    r"(?:invitation|invite|event|einladung|termineinladung|convocation|invitación|invito|uitnodiging|convite)"
    r"(?: \w{1,12})?\s?:.{3,200}@",
    re.IGNORECASE,
)


def mailing_list(message: Message) -> Evidence | None:
    """A list or a subscription: by a field of its own, a bulk way out and its words, or the form of a newsletter."""
    if is_relayed(message):
        return None
    for name in _LIST_FIELDS:
        field = message.header.first(name)
        if field is not None and field.value.strip():
            return quote(f"header {name}", field.value)
    precedence = message.header.first("Precedence")
    if precedence is not None and precedence.value.strip().lower() in {"list", "bulk", "junk"}:
        return quote("header Precedence", precedence.value)
    if "List-Unsubscribe" not in message.header:
        return _newsletter(message)
    if any(name in message.header for name in _BULK_FIELDS):
        return quote("header List-Unsubscribe", message.header.value("List-Unsubscribe"))
    found = _SUBSCRIBED.search(f"{message.new_text[-1500:]} {message.signature_text[:3000]}")
    return quote("body", found.group()) if found else _newsletter(message)


def _newsletter(message: Message) -> Evidence | None:
    """Many links in a long text: nobody writes to one person so, whatever the header says."""
    targets = {link.target for block in message.blocks for link in block.links if link.target[:4].lower() == "http"}
    if len(targets) < _NEWSLETTER_LINKS or len(message.new_text.split()) < _NEWSLETTER_WORDS:
        return None
    return Evidence("body", f"{len(targets)} links in a long text")


def automatic(message: Message) -> Evidence | None:
    """A robot's mail: automatic replies, delivery notices, notifications (RFC 3834 §5, RFC 3464)."""
    if is_relayed(message):
        return None
    if network_of(message):
        return quote("header From", str(message.sender))
    for name in ("Auto-Submitted", "X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Response-Suppress"):
        field = message.header.first(name)
        if field is not None and field.value.strip().lower() not in {"", "no"}:
            own_client = name == "X-Auto-Response-Suppress" and "X-MS-Has-Attach" in message.header
            if not own_client:
                return quote(f"header {name}", field.value)
    path = message.header.first("Return-Path")
    if path is not None and path.value.strip() == "<>":
        return quote("header Return-Path", "<>")
    if any(
        part.content_type in {"message/delivery-status", "message/disposition-notification"} for part in message.parts
    ):
        return Evidence("part", "a delivery or read report")
    address = message.sender_address
    if address is not None and _ROBOTS.match(address.local):
        return quote("header From", str(address))
    return None


def calendar(message: Message) -> Evidence | None:
    """An invitation of a calendar program (RFC 5545), or an answer to one."""
    for part in message.parts:
        if part.content_type in {"text/calendar", "application/ics"} or part.filename.lower().endswith(".ics"):
            return quote("part", part.filename or part.content_type)
    declared = message.header.value("Content-Type").lower()
    if "text/calendar" in declared:
        return quote("header Content-Type", declared)
    found = _CALENDAR_SUBJECT.match(message.subject[:300])
    return quote("subject", found.group()) if found else None
