"""What one person has sent since the acceptance, in order, with the user's replies and opt-outs."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class ReplyKind(StrEnum):
    """What the user wrote back. A PLEASANTRY answers a harmless first mail in a few words, and binds to nothing."""

    ENGAGED = "engaged"
    DECLINED = "declined"
    OPTED_OUT = "opted_out"
    NEUTRAL = "neutral"
    PLEASANTRY = "pleasantry"


@dataclass(frozen=True, slots=True)
class Touch:
    """One incoming message of the person, as remembered.

    `probability` and `follows_up` (a sign of following up, 0 to 1) come from its reading; `offer` is the answer of the
    way-out check; `copy_of` digests the normalised text, so that copies of one mail count once. `alone` is the
    probability by the mail itself, without what earlier mail adds: only such counts for later mail, or one mistake
    would breed the next.
    """

    key: str
    at: datetime
    address: str
    message_id: str = ""
    subject: str = ""
    probability: float = 0.0
    judged: str = "clear"
    verdict: str = "clear"
    gated: bool = False
    follows_up: bool = False
    promised_last: bool = False
    offer: str = "unknown"
    copy_of: str = ""
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """Something the user wrote to the person."""

    at: datetime
    kind: ReplyKind
    message_id: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One person over time; `id` is stable (a digest of the person's identity)."""

    id: str
    person: str
    accepted: datetime | None = None
    touches: tuple[Touch, ...] = ()
    replies: tuple[Reply, ...] = ()

    def before(self, key: str, when: datetime | None) -> "Sequence":
        """What had been sent before the message of that key came: neither itself nor anything later.

        So a message that is judged again is judged as it was, though it and what followed are remembered by then.
        """
        earlier = tuple(touch for touch in self.touches if touch.key != key and (when is None or touch.at <= when))
        return self if len(earlier) == len(self.touches) else replace(self, touches=earlier)
