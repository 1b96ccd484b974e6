"""Words and marks that may not stand in the tree."""

import re
import subprocess
from pathlib import Path

import pytest

TRACKED = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split("\n")
SOURCES = [
    Path(name) for name in TRACKED if name.startswith("inboxguard/") and name.endswith(".py") and Path(name).exists()
]
BROAD = {"inboxguard/compliance/run.py", "inboxguard/service/walk.py", "inboxguard/service/watch.py"}


def test_there_are_sources() -> None:
    """The list of files the other tests walk is not empty."""
    assert len(SOURCES) > 50


def test_nothing_is_left_to_do() -> None:
    """No source holds a mark for unfinished work."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    assert [
        f"{path}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ] == []


def test_broad_excepts_stand_in_three_places() -> None:
    """`except Exception` stands around one lint, around one message and at the top of the loop, nowhere else."""
    broad = re.compile(r"except (Exception|BaseException)|except:")
    assert {str(path) for path in SOURCES if broad.search(path.read_text())} <= BROAD


def test_no_delete_and_no_bare_expunge() -> None:
    """No source calls a bare EXPUNGE or a delete of messages."""
    forbidden = re.compile(r"\.expunge\(\)|\.delete_messages\(|\bclose_folder\(")
    assert [str(path) for path in SOURCES if forbidden.search(path.read_text())] == []


@pytest.mark.parametrize("word", ["/work/", "/tmp/bash", "../shared", "helper-"])
def test_the_tree_speaks_of_itself_alone(word: str) -> None:
    """No tracked text names a place outside the project."""
    found = subprocess.run(
        ["git", "grep", "-lF", word, "--", ":!tests/house/test_words.py", ":!*.tar.xz"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""


def test_no_module_is_called_after_nothing() -> None:
    """No module has a name that says nothing."""
    assert [
        str(path)
        for path in SOURCES
        if path.stem in {"utils", "helpers", "common", "manager", "handler", "base", "misc"}
    ] == []
