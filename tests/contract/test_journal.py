"""What every journal promises, in a file and in memory."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inboxguard.errors import Bug
from inboxguard.journal.memory import MemoryJournal
from inboxguard.journal.store import SqliteJournal
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.pitch.sequence import Reply, ReplyKind, Touch
from inboxguard.ports import (
    Correction,
    Cursor,
    Ended,
    Identity,
    Intent,
    Journal,
    Kind,
    Postponed,
    Remembered,
    Request,
    Result,
)

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REF = MessageRef("work", "INBOX", 7, 42)


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    made: Journal = SqliteJournal(tmp_path / "state.sqlite3") if request.param == "file" else MemoryJournal()
    yield made
    made.close()


def key(number: int) -> MessageKey:
    return MessageKey(f"{number:032x}")


def intent(number: int = 1, **changes: object) -> Intent:
    plain = Intent(
        Kind.FILE,
        MessageRef("work", "INBOX", 7, number),
        Identity(key(number), 1000 + number, f"gm:{number}"),
        NOON,
        "run-1",
        ("\\Flagged", "$Label with ü"),
        "Hard sell",
        9,
        100,
        sender="jane@acme.example",
        person="p1",
        because="hard sell",
    )
    return replace(plain, **changes)


def seen(number: int, **changes: object) -> Remembered:
    plain = Remembered(
        key(number),
        MessageRef("work", "INBOX", 7, number),
        NOON + timedelta(hours=number),
        "jane@acme.example",
        f"Quick question {number}",
        f"m{number}@acme.example",
        "p1",
        Touch(key(number).digest, NOON + timedelta(hours=number), "jane@acme.example", probability=0.5),
        '{"conclusion": "pitch"}',
        "run-1",
    )
    return replace(plain, **changes)


def test_cursor_is_none_before_and_what_was_kept_after(journal: Journal) -> None:
    """A mailbox never dealt with has no cursor; afterwards it has the last one given."""
    assert journal.cursor("work", "INBOX") is None
    journal.advance("work", "INBOX", Cursor(7, 40))
    journal.advance("work", "INBOX", Cursor(8, 2, 99))
    assert journal.cursor("work", "INBOX") == Cursor(8, 2, 99)


def test_cursors_are_scoped_by_account_and_mailbox(journal: Journal) -> None:
    """The cursor of one mailbox says nothing about another account's or another mailbox."""
    journal.advance("work", "INBOX", Cursor(7, 40))
    assert journal.cursor("home", "INBOX") is None
    assert journal.cursor("work", "Büro/Ablage 1") is None


def test_intents_get_rising_ids_and_come_back_whole(journal: Journal) -> None:
    """What was intended is read back exactly, with an id."""
    given = journal.intend([intent(1), intent(2)])
    assert 0 < given[0].id < given[1].id
    assert [replace(found, id=0) for found in journal.open_intents("work")] == [intent(1), intent(2)]


def test_open_intents_are_those_without_result(journal: Journal) -> None:
    """An intent with a result is not open any more; another account's never was here."""
    first, second = journal.intend([intent(1), intent(2)])
    journal.conclude([Result(first.id, Ended.DONE, NOON, MessageRef("work", "Hard sell", 9, 100))])
    assert journal.open_intents("work") == (second,)
    assert journal.open_intents("home") == ()


def test_deed_shows_where_the_message_lies(journal: Journal) -> None:
    """A result is read back with the place of the message after the deed."""
    (first,) = journal.intend([intent(1)])
    result = Result(first.id, Ended.DONE, NOON, MessageRef("work", "Hard sell", 9, 100), "moved")
    journal.conclude([result])
    assert journal.deeds("work")[0].result == result


def test_second_result_is_refused(journal: Journal) -> None:
    """What became of a deed cannot be rewritten."""
    (first,) = journal.intend([intent(1)])
    journal.conclude([Result(first.id, Ended.DONE, NOON)])
    with pytest.raises(Bug):
        journal.conclude([Result(first.id, Ended.REFUSED, NOON)])
    assert journal.deeds()[0].result == Result(first.id, Ended.DONE, NOON)


def test_results_are_all_or_none(journal: Journal) -> None:
    """When one result of several is refused, none of them is kept."""
    first, second = journal.intend([intent(1), intent(2)])
    journal.conclude([Result(first.id, Ended.DONE, NOON)])
    with pytest.raises(Bug):
        journal.conclude([Result(second.id, Ended.DONE, NOON), Result(first.id, Ended.DONE, NOON)])
    assert journal.open_intents("work") == (second,)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"run": "run-2"}, [3]),
        ({"key": key(2)}, [2]),
        ({"sender": "jane@acme.example"}, [1, 3]),
        ({"sender": "jane@acme.example", "run": "run-1"}, [1]),
        ({"account": "home"}, []),
    ],
)
def test_deeds_are_found_by_what_is_given(journal: Journal, asked: dict[str, object], expected: list[int]) -> None:
    """Deeds are found by run, by message and by sender, and by all of them together."""
    journal.intend([intent(1), intent(2, sender="li@beta.example"), intent(3, run="run-2")])
    assert [deed.intent.ref.uid for deed in journal.deeds(**asked)] == expected


