"""Whom progress is told: a terminal, a service that may have to end, or nobody."""

from typing import Protocol


class Teller(Protocol):
    """Whom progress is told."""

    def begin(self, what: str, total: int | None = None) -> None:
        """A new piece of work begins."""

    def step(self, by: int = 1) -> None:
        """So many more are done."""

    def say(self, line: str) -> None:
        """One line for a person."""


class Silent:
    """Tells nobody."""

    def begin(self, what: str, total: int | None = None) -> None:
        """Nothing."""

    def step(self, by: int = 1) -> None:
        """Nothing."""

    def say(self, line: str) -> None:
        """Nothing."""
