"""The index of the documentation, the page for contributors, the changelog and the decisions are true."""

import re
from pathlib import Path

import pytest

from tests.house.lint_skeleton import main

DOCS = Path("docs")
INDEX = (DOCS / "README.md").read_text(encoding="utf-8")
CONTRIBUTE = (DOCS / "how-to" / "contribute.md").read_text(encoding="utf-8")
CHANGELOG = Path("CHANGELOG.md").read_text(encoding="utf-8")


def test_every_page_is_in_the_index() -> None:
    """docs/README.md links every page but the single lints, which have an index of their own."""
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"README.md"}
    linked = set(re.findall(r"\]\(([^)#]+\.md)\)", INDEX))
    assert {page for page in pages - linked if not page.startswith("reference/lints/UNS")} == set()


def test_every_make_target_is_explained() -> None:
    """The page for contributors has a row for each target of the Makefile and for no other."""
    targets = set(re.findall(r"(?m)^([a-z-]+):", Path("Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"(?m)^\| `make ([a-z-]+)` \|", CONTRIBUTE)) == targets


def test_every_folder_of_tests_is_explained() -> None:
    """The page for contributors has a row for each folder of tests and for no other."""
    folders = {path.name for path in Path("tests").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}
    assert set(re.findall(r"(?m)^\| `tests/([a-z]+)` \|", CONTRIBUTE)) == folders


def test_every_place_named_is_there() -> None:
    """Each file and folder of the repository that the page for contributors names exists."""
    named = re.findall(r"`((?:inboxguard|tests|config|docs)/[A-Za-z0-9_./-]*)`", CONTRIBUTE)
    assert len(named) > 20
    assert [name for name in named if not Path(name).exists()] == []


def test_the_skeleton_of_a_lint_is_written_as_the_page_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `make lint-new` hands over gives a file named like the lint, once, and anything else is refused."""
    written = tmp_path / "body" / "name_of_the_lint.py"
    assert main(["body/name-of-the-lint", "UNS399"], tmp_path) == 0
    assert 'code="UNS399"' in written.read_text(encoding="utf-8")
    assert main(["body/name-of-the-lint", "UNS399"], tmp_path) == 2
    assert main(["UNS399", "body/other"], tmp_path) == 2
    assert "usage: make lint-new" in capsys.readouterr().err


def test_decisions_are_numbered_without_gaps() -> None:
    """The files of docs/decisions count from 1, and each title bears the number of its file."""
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for number, path in enumerate(files, 1):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path


def test_the_changelog_says_how_mail_is_treated() -> None:
    """The newest version has its Behaviour, which names what is moved and what never is."""
    newest = CHANGELOG.split("\n## ")[1]
    assert {"### Added", "### Behaviour"} <= set(newest.splitlines())
    behaviour = newest.split("### Behaviour")[1]
    assert "Moved" in behaviour
    assert "Never" in behaviour
