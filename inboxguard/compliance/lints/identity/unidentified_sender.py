"""selling mail from nobody in particular

It looks for a company or a person: a domain of the sender's own, a company's legal form, a shown name that is a
person's together with a website.
It matters because one cannot object to, report or trust somebody who has no name.
The sender should sign with name and company.
It cannot see whether the name is true; a name without a company at a freemail address keeps it undecided.
"""

from inboxguard.compliance.identity import identity_of
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import CAN_SPAM, CASL, EPRIVACY, PECR, SPAM_ACT, UWG
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether somebody in particular is named."""
    sender = case.message.sender
    if sender is None or sender.address is None:
        return Undecided("the From field could not be read")
    identity = identity_of(case)
    shown = quote("header From", str(sender))
    if identity.known:
        return Kept(quote("body", identity.company) if identity.company else shown)
    if identity.person or identity.website:
        return Undecided("it names a person or a website, and no company")
    return Breach("does not say who it is from", shown)


LINT = Lint(
    code="UNS502",
    name="unidentified-sender",
    level=Level.ERROR,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        PECR.cite(
            "regulation 23(a)",
            "the identity of the person on whose behalf the communication has been sent has been disguised",
        ),
        EPRIVACY.cite("article 13(4)", "disguising or concealing the identity of the sender"),
        UWG.cite("§ 7(2) no. 3 a", "the identity of the sender is disguised or concealed"),
        SPAM_ACT.cite("section 17(1)(a)", "clearly and accurately identifies the individual or organisation"),
        CASL.cite("section 6(2)(a)", "set out prescribed information that identifies the person who sent the message"),
        CAN_SPAM.cite("(a)(1)", "header information that is materially false or materially misleading"),
    ),
    examples=(
        Example("a team at a freemail address", pitch(sender="Growth Team <x1@gmail.com>"), Breach),
        Example("an address and nothing else", pitch(sender="offers77@gmail.com"), Breach),
        Example("a person at a company", pitch(), Kept),
        Example(
            "a freemail address, signed",
            pitch(sender="Mara <x1@gmail.com>", body=f"{SELLING}\n\nMara Lindqvist, Growth Ltd"),
            Kept,
        ),
        Example("a person and no company", pitch(sender="Mara Lindqvist <x1@gmail.com>"), Undecided),
        Example("a note", pitch(sender="x1@gmail.com", body="See you."), OutOfScope, commercial=Answer.NO),
    ),
)
