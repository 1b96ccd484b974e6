"""Whatever the arguments, one command is one line, and names come back as they went."""

import re

import imapclient.imap_utf7
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inboxguard.errors import Bug, ConfigProblem, Misbehaved
from inboxguard.imap import wire

TEXT = st.text(max_size=80) | st.text('ab\r\n\0"\\ {}()%*&-+é売\x7f', max_size=40)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


def one_line(line: bytes) -> bool:
    return line.endswith(b"\r\n") and not any(octet in line[:-2] for octet in b"\r\n\0")


@given(TEXT)
@example('x"\r\nA99 DELETE INBOX')
@example("x\nA99 DELETE INBOX")
@example("x\r")
@example("\0")
def test_mailbox_argument_is_refused_or_one_quoted_string(name: str) -> None:
    """A mailbox name with a line break or NUL never gets out."""
    try:
        sent = wire.command(b"G1", b"SELECT", wire.mailbox(name))
    except ConfigProblem:
        assert not name or any(ch < " " or ch == "\x7f" for ch in name)
    else:
        assert one_line(sent)
        assert sent.isascii()


@given(TEXT)
@example("HardSell\r\nA99 DELETE INBOX")
@example("Hard Sell")
@example("\\Deleted")
def test_keyword_argument_is_refused_or_one_atom(name: str) -> None:
    """A keyword has neither spaces nor backslashes nor line breaks, so it is never two, and never a system flag."""
    try:
        sent = wire.command(b"G1", b"UID STORE 1 +FLAGS", wire.listed([wire.keyword(name)]))
    except ConfigProblem:
        return
    assert one_line(sent)
    assert sent.count(b" ") == 5
    assert b"\\" not in sent


@given(TEXT)
def test_quoted_argument_is_refused_or_reads_back(text: str) -> None:
    """What a server unquotes is what was quoted."""
    try:
        sent = wire.quoted(text)
    except ConfigProblem:
        return
    assert one_line(sent + b"\r\n")
    assert re.sub(rb"\\(.)", rb"\1", sent[1:-1]).decode() == text


@given(st.binary(max_size=60))
@example(b"NOOP\r\nA99 DELETE INBOX")
@example(b"NOOP\nA99")
@example(b"NOOP\rA99")
def test_nothing_but_one_line_gets_out(data: bytes) -> None:
    """The last gate before the socket lets a line pass, or a part of one, and nothing else."""
    try:
        wire.check_one_line(data)
    except Bug:
        assert any(octet in data.removesuffix(b"\r\n") for octet in b"\r\n\0")
    else:
        assert one_line(data.removesuffix(b"\r\n") + b"\r\n")


@given(st.sets(st.integers(1, 0xFFFFFFFF), min_size=1, max_size=60) | st.sets(st.integers(1, 90), min_size=1))
def test_uid_set_names_exactly_the_uids(uids: set[int]) -> None:
    """A set with ranges means the same messages as the list."""
    named: set[int] = set()
    for part in wire.uid_set(uids).decode().split(","):
        low, _, high = part.partition(":")
        named |= set(range(int(low), int(high or low) + 1))
    assert named == uids


@pytest.mark.parametrize("uids", [[], [0], [-1], [1 << 32], list(range(1, 2000, 2))])
def test_impossible_uid_sets_are_refused(uids: list[int]) -> None:
    """No message, an impossible one, or too many ranges for a server's line are our own mistake."""
    with pytest.raises(Bug):
        wire.uid_set(uids)


@given(NAMES)
@example("&")
@example("&&-&é&")
@example("Entwürfe & Co/売り込み 🙂")
def test_mailbox_names_come_back(name: str) -> None:
    """Modified UTF-7 there and back is the same name, and what another implementation makes of it."""
    coded = wire.to_utf7(name)
    assert coded.isascii()
    assert wire.from_utf7(coded) == name
    assert imapclient.imap_utf7.decode(coded.encode()) == name


@given(st.text("&-AaZz,+/=9 é", max_size=20))
def test_listed_names_are_read_or_refused(coded: str) -> None:
    """A name a server lists can be sent back exactly, or is not used at all."""
    try:
        name = wire.from_utf7(coded)
    except Misbehaved:
        return
    assert wire.to_utf7(name) == coded
