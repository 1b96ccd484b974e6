"""How the service is: the last proof of life of each account, and whether the loop still turns.

The one fact a newcomer would get wrong: a server that cannot be reached is no reason to restart us. Unhealthy means
that our own loop has stalled; an outage is degraded, and degraded still answers 200.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from inboxguard import __version__, clock
from inboxguard.log import mask

SCHEMA: Final = "inboxguard.health/1"
STALLED_AFTER_SECONDS: Final = 90.0


class State(StrEnum):
    """How an account's conversation with its server is."""

    STARTING = "starting"
    CONNECTED = "connected"
    DEGRADED = "degraded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Pulse:
    """One account: `proof_of_life` is when its server last said anything at all, None when it never did.

    DEGRADED: the server cannot be reached and is tried again by itself. REFUSED: a person has to act; `says` tells how.
    """

    account: str
    state: State
    proof_of_life: datetime | None = None
    says: str = ""


class Health:
    """What the loop reports and the health page reads; safe to use from any thread."""

    def __init__(self, accounts: tuple[str, ...] = (), *, monotonic: Callable[[], float] = clock.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._beat = monotonic()
        self._pulses = {name: Pulse(name, State.STARTING) for name in accounts}

    def beat(self) -> None:
        """The loop has come round; called by the loop itself, never by a timer beside it."""
        self._beat = self._monotonic()

    def show(self, pulse: Pulse) -> None:
        """This is how the account is now."""
        with self._lock:
            self._pulses[pulse.account] = pulse

    def keep_only(self, accounts: tuple[str, ...]) -> None:
        """Forget accounts that are not configured any more, and begin with those that are new."""
        with self._lock:
            known = self._pulses
            self._pulses = {name: known.get(name, Pulse(name, State.STARTING)) for name in accounts}

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        """Every account as it is now."""
        with self._lock:
            return tuple(self._pulses.values())

    @property
    def loop_seconds(self) -> float:
        """How long ago the loop came round."""
        return self._monotonic() - self._beat

    @property
    def stalled(self) -> bool:
        """Whether the loop has not come round for too long."""
        return self.loop_seconds > STALLED_AFTER_SECONDS

    @property
    def ready(self) -> bool:
        """Whether every account has been connected, or has shown that it cannot be for now."""
        return not self.stalled and all(pulse.state is not State.STARTING for pulse in self.pulses)

    @property
    def status(self) -> str:
        """One word for the whole: stalled, degraded, starting or ok."""
        states = {pulse.state for pulse in self.pulses}
        if self.stalled:
            return "stalled"
        if states & {State.DEGRADED, State.REFUSED}:
            return "degraded"
        return "starting" if State.STARTING in states else "ok"

    def page(self, now: datetime) -> dict[str, object]:
        """What /healthz says; account names and words are masked as in the log."""
        return {
            "schema": SCHEMA,
            "version": __version__,
            "status": self.status,
            "loop_seconds": round(self.loop_seconds, 1),
            "accounts": [_row(pulse, now) for pulse in self.pulses],
        }


def _row(pulse: Pulse, now: datetime) -> dict[str, object]:
    proof = pulse.proof_of_life
    return {
        "account": mask(pulse.account),
        "state": pulse.state.value,
        "proof_of_life": proof.isoformat(timespec="seconds") if proof else None,
        "seconds_ago": max(0, round((now - proof).total_seconds())) if proof else None,
        "says": mask(pulse.says),
    }
