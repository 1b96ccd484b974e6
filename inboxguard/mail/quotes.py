"""Whose words a line holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from inboxguard.mail.message import Segment


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person reads it."""

    text: str


def segment_lines(lines: Sequence[Line], *, forwarded: bool = False) -> list[Segment]:
    """The segment of every line."""
    return [Segment.QUOTED if line.text.startswith(">") else Segment.NEW for line in lines]