def test_deed_is_found_by_its_intent(journal: Journal) -> None:
    """An id names one deed."""
    first, second = journal.intend([intent(1), intent(2)])
    assert [deed.intent for deed in journal.deeds(intent=second.id)] == [second]
    assert first.id != second.id


def test_last_run_is_the_latest_that_was_not_an_undo(journal: Journal) -> None:
    """Undoing twice undoes two runs, since an undo is no run to be undone."""
    assert journal.last_run() == ""
    first, _ = journal.intend([intent(1), intent(2, run="run-2")])
    journal.intend([intent(3, run="undo-1", parent=first.id)])
    assert journal.last_run("work") == "run-2"
    assert journal.last_run("home") == ""


def test_filed_since_counts_only_what_was_filed(journal: Journal) -> None:
    """Tags, refusals, undo and older deeds do not count towards the limit per hour."""
    late = NOON + timedelta(minutes=30)
    given = journal.intend(
        [
            intent(1),
            intent(2, at=late),
            intent(3, at=late),
            intent(4, at=late, kind=Kind.TAG),
            intent(5, at=late, parent=1),
        ]
    )
    ends = [Ended.DONE, Ended.DONE, Ended.REFUSED, Ended.DONE, Ended.DONE]
    journal.conclude([Result(one.id, ended, late) for one, ended in zip(given, ends, strict=True)])
    assert journal.filed_since("work", NOON + timedelta(minutes=1)) == 1
    assert journal.filed_since("work", NOON) == 2


def test_kept_out_keys_stay_out(journal: Journal) -> None:
    """A message that was undone is named among those to be left alone, in its account only."""
    journal.keep_out("work", [key(1), key(2)], NOON)
    journal.keep_out("work", [key(1)], NOON)
    assert journal.kept_out("work", [key(1), key(3)]) == {key(1)}
    assert journal.kept_out("home", [key(1)]) == frozenset()


def test_examined_message_is_remembered_by_key(journal: Journal) -> None:
    """What was examined is read back whole; seen again, the later seeing counts."""
    journal.remember([seen(1), seen(2)])
    moved = seen(1, ref=MessageRef("work", "Hard sell", 9, 5))
    journal.remember([moved])
    assert journal.remembered("work", [key(1), key(2), key(3)]) == {key(1): moved, key(2): seen(2)}


def test_examined_message_without_date_or_touch_is_remembered(journal: Journal) -> None:
    """A message without a person and without a date is remembered as well."""
    bare = seen(1, received=None, touch=None, person="")
    journal.remember([bare])
    assert journal.remembered("work", [key(1)]) == {key(1): bare}


def test_many_keys_at_once(journal: Journal) -> None:
    """Asking for more keys than one statement takes gives all of them."""
    journal.remember([seen(number) for number in range(1, 1001)])
    assert len(journal.remembered("work", [key(number) for number in range(1, 1001)])) == 1000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (key(2).digest, [2]),
        ("<m2@acme.example>", [2]),
        ("Jane@Acme.example", [3, 2, 1]),
        ("QUESTION 3", [3]),
        ("100%", []),
        ("%", []),
        ("_", []),
    ],
)
def test_messages_are_found_by_what_people_type(journal: Journal, text: str, expected: list[int]) -> None:
    """A key, a Message-ID, a sender and a part of a subject find messages, newest first; % and _ mean themselves."""
    journal.remember([seen(1), seen(2), seen(3)])
    assert [found.ref.uid for found in journal.find(text)] == expected


def test_a_person_is_found_by_name(journal: Journal) -> None:
    """Where no key, address or subject fits, the whole name of the writer or the Connection does."""
    judged = json.dumps({"scan": {"connection": {"name": "Jane Doe"}}, "more": {"person": "Jane D."}})
    journal.remember([seen(1, verdict=judged), seen(2, verdict=judged), seen(3), seen(4, subject="about jane doe")])
    assert [found.ref.uid for found in journal.find("jane D.")] == [2, 1]
    assert [found.ref.uid for found in journal.find("jane doe")] == [4]
    assert journal.find("Jane%") == ()


