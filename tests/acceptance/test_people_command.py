"""`inboxguard people`, run as a user runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from inboxguard.errors import ExitCode

EXPORTS = Path(__file__).parents[1] / "corpus" / "linkedin-exports"
FIRST = EXPORTS / "01_current_preamble_url__Connections.csv"


def people(state: Path, *arguments: str | Path, code: int = 0) -> str:
    """What the command prints, having ended with that code."""
    line = [sys.executable, "-m", "inboxguard", "people", *map(str, arguments), "--state", str(state)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state file that is not there yet."""
    return tmp_path / "state.sqlite3"


def test_a_dry_run_keeps_nothing(state: Path) -> None:
    """The dry run counts and says why rows are skipped, and writes no file."""
    said = people(state, "import", FIRST, "--dry-run")
    assert "4 rows read, 1 skipped, 3 people" in said
    assert "skipped line 8: no name" in said
    assert not state.exists()


def test_people_are_imported_shown_merged_and_forgotten(state: Path) -> None:
    """The whole life of what is known about people, by commands alone."""
    assert "3 people are known now, 3 of them new." in people(state, "import", FIRST)
    assert "3 people are known now, 0 of them new." in people(state, "import", FIRST)
    assert "tomas.reyes@contoso.example" in people(state, "show", "tomas")
    assert "linkedin export (certain)" in people(state, "list", "--format", "text")
    people(state, "merge", "linkedin:tomasreyes-x", "linkedin:ines-okafor-l-3b2a91")
    assert "2 people" in people(state, "list")
    assert "Forgot Ines" in people(state, "forget", "linkedin:ines-okafor-l-3b2a91")
    assert "1 person" in people(state, "list")


def test_a_merge_is_shown_and_taken_back(state: Path) -> None:
    """Who stays leads with id and name; show names what was merged, and unmerge makes two people again."""
    people(state, "import", FIRST)
    other, stays = "linkedin:tomasreyes-x", "linkedin:ines-okafor-l-3b2a91"
    assert "called Ines" in people(state, "merge", other, stays)
    shown = people(state, "show", stays)
    assert f"merged:     {other} on " in shown
    assert "name:       Ines" in shown
    assert "are two people again" in people(state, "unmerge", stays)
    assert "3 people" in people(state, "list")
    assert "nobody was merged" in people(state, "unmerge", stays, code=ExitCode.USAGE)


def test_no_octet_of_a_forgotten_person_stays(tmp_path: Path) -> None:
    """After forget no file in the state's folder holds name, address or profile."""
    state = tmp_path / "own" / "state.sqlite3"
    people(state, "import", FIRST)
    shown = people(state, "show", "tomas")
    said = dict(line.split(":", 1) for line in shown.splitlines())
    words = [said[word].strip() for word in ("name", "addresses", "profile")]
    before = b"".join(path.read_bytes() for path in state.parent.iterdir())
    assert all(word.encode() in before for word in words)
    people(state, "forget", "tomas")
    after = b"".join(path.read_bytes() for path in state.parent.iterdir())
    assert not [word for word in words if word.encode() in after]


@pytest.mark.parametrize("line", [("list",), ("show", "x"), ("forget", "x"), ("merge", "x", "y"), ("allow",)])
def test_a_state_that_is_not_there_is_an_error(tmp_path: Path, line: tuple[str, ...]) -> None:
    """A mistyped --state never looks like an empty one: it is named, with the next command, and not made."""
    missing = tmp_path / "nosuch" / "state.sqlite3"
    said = people(missing, *line, code=ExitCode.USAGE)
    assert f"there is no state file {missing}" in said
    assert "inboxguard people import" in said
    assert not missing.parent.exists()


def test_the_allow_list_is_kept(state: Path) -> None:
    """What is allowed is listed in one form, and may be taken off."""
    people(state, "allow", "Jane@Acme.example", "firm.example")
    assert people(state, "allow").split() == ["@firm.example", "jane@acme.example"]
    people(state, "allow", "firm.example", "--remove")
    assert people(state, "allow").split() == ["jane@acme.example"]


def test_mistakes_end_with_their_exit_code(state: Path, tmp_path: Path) -> None:
    """A missing file, a useless one, and somebody unknown each say what to do."""
    people(state, "import", tmp_path / "missing.csv", code=ExitCode.CONFIG)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    people(state, "import", tmp_path / "x.csv", code=ExitCode.CONFIG)
    people(state, "show", "nobody", code=ExitCode.USAGE)
    people(state, "allow", "nonsense", code=ExitCode.USAGE)
