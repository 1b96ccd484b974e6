"""The one place that reads the time.

Everything else is given an instant as an argument, so that a verdict can be recomputed and a test needs no sleeping.
"""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never goes backwards; for limits and durations only."""
    return time.monotonic()


def parse_instant(text: str) -> datetime:
    """The instant written as an ISO 8601 date or date-time; without a zone it is UTC.

    Raises:
        ValueError: when the text is not such a date.
    """
    instant = datetime.fromisoformat(text.strip())
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
