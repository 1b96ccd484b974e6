"""One line of what `inboxguard doctor` found, and how a series of them ends.

The one fact a newcomer would get wrong: a warning never changes the exit code. Only what keeps the program from its
work does, and then the first failure counts, since those after it follow from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inboxguard.errors import ExitCode, InboxguardError


class Mark(StrEnum):
    """How a check went."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, where, how it went, why, and the command or line that mends it, empty when all is well."""

    where: str
    what: str
    mark: Mark
    says: str
    mend: str = ""
    code: ExitCode = ExitCode.OK


def ok(where: str, what: str, says: str) -> Check:
    """All is well."""
    return Check(where, what, Mark.OK, says)


def warn(where: str, what: str, says: str, mend: str) -> Check:
    """It works, but less well than it could."""
    return Check(where, what, Mark.WARN, says, mend)


def fail(where: str, what: str, problem: InboxguardError) -> Check:
    """It does not work."""
    return Check(where, what, Mark.FAIL, str(problem), problem.mend, problem.exit_code)


def worst(checks: Iterable[Check]) -> ExitCode:
    """The exit code: that of the first failure, OK when there is none."""
    return next((check.code for check in checks if check.mark is Mark.FAIL), ExitCode.OK)
