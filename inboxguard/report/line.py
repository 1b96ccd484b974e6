"""What a report, the journal and other programs hold of one examined message.

The one fact a newcomer would get wrong: `as_scan` is a published shape ("inboxguard.scan/1") that other programs rest
on; what only our own reports need travels beside it, in `as_stored`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from inboxguard.examine import Examined

SCHEMA = "inboxguard.scan/1"


@dataclass(frozen=True, slots=True)
class Line:
    """One examined message, flat.

    `done` is empty, "filed", "tagged", "put back", "would file", "would tag", "left: …" or, where it failed, "not …".
    """

    source: str
    message_id: str
    date: datetime | None
    sender: str
    name: str
    accepted: datetime | None
    rests_on: str
    match: str
    reasons: tuple[str, ...]
    score: float
    judged: str
    signals: tuple[tuple[str, float, str], ...]
    option: str
    sequence: str
    step: int
    pitches: int
    verdict: str
    action: str
    row: str
    key: str = ""
    person: str = ""
    subject: str = ""
    because: tuple[str, ...] = ()
    gate: str = ""
    option_because: str = ""
    row_because: str = ""
    after_refusal: bool = False
    done: str = ""

    def with_deed(self, done: str) -> "Line":
        """The same line after something was (or would be) done with the message."""
        return replace(self, done=done)


def line_of(examined: Examined) -> Line:
    """The line of an examined message, before anything was done with it."""
    match, reading = examined.match, examined.reading
    connection = match.connection
    return Line(
        source=examined.source,
        message_id=examined.message_id,
        date=examined.when,
        sender=examined.sender,
        name=connection.name if connection else examined.sender_name,
        accepted=connection.accepted if connection else None,
        rests_on=connection.rests_on if connection else "",
        match=match.degree.value,
        reasons=tuple(reason.says for reason in match.reasons),
        score=round(reading.probability, 4),
        judged=reading.judged.value,
        signals=tuple(
            (symbol.name, round(symbol.weight, 4), symbol.evidence.words if symbol.evidence else "")
            for symbol in reading.symbols
        ),
        option=examined.ways_out.offer.value,
        sequence=examined.person.id,
        step=examined.verdict.step,
        pitches=examined.verdict.pitches,
        verdict=examined.verdict.conclusion.value,
        action=examined.decision.action.value,
        row=examined.decision.row,
        key=str(examined.key),
        person=examined.person.name,
        subject=examined.subject,
        because=(*examined.verdict.reasons, *examined.notes),
        gate=f"{reading.gate.name}: {reading.gate.says}" if reading.gate else "",
        option_because=examined.ways_out.because,
        row_because=examined.decision.because,
        after_refusal=examined.verdict.after_refusal,
    )


def as_scan(line: Line) -> dict[str, object]:
    """The published shape of a line, ready for json.dumps."""
    return {
        "schema": SCHEMA,
        "source": line.source,
        "message_id": line.message_id,
        "date": _text(line.date),
        "from": line.sender,
        "connection": {
            "name": line.name,
            "accepted": _text(line.accepted),
            "rests_on": line.rests_on,
            "match": line.match,
            "reasons": list(line.reasons),
        },
        "pitch": {
            "score": line.score,
            "judged": line.judged,
            "signals": [{"name": name, "weight": weight, "words": words} for name, weight, words in line.signals],
        },
        "unsubscribe": {"option": line.option},
        "sequence": {"id": line.sequence, "step": line.step, "pitches": line.pitches},
        "verdict": line.verdict,
        "decision": {"action": line.action, "row": line.row},
    }


_OWN = ("key", "person", "subject", "gate", "option_because", "row_because", "after_refusal", "done")


def as_stored(line: Line) -> dict[str, object]:
    """The line as the journal keeps it: the published shape, and beside it what our own reports need."""
    return {"scan": as_scan(line), "more": {**{name: getattr(line, name) for name in _OWN}, "because": line.because}}


def from_stored(stored: Mapping[str, object]) -> Line:
    """The line again.

    Raises:
        KeyError: when the object was not written by `as_stored`.
    """
    scan = cast("Mapping[str, object]", stored["scan"])
    more = cast("Mapping[str, object]", stored["more"])
    connection, pitch, sequence = (
        cast("Mapping[str, object]", scan[name]) for name in ("connection", "pitch", "sequence")
    )
    decision, unsubscribe = (cast("Mapping[str, object]", scan[name]) for name in ("decision", "unsubscribe"))
    signals = cast("list[dict[str, object]]", pitch["signals"])
    return Line(
        source=str(scan["source"]),
        message_id=str(scan["message_id"]),
        date=_instant(scan["date"]),
        sender=str(scan["from"]),
        name=str(connection["name"]),
        accepted=_instant(connection["accepted"]),
        rests_on=str(connection["rests_on"]),
        match=str(connection["match"]),
        reasons=tuple(cast("list[str]", connection["reasons"])),
        score=float(cast("float", pitch["score"])),
        judged=str(pitch["judged"]),
        signals=tuple((str(s["name"]), float(cast("float", s["weight"])), str(s["words"])) for s in signals),
        option=str(unsubscribe["option"]),
        sequence=str(sequence["id"]),
        step=int(cast("int", sequence["step"])),
        pitches=int(cast("int", sequence["pitches"])),
        verdict=str(scan["verdict"]),
        action=str(decision["action"]),
        row=str(decision["row"]),
        because=tuple(cast("list[str]", more["because"])),
        **{name: more[name] for name in _OWN},  # type: ignore[arg-type]  # written by as_stored under the same names
    )


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None
