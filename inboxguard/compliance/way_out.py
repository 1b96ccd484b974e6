"""The ways out a message offers, and the one answer everybody needs: is there one that works?"""

from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.evidence import Evidence


class OptionKind(StrEnum):
    """How one would take the way out."""

    ONE_CLICK = "one-click"
    HEADER_LINK = "header-link"
    HEADER_MAILTO = "header-mailto"
    BODY_LINK = "body-link"
    BODY_MAILTO = "body-mailto"
    FORM = "form"
    REPLY = "reply"


class Offer(StrEnum):
    """The answer: PRESENT and REPLY are ways out; NONE is said only when the whole message was read."""

    PRESENT = "present"
    REPLY = "reply"
    UNCLEAR = "unclear"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Option:
    """One way out. `target` is a URL, an address or the words to reply with; `why` says why it is (un)usable.

    `level` is the strength of the evidence, 0 to 5, by the table in docs/reference/verdict.md.
    """

    kind: OptionKind
    target: str
    usable: bool
    why: str
    evidence: Evidence
    level: int = 0


@dataclass(frozen=True, slots=True)
class WaysOut:
    """All options found, best first, the answer and the reason for it in one sentence."""

    offer: Offer
    options: tuple[Option, ...] = ()
    because: str = ""
