"""What a lint saw. A Breach cannot be built without Evidence; "cannot tell" is an answer."""

from dataclasses import dataclass

from inboxguard.mail.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Breach:
    """The message does not do what the norm asks; `words` is where one sees it."""

    says: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Kept:
    """The message does what the norm asks; `evidence` is where one sees it, None where keeping means absence."""

    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """The norm does not speak of messages like this."""

    says: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """What the lint needed was not available; never shown as a breach."""

    says: str


Outcome = Breach | Kept | OutOfScope | Undecided
