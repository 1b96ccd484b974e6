"""What a scan gives back: lines, their report, and whether something could not be done."""

from dataclasses import dataclass, replace

from inboxguard.examine import Examined
from inboxguard.report.facts import Report
from inboxguard.report.line import Line, line_of
from inboxguard.service.glance import Glance
from inboxguard.service.walk import Unexamined

UNEXAMINED = "unexamined"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`partial` is true where part of the mail could not be looked at or dealt with."""

    lines: tuple[Line, ...]
    report: Report
    partial: bool = False


def line(found: Examined | Glance | Unexamined) -> Line:
    """The line of a message that was examined, or only glanced at because its sender is nobody the guard watches."""
    if isinstance(found, Examined):
        return line_of(found)
    if isinstance(found, Unexamined):
        return replace(
            line(found.seen), verdict="unsure", row=UNEXAMINED, because=(f"It broke the examination: {found.says}.",)
        )
    return Line(
        source=found.raw.source,
        message_id=found.message_id,
        date=found.when,
        sender=str(found.sender.address or "") if found.sender else "",
        name="",
        accepted=None,
        rests_on="",
        match="none",
        reasons=(),
        score=0.0,
        judged="clear",
        signals=(),
        option="unknown",
        sequence="",
        step=0,
        pitches=0,
        verdict="clear",
        action="leave",
        row="not-a-connection",
        subject=found.subject,
    )
