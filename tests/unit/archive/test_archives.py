"""Archives are read whole, in order, and never changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inboxguard.archive.arrival import arrival
from inboxguard.archive.open import open_archive, open_path
from inboxguard.errors import ConfigProblem

ONE = b"From: a@b.example\nSubject: one\nDate: Mon, 13 Oct 2025 16:38:00 +0000\n\nFirst.\n>From the start\n\n"
TWO = b"From: c@d.example\nSubject: two\n\nSecond.\n\nFrome is no separator\n"


def mbox(tmp_path: Path) -> Path:
    path = tmp_path / "box.mbox"
    path.write_bytes(b"From a Mon Oct 13 16:38:00 2025\n" + ONE + b"From b Mon Oct 13 16:39:00 2025\n" + TWO)
    return path


def test_an_mbox_gives_each_message_without_its_separator(tmp_path: Path) -> None:
    """Two messages come out, the quoted From line unquoted."""
    found = list(open_archive(f"mbox:{mbox(tmp_path)}").messages())
    assert [raw.data.splitlines()[1] for raw in found] == [b"Subject: one", b"Subject: two"]
    assert b"\nFrom the start" in found[0].data
    assert found[1].source.endswith("#2")


def test_headers_come_without_bodies(tmp_path: Path) -> None:
    """The first look holds no body and says so."""
    first = next(open_path(str(mbox(tmp_path))).headers())
    assert not first.complete
    assert b"First" not in first.data


def test_bodies_follow_on_request(tmp_path: Path) -> None:
    """A header's message can be asked for whole."""
    archive = open_path(str(mbox(tmp_path)))
    second = list(archive.headers())[1]
    assert [raw.data.strip().endswith(b"separator") for raw in archive.bodies([second])] == [True]


def test_a_maildir_keeps_new_mail_new(tmp_path: Path) -> None:
    """Reading moves nothing from new/ to cur/, and flags are read from the name."""
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(ONE)
    (tmp_path / "cur" / "2.b:2,FS").write_bytes(TWO)
    found = list(open_path(str(tmp_path)).messages())
    assert [raw.labels for raw in found] == [(r"\Flagged", r"\Seen"), ()]
    assert (tmp_path / "new" / "1.a").exists()


def test_a_folder_of_messages_is_searched_to_its_depth(tmp_path: Path) -> None:
    """Every .eml below the folder is found."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "x.eml").write_bytes(ONE)
    (tmp_path / "y.eml").write_bytes(TWO)
    assert len(open_archive(f"eml:{tmp_path}")) == 2


def test_the_topmost_received_field_beats_the_senders_date() -> None:
    """The reader's own server knows when a message came; the sender's Date does not."""
    header = b"Received: from x by y;\r\n\tTue, 14 Oct 2025 08:00:00 +0200\r\nDate: Mon, 01 Jan 2001 00:00:00 +0000\r\n"
    assert arrival(header) == datetime(2025, 10, 14, 6, tzinfo=UTC)


def test_an_unreadable_date_gives_the_fallback() -> None:
    """A date that is none does not raise."""
    assert arrival(b"Date: yesterday-ish\r\nReceived: nonsense\r\n") is None


@pytest.mark.parametrize(("source", "says"), [("mbox:/nowhere.mbox", "no such file"), ("eml:/nowhere", "no such file")])
def test_what_is_not_there_is_named(source: str, says: str) -> None:
    """A missing path is a problem of the configuration, said in words."""
    with pytest.raises(ConfigProblem, match=says):
        open_archive(source)


def test_a_text_that_is_no_mbox_is_refused(tmp_path: Path) -> None:
    """A file without a From line is not read as an empty mbox."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear all\n")
    with pytest.raises(ConfigProblem, match="not an mbox"):
        open_archive(f"mbox:{path}")
