"""The etiquette report for programs: "inboxguard.scan/1" as JSON Lines, or all of it in one JSON object."""

import json
from collections.abc import Iterable, Iterator

from inboxguard.report.facts import Offender, Report
from inboxguard.report.line import SCHEMA, Line, as_scan


def jsonl(lines: Iterable[Line], report: Report) -> Iterator[str]:
    """One object a message, then the summary object."""
    for line in lines:
        yield json.dumps(as_scan(line), ensure_ascii=False)
    yield json.dumps(summary(report), ensure_ascii=False)


def whole(lines: Iterable[Line], report: Report) -> str:
    """One object that holds the messages and the summary."""
    return json.dumps(
        {"schema": SCHEMA, "messages": [as_scan(line) for line in lines], "summary": summary(report)},
        ensure_ascii=False,
        indent=2,
    )


def summary(report: Report) -> dict[str, object]:
    """The closing object: totals and one entry a person who sold."""
    return {
        "schema": SCHEMA,
        "summary": True,
        "source": report.source,
        "examined": report.examined,
        "verdicts": dict(report.verdicts),
        "from": report.begins.isoformat() if report.begins else None,
        "to": report.ends.isoformat() if report.ends else None,
        "made": report.made.isoformat(),
        "people": [_person(offender) for offender in report.offenders],
        "notes": list(report.notes),
    }


def _person(offender: Offender) -> dict[str, object]:
    hours = offender.first_after.total_seconds() / 3600 if offender.first_after is not None else None
    return {
        "name": offender.name,
        "addresses": list(offender.addresses),
        "accepted": offender.accepted.isoformat() if offender.accepted else None,
        "rests_on": offender.rests_on,
        "match": offender.match,
        "hours_to_first_pitch": round(hours, 1) if hours is not None else None,
        "messages": offender.messages,
        "pitches": offender.pitches,
        "hard_sells": offender.hard_sells,
        "way_out": offender.way_out,
        "after_refusal": offender.after_refusal,
        "done": dict(offender.done),
    }
