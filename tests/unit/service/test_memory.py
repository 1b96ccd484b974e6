"""Which remembered message is meant by what somebody typed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from inboxguard.errors import UsageProblem
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.ports import Remembered
from inboxguard.service.memory import only

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def remembered(number: int, person: str = "p1", name: str = "Jane Doe", subject: str = "a word") -> Remembered:
    verdict = json.dumps({"scan": {"connection": {"name": ""}}, "more": {"person": name}})
    ref = MessageRef("work", "INBOX", 7, number)
    key = MessageKey(f"{number:032x}")
    return Remembered(
        key, ref, NOON + timedelta(hours=number), f"j{number}@x.example", subject, "m", person, None, verdict, "r"
    )


def test_a_name_means_the_latest_of_the_person() -> None:
    """Several messages of one person, found by the name, mean the first of them, whatever addresses they came from."""
    several = (remembered(2), remembered(1))
    assert only(several, "jane doe", by_sender=True) is several[0]


@pytest.mark.parametrize(
    "several",
    [
        (remembered(2), remembered(1, person="p2")),
        (remembered(2), remembered(1, name="Somebody Else")),
        (remembered(2, subject="to Jane Doe"), remembered(1, subject="of Jane Doe")),
    ],
    ids=["two of one name", "another name", "found by the subject"],
)
def test_what_may_mean_two_is_asked_again(several: tuple[Remembered, ...]) -> None:
    """Two people of one name, or messages that only speak of somebody, are not chosen between."""
    with pytest.raises(UsageProblem, match="2 messages fit"):
        only(several, "Jane Doe", by_sender=True)


def test_only_explaining_takes_a_name_for_the_latest() -> None:
    """Where one message is changed, several are never narrowed down by themselves."""
    with pytest.raises(UsageProblem):
        only((remembered(2), remembered(1)), "Jane Doe")
