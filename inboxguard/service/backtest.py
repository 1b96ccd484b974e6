"""Other settings tried on what the journal remembers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from inboxguard.journal.store import SqliteJournal
from inboxguard.pitch.backtest import Known, conclusions
from inboxguard.pitch.judge import Thresholds
from inboxguard.pitch.verdict import Conclusion
from inboxguard.report.line import Line
from inboxguard.service.memory import line_of

SURE = {"certain", "probable"}


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of setting things, by a name a person can set again."""

    name: str
    thresholds: Thresholds
    recent: timedelta


@dataclass(frozen=True, slots=True)
class Tried:
    """What a variant concludes: how often each conclusion, and which messages differ from the settings of now."""

    variant: Variant
    counts: Mapping[Conclusion, int]
    people: int
    changes: tuple[tuple[Line, Conclusion, Conclusion], ...]


def variants(now: Thresholds, recent: timedelta) -> tuple[Variant, ...]:
    """The settings of now, and one step to either side of each that matters."""
    return (
        Variant("as it is", now, recent),
        Variant("pitch_at = 0.5", replace(now, observe_at=0.5), recent),
        Variant("pitch_at = 0.8", replace(now, observe_at=0.8), recent),
        Variant("follow_up_at = 0.2", replace(now, follow_up_at=0.2), recent),
        Variant("follow_up_at = 0.5", replace(now, follow_up_at=0.5), recent),
        Variant("tag_at = 0.65", replace(now, tag_at=0.65), recent),
        Variant("tag_at = 0.95", replace(now, tag_at=0.95), recent),
        Variant("peak_at = 0.65", replace(now, peak_at=0.65), recent),
        Variant("repeated_within_days = 30", replace(now, within=timedelta(days=30)), recent),
        Variant("recent_days = 30", now, timedelta(days=30)),
        Variant("recent_days = 365", now, timedelta(days=365)),
    )


def backtest(journal: SqliteJournal, account: str, since: datetime, tried: tuple[Variant, ...]) -> tuple[Tried, ...]:
    """What each variant concludes about the mail since then; the first variant is what the others are compared with."""
    remembered = [one for one in journal.examined(account) if one.touch]
    lines = {str(one.key): line_of(one) for one in remembered}
    known = {key: Known(line.match in SURE, line.accepted) for key, line in lines.items()}
    sequences = journal.history(account, sorted({one.person for one in remembered}))
    person = {str(one.key): one.person for one in remembered}
    wanted = {key for key, line in lines.items() if line.date is not None and line.date >= since}
    results = []
    for variant in tried:
        found: dict[str, Conclusion] = {}
        for sequence in sequences.values():
            found |= conclusions(sequence, known, variant.thresholds, variant.recent)
        results.append({key: conclusion for key, conclusion in found.items() if key in wanted})
    return tuple(
        Tried(
            variant,
            Counter(found.values()),
            len({person[key] for key, conclusion in found.items() if conclusion is Conclusion.HARD_SELL}),
            tuple((lines[key], results[0][key], now) for key, now in found.items() if results[0][key] is not now),
        )
        for variant, found in zip(tried, results, strict=True)
    )
