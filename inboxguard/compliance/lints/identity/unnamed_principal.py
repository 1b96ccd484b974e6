"""mail on behalf of somebody who is not named

It looks for "on behalf of" and the like with an unnamed client, and for a Sender field of another organisation than From
that the text never mentions.
It matters because the reader cannot object to somebody unknown.
The agency has to name whom it writes for.
It cannot see an agency that writes under its client's name and domain.
"""

import re

from inboxguard.compliance.in_body import ends_to_read
from inboxguard.compliance.providers import is_mailing_service, is_platform
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.senders import author_organisation
from inboxguard.compliance.siblings import same_brand
from inboxguard.compliance.sources import CASL, CRTC, SPAM_ACT
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.mailboxes import read_mailboxes

_BEHALF = re.compile(
    r"\b(?:on behalf of|im (?:auftrag|namen) (?:von|unseres|eines)|au nom d[e']|en nombre de|per conto di|namens)\s{1,3}([^.,;:\n]{1,80})",
    re.IGNORECASE,
)
_LIST_ROBOT = re.compile(r"^owner-|-(?:owner|bounces?|admin|request)\b", re.IGNORECASE)
_UNNAMED = re.compile(
    r"(?:(?:a|an|one of|our|my|the|eines|unseres|einer|un|une|mon|notre|un[ao]?|nuestro|een|onze)\s{1,3}){1,3}(?:\w{1,20}\s{1,3}){0,3}?"
    r"(?:clients?|customers?|partners?|kunden|mandanten|cliente?s?|klant|company|firm|unternehmens)\b",
    re.IGNORECASE,
)


def check(case: Case) -> Outcome:
    """Whether whoever stands behind the message is named."""
    text = ends_to_read(case)
    behalf = _BEHALF.search(text)
    if behalf:
        unnamed = _UNNAMED.match(behalf[1].strip()) and not re.search(r"(?-i:\b[A-Z][a-z])", behalf[1])
        return (
            Breach("writes on behalf of somebody it does not name", quote("body", behalf[0]))
            if unnamed
            else Kept(quote("body", behalf[0]))
        )
    other = _other_sender(case)
    if other is None:
        return OutOfScope("nothing shows that it was sent on behalf of somebody")
    brand = other.words.rpartition("@")[2].rsplit(".", 2)[-2].lower()
    if brand in text.lower():
        return Kept(other)
    return Breach("was sent by another organisation that it does not name", other)


def _other_sender(case: Case) -> Evidence | None:
    """The Sender field, when it belongs to another organisation that is no service."""
    field = case.message.header.first("Sender")
    author = author_organisation(case.message)
    boxes = read_mailboxes(field.raw) if field else ()
    address = boxes[0].address if boxes else None
    if address is None or not author or "." not in address.domain:
        return None
    listed = _LIST_ROBOT.search(address.local) or "List-Id" in case.message.header
    common = listed or is_mailing_service(address.domain) or is_platform(address.domain) or is_freemail(address.domain)
    if common or address.organisation == author or same_brand(address.organisation, author):
        return None
    return quote("header Sender", str(address))


LINT = Lint(
    code="UNS507",
    name="unnamed-principal",
    level=Level.INFO,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        CASL.cite(
            "section 6(2)(a)",
            "the person who sent the message and, if different, the person on whose behalf it is sent",
        ),
        CRTC.cite(
            "section 2(1)", "a statement indicating which person is sending the message and which on whose behalf"
        ),
        SPAM_ACT.cite("section 17(1)(a)", "identifies the individual or organisation who authorised the sending"),
    ),
    examples=(
        Example("a client", pitch(body=f"I am writing on behalf of one of our clients. {SELLING}"), Breach),
        Example("a Sender of another company", pitch("Sender: desk@agency.example"), Breach),
        Example("a client by name", pitch(body=f"I am writing on behalf of Acme Tools. {SELLING}"), Kept),
        Example(
            "the other company is named",
            pitch("Sender: desk@agency.example", body=f"{SELLING}\n\nSent for us by Agency."),
            Kept,
        ),
        Example("on one's own behalf", pitch(), OutOfScope),
        Example("nobody said whether it sells", pitch(), Undecided, commercial=Answer.MAYBE),
    ),
)
