"""What a server answers is read as it was meant, or refused; nothing else ever happens."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inboxguard.errors import Misbehaved
from inboxguard.imap import conversation, fetch, response
from inboxguard.imap.conversation import Flight

WORDS = st.binary(min_size=1, max_size=12).filter(lambda word: not set(word) & set(b'\r\n\0"\\'))


@given(st.lists(st.binary(max_size=200), max_size=4))
@example([b"(" * 100])
@example([b'"' + b"\\" * 50])
@example([b"[" * 100])
@example([b")"])
def test_any_octets_are_read_or_refused(pieces: list[bytes]) -> None:
    """Reading a response never raises anything but Misbehaved, however broken it is."""
    try:
        response.tokens(pieces)
        response.row(pieces, start=0)
    except Misbehaved:
        return


@given(st.binary(max_size=300))
def test_any_line_is_a_status_or_none(line: bytes) -> None:
    """A status line is recognised or not; it never raises."""
    found = response.status(line)
    assert found is None or found.word in {"OK", "NO", "BAD", "BYE", "PREAUTH"}


@given(st.lists(WORDS, max_size=6), st.binary(max_size=50))
def test_quoted_words_and_literals_come_through(words: list[bytes], literal: bytes) -> None:
    """Quoted strings and literals are taken as they are, parentheses and all."""
    quoted = b" ".join(b'"' + word + b'"' for word in words)
    assert response.tokens([b"(" + quoted + b" ", literal, b")\r\n"]) == [[*words, literal]]


@pytest.mark.parametrize(
    ("line", "uid", "flags"),
    [
        (b"(UID 7 FLAGS (\\Seen $Pitch))", 7, ("\\Seen", "$Pitch")),
        (b"(FLAGS () UID 7)", 7, ()),
        (b'(uid 7 internaldate "17-Jul-1996 02:44:25 -0700")', 7, None),
        (b"(UID 7 MODSEQ (12) FLAGS (1234))", 7, ("1234",)),
    ],
)
def test_fetch_data_are_read_in_any_order(line: bytes, uid: int, flags: tuple[str, ...] | None) -> None:
    """The order and the case of the items do not matter; a keyword of digits is a keyword."""
    row = response.row([line], start=0)
    assert (row.uid, row.flags) == (uid, flags)


@pytest.mark.parametrize(
    "name", [b"BODY[HEADER]", b"BODY[HEADER]<0>", b'BODY[HEADER.FIELDS ("TO" "FROM")]', b"body[header.fields (From)]"]
)
def test_header_is_found_under_any_servers_name_for_it(name: bytes) -> None:
    """Courier quotes the fields, pymap sorts them, others add the offset; the data are the same."""
    assert response.row([b"(UID 7 " + name + b" ", b"From: a\r\n", b")"], start=0).data == b"From: a\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"17-Jul-1996 02:44:25 -0700", datetime(1996, 7, 17, 9, 44, 25, tzinfo=UTC)),
        (b" 7-jul-1996 02:44:25 +0000", datetime(1996, 7, 7, 2, 44, 25, tzinfo=UTC)),
        (b"31-Dec-2016 23:59:60 +0000", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"31-Feb-2016 00:00:00 +0000", None),
        (b"01-Jan-0001 00:00:00 +2359", None),
        (b"17-Jul-1996 02:44:25 +9999", None),
        (b"", None),
    ],
)
def test_dates_of_arrival(text: bytes, expected: datetime | None) -> None:
    """INTERNALDATE is read in UTC; what is no date is None."""
    assert fetch.internal_date(text) == expected


@given(st.binary(max_size=40))
def test_any_date_is_read_or_none(text: bytes) -> None:
    """A broken date never raises."""
    assert fetch.internal_date(text) is None or fetch.internal_date(text)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("9 304,319:320 3956:3958", {304: 3956, 319: 3957, 320: 3958}),
        ("9 320:319 5:6", {319: 5, 320: 6}),
        ("9 304 3956:3958", {}),
        ("9 1:4000000000 1:4000000000", {}),
        ("9 304 0", {}),
        ("9 7 8", {}),
        ("nine 304 3956", {304: 3956}),
        ("", {}),
        ("9 x y", {}),
    ],
)
def test_copyuid_is_used_only_where_it_can_be(code: str, expected: dict[int, int]) -> None:
    """Pairs of unequal length, absurd ranges, and messages nobody asked about are not believed."""
    flight = Flight(b"G1", "UID MOVE", codes=[response.Status("OK", "COPYUID", code)])
    assert conversation.copied(flight, [304, 319, 320]) == expected


@given(st.lists(st.integers(0, 4000), max_size=200))
def test_windows_cover_exactly_what_is_asked(bounds: list[int]) -> None:
    """Windows of UIDs neither overlap nor leave a gap."""
    low, high = (min(bounds), max(bounds)) if bounds else (1, 0)
    covered = [uid for window in fetch.windows(low, high) for uid in window]
    assert covered == list(range(low, high + 1))
