"""selling mail without a postal address

It looks for the shape of a postal address in the visible text: street and number, post box, postal code, by the habits
of some twenty countries; nothing is looked up.
It matters because an address is what makes a sender answerable, and the two laws that ask for one say so of every message.
The sender can add one line; a post box or a private mailbox is enough.
Something that may be an address keeps it undecided, as does text in a script whose addresses it does not know; a link to
an imprint lowers the finding, since Canada allows one where the address itself is impracticable.
"""

import re

from inboxguard.compliance.in_body import text_to_read
from inboxguard.compliance.postal_address import Found, find_postal_address
from inboxguard.compliance.sample import FOOTER, SELLING, page, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import CAN_SPAM, CAN_SPAM_RULE, CRTC
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote

_IMPRINT = re.compile(
    r"\b(?:imprint|impressum|legal notice|contact (?:us|details|information)|about us|mentions l[eé]gales|aviso legal|note legali)\b",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")


def check(case: Case) -> Outcome:
    """Whether an address stands in the text."""
    text = text_to_read(case)
    found, words = find_postal_address(text)
    if found is Found.ADDRESS:
        return Kept(quote("body", words))
    if found is Found.MAYBE:
        return Undecided(f'"{words}" may belong to an address')
    letters = len(_LETTER.findall(text[:4000]))
    if not letters or len(_LATIN.findall(text[:4000])) < letters / 2:
        return Undecided("addresses in this script are not known, or there is no text")
    links = [link for block in case.message.blocks for link in block.links]
    told = _IMPRINT.search("\n".join([link.text for link in links])) is not None
    imprint = next((link for link in links if _IMPRINT.search(link.text)), None) if told else None
    if imprint:
        return Breach("names no postal address, but links to a page that may", quote("link", imprint.text), Level.INFO)
    last = " ".join(line.strip() for line in text.split("\n") if line.strip())[-160:]
    return Breach(
        "names no postal address", quote("end of the body", last[last.find(" ") + 1 :] if len(last) == 160 else last)
    )


LINT = Lint(
    code="UNS501",
    name="no-postal-address",
    level=Level.ERROR,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(5)(A)(iii)", "a valid physical postal address of the sender"),
        CAN_SPAM_RULE.cite("316.2(p)", "current street address, a Post Office box, or a private mailbox"),
        CRTC.cite(
            "section 2(1)(d)", "the mailing address, and either a telephone number, an email address or a web address"
        ),
    ),
    examples=(
        Example(
            "name and title only",
            pitch(body=f"{SELLING}\n\n-- \nMara Lindqvist\nHead of Sales\n+49 170 5550123"),
            Breach,
        ),
        Example("a street", pitch(body=f"{SELLING}\n\n{FOOTER}"), Kept),
        Example("a post box", pitch(body=f"{SELLING}\n\nGrowth Ltd, PO Box 512, Wellington"), Kept),
        Example("a German street", pitch(body=f"{SELLING}\n\nGrowth GmbH, Musterstraße 12, 10115 Berlin"), Kept),
        Example("an imprint", page(f'<p>{SELLING}</p><p><a href="https://growth.example/i">Imprint</a></p>'), Breach),
        Example("a code and a town", pitch(body=f"{SELLING}\n\nGrowth, 10115 Berlin"), Undecided),
        Example("nobody said whether it sells", pitch(), Undecided, commercial=Answer.MAYBE),
        Example("a note", pitch(body="See you on Saturday."), OutOfScope, commercial=Answer.NO),
    ),
)
