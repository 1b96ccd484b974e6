"""selling mail that does not say that it is an advertisement

It looks for a notice in subject or text: "advertisement", "ADV", "Anzeige", "Werbung", "publicité" and the like.
It matters little to most readers; one law asks for it, and in no particular words.
The sender can write one word below the text; with prior consent of the reader the law does not ask for it.
It cannot see consent, and many notices that would count are not in its words, so it only informs.
"""

import re

from inboxguard.compliance.in_body import ends_to_read
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import all_of, commercial, whole_message
from inboxguard.compliance.sources import CAN_SPAM
from inboxguard.compliance.spec import Answer, Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote

_NOTICE = re.compile(
    r"\b(?:advertis(?:ement|ing)|promotional (?:e-?mail|message|offer)|commercial (?:e-?mail|message|communication)|solicitation"
    r"|sponsored|marketing (?:e-?mail|message|communication)|anzeige|werbung|werbe-?mail|publicit[eé]|communication commerciale"
    r"|publicidad|comunicaci[oó]n comercial|pubblicit[aà]|comunicazione commerciale|reclame|advertentie|publicidade|reklam\w{0,3})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s{0,5}[<\[(]?ADV(?:ERT)?\b")


def check(case: Case) -> Outcome:
    """Whether there is a notice."""
    subject = case.message.subject
    found = _LABEL.match(subject) or _NOTICE.search(f"{subject}\n{ends_to_read(case)}")
    if found:
        return Kept(quote("body", found[0]))
    return Breach("does not say that it is an advertisement", quote("header Subject", subject or "(none)"))


LINT = Lint(
    code="UNS505",
    name="no-advertisement-notice",
    level=Level.INFO,
    scope=all_of(whole_message, commercial),
    check=check,
    cites=(
        CAN_SPAM.cite(
            "(a)(5)(A)(i)", "clear and conspicuous identification that the message is an advertisement or solicitation"
        ),
    ),
    examples=(
        Example("no notice", pitch(), Breach),
        Example("a word below", pitch(body=f"{SELLING}\n\nThis is an advertisement of Growth Ltd."), Kept),
        Example("in the subject", pitch(subject="ADV: twice the meetings"), Kept),
        Example("a note", pitch(body="See you."), OutOfScope, commercial=Answer.NO),
        Example("nobody said whether it sells", pitch(), Undecided, commercial=Answer.MAYBE),
    ),
)
