"""Days to honour a request: business days, holidays, hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inboxguard.compliance.deadlines import DEADLINES, Deadline, passed, still_working

FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)


def test_counting_begins_the_day_after_the_request() -> None:
    """Five business days from a Friday end with the next Friday, whatever the hour of the request."""
    assert Deadline(business_days=5).due(FRIDAY).date() == date(2026, 3, 13)
    assert Deadline(business_days=5).due(FRIDAY.replace(hour=0)).date() == date(2026, 3, 13)


def test_a_request_on_a_sunday_is_counted_from_monday() -> None:
    """The weekend of the request does not count, and neither does the one in between."""
    assert Deadline(business_days=10).due(datetime(2026, 3, 8, tzinfo=UTC)).date() == date(2026, 3, 20)


def test_holidays_do_not_count() -> None:
    """Good Friday and Easter Monday push the day back by two business days."""
    asked = datetime(2026, 3, 31, tzinfo=UTC)
    easter = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
    assert Deadline(business_days=5).due(asked, easter) - Deadline(business_days=5).due(asked) == timedelta(days=2)


def test_the_last_day_is_still_in_time() -> None:
    """A mail late on the last day is in time, one on the day after is not."""
    assert "au" not in passed(FRIDAY, datetime(2026, 3, 13, 23, 59, tzinfo=UTC))
    assert "au" in passed(FRIDAY, datetime(2026, 3, 14, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("days", "late"),
    [
        (1, set()),
        (3, {"uk", "eu", "de", "gmail", "yahoo"}),
        (9, {"uk", "eu", "de", "gmail", "yahoo", "au", "nz"}),
        (20, set(DEADLINES)),
    ],
)
def test_each_regime_has_its_own_days(days: int, late: set[str]) -> None:
    """48 hours, five and ten business days pass one after the other."""
    assert set(passed(FRIDAY, FRIDAY + timedelta(days=days))) == late


def test_a_way_out_has_to_work_for_thirty_or_sixty_days() -> None:
    """After thirty days only Canada still asks for it, after sixty nobody."""
    assert set(still_working(FRIDAY, FRIDAY + timedelta(days=30))) == {"us", "au", "nz", "sg", "ca"}
    assert still_working(FRIDAY, FRIDAY + timedelta(days=31)) == ("ca",)
    assert still_working(FRIDAY, FRIDAY + timedelta(days=61)) == ()


def test_a_deadline_reads_in_words() -> None:
    """The text of a deadline names its unit."""
    assert [str(DEADLINES[name]) for name in ("au", "gmail")] == ["5 business days", "48 hours"]
