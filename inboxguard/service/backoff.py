"""How long to wait before an account is tried again.

The one fact a newcomer would get wrong: what went wrong decides, not only how often. A server that restarts is back in
seconds; a server that says it is full, or a password it refused, is only made angrier by asking again at once.
"""

import re
from collections.abc import Callable
from typing import Final

from inboxguard.errors import (
    Bug,
    ConfigProblem,
    InboxguardError,
    JournalTrouble,
    Misbehaved,
    Refused,
    SignInRefused,
    TlsRefused,
)

_SUGGESTED: Final = re.compile(r"(?i)suggested backoff time:? {0,3}(\d{1,9}) {0,3}(milliseconds|ms|seconds|s)?\b")
_LONGEST_SUGGESTED: Final = 3600.0
_FULL: Final = ("[LIMIT]", "[UNAVAILABLE]", "[INUSE]", "too many", "connection limit", "throttl")


def seconds_before_retry(problem: InboxguardError, failures: int, chance: Callable[[], float]) -> float:
    """Seconds to wait after the nth failure in a row; `chance` gives numbers from 0 to 1.

    Doubles from half a second, half of it by chance so that accounts do not come back in step. A server that suggests
    a time gets it, up to an hour.
    """
    suggested = _suggested(str(problem))
    if suggested:
        return suggested * (1 + chance() / 10)
    first, longest = _steps(problem)
    wait = min(longest, first * 2.0 ** min(failures - 1, 20))
    return wait * (0.5 + chance() / 2)


def needs_a_person(problem: InboxguardError) -> bool:
    """Whether waiting alone will not help."""
    return isinstance(problem, SignInRefused | TlsRefused | ConfigProblem)


def _steps(problem: InboxguardError) -> tuple[float, float]:
    """The first wait and the longest, in seconds."""
    if isinstance(problem, SignInRefused | ConfigProblem):
        return 60.0, 3600.0
    if isinstance(problem, TlsRefused):
        return 30.0, 900.0
    if any(word in str(problem) for word in _FULL):
        return 15.0, 300.0
    if isinstance(problem, JournalTrouble):
        return 5.0, 60.0
    if isinstance(problem, Refused | Misbehaved | Bug):
        return 2.0, 300.0
    return 0.5, 60.0


def _suggested(says: str) -> float:
    found = _SUGGESTED.search(says)
    if found is None:
        return 0.0
    scale = 1.0 if (found[2] or "").lower().startswith("s") else 0.001
    return min(_LONGEST_SUGGESTED, int(found[1]) * scale)
