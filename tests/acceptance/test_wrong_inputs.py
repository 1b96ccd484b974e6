"""What a person is told who typed something that cannot be: what happened, to what, and what to type next."""

from pathlib import Path

import pytest

from inboxguard.cli.main import run

MAIL = (
    "From: Mara Lindqvist <mara@growth.example>\nTo: you@me.example\nSubject: Twice the meetings\n"
    "Message-ID: <{}@growth.example>\nDate: Tue, 10 Mar 2026 09:00:00 +0000\n\nHello again\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a configuration or a state, and the working folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mail.mbox").write_text("From - Tue Mar 10 09:00:00 2026\n" + MAIL.format(1))
    (tmp_path / "folder").mkdir()
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe\xc4")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("scan mbox:mail.mbox --me you@me.example --output none/r.html", 3, "there is no folder none"),
        ("scan mail.mbox", 2, "inboxguard scan mbox:mail.mbox"),
        ("scan ./folder", 2, "inboxguard scan eml:./folder"),
        ("scan maildir:mail.mbox", 3, "inboxguard scan mbox:mail.mbox"),
        ("scan mbox:mail.mbox --me nobody", 2, "--me you@example.com"),
        ("undo --run last", 2, "inboxguard init"),
        ("undo word --run last", 2, "only one of"),
        ("lints --profile nosuch", 2, "one of rfc, us"),
        ("report --config folder", 3, "is a folder"),
        ("report --config noise.toml", 3, "is not UTF-8 text"),
        ("check empty.eml", 3, "empty.eml is empty"),
        ("people list --config none.toml", 3, "no such configuration file"),
    ],
)
def test_a_wrong_input_is_named_with_what_mends_it(
    line: str, code: int, says: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code and the words on standard error fit the mistake."""
    (home / "empty.eml").touch()
    assert run(line.split()) == code
    assert says in capsys.readouterr().err


def test_a_report_into_a_file_that_cannot_be_written_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk ends with what could not be written, not with a traceback."""
    assert run(["scan", "mbox:mail.mbox", "--me", "you@me.example", "--output", "/dev/full"]) == 3
    assert "/dev/full cannot be written" in capsys.readouterr().err


def test_the_messages_of_a_folder_are_called_by_their_files(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding about one of many files says which file."""
    for name in ("one", "two"):
        (home / "folder" / f"{name}.eml").write_text(MAIL.format(name))
    assert run(["check", "folder", "--fail-on", "never"]) == 0
    shown = capsys.readouterr().out
    assert "folder/one.eml: " in shown
    assert "folder/two.eml: " in shown


def test_a_message_of_an_archive_is_explained_by_the_source_that_a_scan_names(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The `source` of the JSON lines is a way to name the message; a subject that fits several says so."""
    box = home / "mail.mbox"
    box.write_text("".join(f"From - Tue Mar 10 09:00:00 2026\n{MAIL.format(number)}\n" for number in (1, 2)))
    assert run(["explain", "mbox:mail.mbox#1", "--source", "mbox:mail.mbox", "--me", "you@me.example"]) == 0
    assert "1@growth.example" in capsys.readouterr().out
    assert run(["explain", "Twice", "--source", "mbox:mail.mbox", "--me", "you@me.example"]) == 0
    assert "2 messages fit “Twice”" in capsys.readouterr().err


def test_people_are_kept_where_the_configuration_says(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --state the people commands work on the state of the service, not on another one."""
    state = home / "elsewhere" / "state.sqlite3"
    (home / "inboxguard.toml").write_text(f'[general]\nstate = "{state}"\n')
    assert run(["people", "allow", "@me.example"]) == 0
    assert state.exists()
    capsys.readouterr()
    assert run(["people", "allow", "--config", "inboxguard.toml"]) == 0
    assert "@me.example" in capsys.readouterr().out
