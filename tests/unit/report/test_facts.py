"""The report says who, how soon, how often, with or without a way out, and what was done."""

from datetime import timedelta

from inboxguard.report.facts import how_soon, read_lines
from inboxguard.report.line import as_scan, as_stored, from_stored
from tests.unit.report.lines import ACCEPTED, ALL, FIRST, SECOND

REPORT = read_lines(ALL, source="imap:home", made=ACCEPTED)


def test_only_people_who_sold_are_named() -> None:
    """A friend's mail is counted, not listed."""
    assert [offender.name for offender in REPORT.offenders] == ["Dana Whitlock"]
    assert REPORT.examined == 4


def test_one_person_over_two_addresses_is_one_row() -> None:
    """Rotated domains do not split a person."""
    dana = REPORT.offenders[0]
    assert dana.addresses == ("dana@tryacme.example", "dana@getacme.example")
    assert (dana.pitches, dana.hard_sells, dana.after_refusal) == (3, 2, 1)


def test_the_time_to_the_first_pitch_is_counted_from_the_acceptance() -> None:
    """Forty minutes after accepting the first pitch came."""
    assert REPORT.offenders[0].first_after == timedelta(minutes=40)


def test_how_soon_speaks_as_people_do() -> None:
    """Minutes, hours, days, and a question mark for the unknown."""
    assert [
        how_soon(timedelta(minutes=40)),
        how_soon(timedelta(hours=7)),
        how_soon(timedelta(days=3)),
        how_soon(None),
    ] == ["40 min", "7 h", "3 d", "?"]


def test_the_way_out_and_the_deeds_are_counted() -> None:
    """No pitch offered a way out, two were filed."""
    assert (REPORT.offenders[0].way_out, REPORT.offenders[0].deeds) == ("never", "2 filed")


def test_a_line_survives_the_journal() -> None:
    """What is stored reads back equal."""
    assert from_stored(as_stored(SECOND)) == SECOND


def test_the_published_shape_has_exactly_its_keys() -> None:
    """Other programs rest on these names."""
    shape = as_scan(FIRST)
    assert list(shape) == [
        "schema",
        "source",
        "message_id",
        "date",
        "from",
        "connection",
        "pitch",
        "unsubscribe",
        "sequence",
        "verdict",
        "decision",
    ]
    assert shape["schema"] == "inboxguard.scan/1"
    assert list(shape["connection"]) == ["name", "accepted", "rests_on", "match", "reasons"]  # type: ignore[call-overload]
    assert shape["decision"] == {"action": "leave", "row": "pitch"}