def test_history_has_touches_and_replies_in_order(journal: Journal) -> None:
    """A person's Sequence is ordered by time, whatever order it was learnt in."""
    yes = Reply(NOON + timedelta(hours=2), ReplyKind.ENGAGED, "r1", "Sounds good")
    no = Reply(NOON, ReplyKind.DECLINED, "r0", "No, thank you")
    journal.remember([seen(3), seen(1), seen(2, person="p2")])
    journal.remember_replies("work", {"p1": [yes, no]})
    history = journal.history("work", ["p1", "p2", "p3"])
    assert [touch.at.hour for touch in history["p1"].touches] == [13, 15]
    assert history["p1"].replies == (no, yes)
    assert len(history["p2"].touches) == 1
    assert (history["p3"].id, history["p3"].touches) == ("p3", ())


def test_reply_seen_twice_is_one(journal: Journal) -> None:
    """Reading the sent mail again adds nothing."""
    reply = Reply(NOON, ReplyKind.OPTED_OUT, "r0", "Please stop")
    journal.remember_replies("work", {"p1": [reply]})
    journal.remember_replies("work", {"p1": [reply]})
    assert journal.history("work", ["p1"])["p1"].replies == (reply,)


def test_history_belongs_to_one_account(journal: Journal) -> None:
    """What a person wrote to one account is not told about another."""
    journal.remember([seen(1)])
    assert journal.history("home", ["p1"])["p1"].touches == ()


def test_corrections_come_back_in_order(journal: Journal) -> None:
    """What the user told is kept, oldest first."""
    later = Correction("work", key(1), NOON + timedelta(days=1), "moved back", "p1", "not a pitch")
    first = Correction("work", key(2), NOON, "undone")
    journal.correct(later)
    journal.correct(first)
    assert journal.corrections("work") == (first, later)
    assert journal.corrections("home") == ()


def test_settings_are_kept_and_forgotten(journal: Journal) -> None:
    """A small fact is empty until set, and again when set to nothing."""
    assert journal.setting("first run") == ""
    journal.set_setting("first run", "2026-03-04")
    assert journal.setting("first run") == "2026-03-04"
    journal.set_setting("first run", "")
    assert journal.setting("first run") == ""


def test_old_judgements_are_forgotten_and_deeds_stay(journal: Journal) -> None:
    """Pruning takes judgements and replies older than the limit; deeds and what is kept out stay for undo."""
    journal.remember([seen(1), seen(5)])
    journal.remember_replies(
        "work", {"p1": [Reply(NOON, ReplyKind.NEUTRAL, "r0"), Reply(NOON + DAY, ReplyKind.NEUTRAL, "r1")]}
    )
    journal.conclude([Result(journal.intend([intent(1)])[0].id, Ended.DONE, NOON)])
    journal.keep_out("work", [key(1)], NOON)
    assert journal.prune(NOON + timedelta(hours=3)) == 2
    assert [one.key for one in journal.examined("work")] == [key(5)]
    assert [reply.message_id for reply in journal.history("work", ["p1"])["p1"].replies] == ["r1"]
    assert len(journal.deeds("work")) == 1
    assert journal.kept_out("work", [key(1)]) == {key(1)}
    assert journal.prune(NOON + timedelta(hours=3)) == 0


def test_failed_examinations_are_counted_for_each_version(journal: Journal) -> None:
    """A message waits with its number of tries, begins anew with another version, and leaves when it is taken up."""
    other = replace(REF, account="home")
    assert [journal.postpone(REF, NOON, "ValueError", "1.0") for _ in range(2)] == [1, 2]
    assert journal.postpone(other, NOON, "KeyError", "1.0") == 1
    assert [(one.ref, one.tries, one.says) for one in journal.postponed()] == [
        (other, 1, "KeyError"),
        (REF, 2, "ValueError"),
    ]
    assert journal.postpone(REF, NOON + DAY, "ValueError", "1.1") == 1
    assert journal.postponed("work") == (Postponed(REF, 1, NOON + DAY, "ValueError", "1.1"),)
    journal.take_up([REF])
    assert journal.postponed("work") == ()
    assert journal.prune(NOON + DAY) == 0
    assert journal.postponed() == ()


def test_requests_wait_for_their_answer(journal: Journal) -> None:
    """A request of another process is open until it is answered, and the answer is found by its number."""
    first = journal.request(Request("work", NOON, (3, 1)))
    second = journal.request(Request("home", NOON, (2,)))
    assert [(one.id, one.intents) for one in journal.requests()] == [(first, (3, 1)), (second, (2,))]
    assert journal.requests("home") == (Request("home", NOON, (2,), second),)
    assert journal.answered(first) == ""
    journal.answer(first, "done")
    assert journal.answered(first) == "done"
    assert [one.id for one in journal.requests()] == [second]
    assert journal.answered(99) == ""
