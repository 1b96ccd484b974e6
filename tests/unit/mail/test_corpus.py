"""Odd and hostile messages of our own, each beside what has to be read from it."""

import tomllib
from pathlib import Path

import pytest

from inboxguard.mail.message import Message, Seen, Segment
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

CORPUS = Path(__file__).parents[2] / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))


def read(name: str) -> tuple[Message, dict[str, object]]:
    expected = tomllib.loads((CORPUS / f"{name}.expect.toml").read_text(encoding="utf-8"))
    return parse(RawMessage((CORPUS / f"{name}.eml").read_bytes(), name)), expected


def of(message: Message, segment: Segment) -> str:
    return "\n".join(block.text for block in message.blocks if block.segment is segment)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_of_the_corpus_reads_as_expected(name):
    """Each corpus message gives the sender, words, segments, links and damage its expectation names."""
    message, expected = read(name)
    visible = [link for block in message.blocks for link in block.links if link.look.seen is not Seen.HIDDEN]
    seen = {
        "sender": str(message.sender_address or ""),
        "name": message.sender.name if message.sender else "",
        "subject": message.subject,
        "encrypted": message.encrypted,
        "complete": message.complete,
    }
    holds = {
        "new": message.new_text,
        "quoted": message.quoted_text,
        "signature": message.signature_text,
        "forwarded": of(message, Segment.FORWARDED),
        "hidden": message.hidden_text,
        "other": "\n".join(block.text for block in message.other_blocks),
        "damage": "\n".join(found.says for found in message.damage),
        "files": "\n".join(part.filename for part in message.parts),
        "links": "\n".join(link.target for link in visible),
    }
    for key, value in expected.items():
        if key == "not_new":
            assert not [words for words in value if words in message.new_text]
        elif key in seen:
            assert seen[key] == value
        else:
            assert not [words for words in value if words not in holds[key]], holds[key]
            assert value or not holds[key]


def test_the_corpus_has_its_pairs():
    """Every message has its expectation and every expectation its message, and there are at least forty."""
    expectations = {path.name.removesuffix(".expect.toml") for path in CORPUS.glob("*.expect.toml")}
    assert expectations == set(NAMES)
    assert len(NAMES) >= 40


def test_bytes_that_are_no_message_are_never_judged_whole() -> None:
    """Without any usual header field nothing may be said of what is absent."""
    read = parse(RawMessage(bytes(range(256)) * 12, "noise"))
    assert not read.readable
