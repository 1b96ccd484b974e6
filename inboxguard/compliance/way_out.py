"""The ways out a message offers, and the one answer everybody needs: is there one that works?"""

from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.evidence import Evidence
from inboxguard.mail.message import Link, Segment


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


class Fault(StrEnum):
    """Why an option is not usable, or not surely; the words for people stand in `Option.why`."""

    DECOY = "decoy"  # a List-Unsubscribe item without a scheme, or with one nobody can follow
    DEAD = "dead"  # the target leads nowhere
    MERGE_TAG = "merge-tag"  # the sender's program did not fill in the target
    HIDDEN = "hidden"
    FAINT = "faint"  # white, and the page does not say on what
    IMAGE_ONLY = "image-only"
    QUOTED = "quoted"  # only in somebody else's words
    OTHER_PART = "other-part"  # only in the alternative a person does not see
    INTERMEDIARY = "intermediary"  # leaves a mailing list or a platform, not the author
    UNRELATED = "unrelated"  # a host that is not the sender's, and nobody signed for it
    BAD_HOST = "bad-host"  # loopback, private, literal or deceptive
    NO_REPLY = "no-reply"
    PREFERENCES = "preferences"  # a preference centre that does not name stopping
    IMPLICIT = "implicit"  # "let me know if this is not relevant"
    UNSAID = "unsaid"  # the last link, in a sentence about mail, that does not say what it does
    NO_TARGET = "no-target"  # wording without anything to follow


class WordingKind(StrEnum):
    """What a phrase of the vocabulary does."""

    ACTION = "action"  # names opting out; strong
    AMBIGUOUS = "ambiguous"  # names it only in the context of mail
    LEADIN = "leadin"  # "if you no longer wish to receive"
    REPLY = "reply"  # tells to reply with something
    PROMISE = "promise"  # "and I will not write again"
    REFUSAL = "refusal"  # asks whether one has had enough: "not for you?"
    IMPLICIT = "implicit"
    PREFERENCES = "preferences"
    DENIAL = "denial"  # "it is not possible to unsubscribe"
    NO_REPLY = "no-reply"  # "do not reply to this e-mail"


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase of the vocabulary found in a block.

    `language` names the vocabulary file, `words` the sentence it stands in, `start` and `end` its place in the text of
    block number `block` (of `message.other_blocks` when `other` is true). `obfuscated` means that it matched only after
    look-alike letters, invisible characters or blanks were taken away.
    """

    kind: WordingKind
    language: str
    words: str
    block: int
    start: int
    end: int
    segment: Segment = Segment.NEW
    other: bool = False
    obfuscated: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One way out. `target` is a URL, an address or the words to reply with; `why` says why it is (un)usable.

    `level` is the strength of the evidence, 0 to 5, by the table in docs/reference/verdict.md. `fault` is None for a
    usable option; `link` is the link of a body option; `language` the vocabulary that recognised it, else empty.
    """

    kind: OptionKind
    target: str
    usable: bool
    why: str
    evidence: Evidence
    level: int = 0
    fault: Fault | None = None
    link: Link | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class WaysOut:
    """All options found, best first, the answer and the reason for it in one sentence.

    `wording` holds every phrase that was recognised, whether or not an option came of it.
    """

    offer: Offer
    options: tuple[Option, ...] = ()
    because: str = ""
    wording: tuple[Wording, ...] = ()

    def with_fault(self, *faults: Fault) -> tuple[Option, ...]:
        """The options that have one of these faults."""
        return tuple(option for option in self.options if option.fault in faults)

    @property
    def usable(self) -> tuple[Option, ...]:
        """The options one can take."""
        return tuple(option for option in self.options if option.usable)
