"""What other settings would have concluded about mail that was examined before.

The one fact a newcomer would get wrong: nothing is read again. A touch remembers its probability, its gate and the
way out, and that is all the verdict over time rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from inboxguard.pitch.follow import is_recent
from inboxguard.pitch.judge import Thresholds, judge
from inboxguard.pitch.reading import Gate, Judged, Reading
from inboxguard.pitch.sequence import Sequence
from inboxguard.pitch.verdict import Conclusion

_GATED = Gate("remembered", "mail like this is never acted on")


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of the sender when a message came: whether the match may act, and the day of acceptance."""

    may_act: bool
    accepted: datetime | None


def conclusions(
    sequence: Sequence, known: Mapping[str, Known], thresholds: Thresholds, recent: timedelta
) -> dict[str, Conclusion]:
    """The conclusion about each of the person's mails under these settings, by the touch's key."""
    found: dict[str, Conclusion] = {}
    touches = tuple(sorted(sequence.touches, key=lambda touch: touch.at))
    for number, touch in enumerate(touches):
        about = known.get(touch.key, Known(may_act=False, accepted=None))
        before = replace(
            sequence,
            touches=touches[:number],
            replies=tuple(reply for reply in sequence.replies if reply.at < touch.at),
        )
        verdict = judge(
            Reading(touch.probability, 0.0, Judged(touch.judged), gate=_GATED if touch.gated else None),
            before,
            touch,
            offer=touch.offer,
            match_may_act=about.may_act,
            recent=is_recent(about.accepted, touch.at, recent),
            thresholds=thresholds,
        )
        found[touch.key] = verdict.conclusion
    return found
