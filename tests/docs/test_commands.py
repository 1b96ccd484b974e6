"""What the manual says of commands and exit codes is what the program has."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from inboxguard.cli.main import COMMANDS, OF_PEOPLE, cli
from inboxguard.cli.people import command as people
from inboxguard.errors import ExitCode

README = Path("README.md").read_text()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_a_help_that_teaches(name: str) -> None:
    """Each command of the table exists and its help is more than one line."""
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert len(shown.output.splitlines()) > 5


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_fits_eighty_columns(name: str) -> None:
    """No line of a help text is wider than a terminal."""
    shown = CliRunner().invoke(cli, [name, "--help"], terminal_width=80)
    assert max(len(line) for line in shown.output.splitlines()) <= 80


def test_the_readme_names_only_commands_that_exist() -> None:
    """Each `inboxguard WORD` of the README is a command."""
    named = set(re.findall(r"(?m)(?:^|`)inboxguard ([a-z][a-z-]+)", README))
    assert named
    assert named <= set(COMMANDS)


def test_every_exit_code_is_documented_with_its_name() -> None:
    """The page of exit codes lists exactly those of the program."""
    rows = re.findall(r"(?m)^\| (\d+) \| ([A-Z_]+) \|", Path("docs/reference/exit-codes.md").read_text())
    assert {name: int(code) for code, name in rows} == {code.name: code.value for code in ExitCode}


def test_every_make_target_of_the_readme_exists() -> None:
    """`make demo` and `make test` are targets."""
    targets = set(re.findall(r"(?m)^([a-z-]+):", Path("Makefile").read_text()))
    assert set(re.findall(r"make ([a-z-]+)  ", README)) <= targets


def test_links_of_the_docs_lead_somewhere() -> None:
    """Every relative link in README and docs points at a file that is there."""
    broken = []
    for page in [Path("README.md"), Path("CHANGELOG.md"), *Path("docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+?)(?:#[^)]*)?\)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page}: {target}")
    assert broken == []


@pytest.mark.parametrize(("language", "people"), [("csv", 2), ("toml", 1)])
def test_the_lists_of_the_manual_can_be_imported(language: str, people: int, tmp_path: Path) -> None:
    """A reader who copies the example of a list into a file learns everybody in it, with the day of acceptance."""
    page = Path("docs/reference/imports.md").read_text()
    (written,) = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    path, state = tmp_path / f"people.{language}", str(tmp_path / "state.sqlite3")
    path.write_text(written)
    done = CliRunner().invoke(cli, ["people", "import", str(path), "--state", state])
    assert f"{people} people, " in done.output
    assert "0 skipped" in done.output
    listed = CliRunner().invoke(cli, ["people", "list", "--state", state])
    assert re.findall(r"(?m)^(\S+)  Jane Doe  \|  Acme Robotics", listed.output) == ["2026-10-01"]


def test_the_commands_of_the_manual_of_people_exist() -> None:
    """Each `inboxguard people WORD` of the pages is a command, and each command stands in them."""
    pages = [Path("docs/how-to/people.md"), Path("docs/reference/imports.md")]
    named = {word for page in pages for word in re.findall(r"inboxguard people ([a-z]+)", page.read_text())}
    help_text = CliRunner().invoke(cli, ["people", "--help"]).output
    commands = set(re.findall(r"(?m)^  ([a-z]+) ", help_text[help_text.index("Commands:") :]))
    assert named == commands


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("explan", "`inboxguard explain`"),
        ("not", "`inboxguard not-a-pitch`"),
        ("forget", "`inboxguard people forget`"),
        ("Scna", "`inboxguard scan`"),
        ("xyzzy", "`inboxguard --help` lists them all"),
    ],
)
def test_a_mistyped_command_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    """Who mistypes a command is told which one they may have meant, and the program ends with the code for usage."""
    done = CliRunner().invoke(cli, [typed, "x"])
    assert done.exit_code == ExitCode.USAGE
    assert meant in done.output


def test_the_commands_of_people_that_are_suggested_exist() -> None:
    """The names the top level knows of `people` are its commands."""
    assert set(people.commands) == set(OF_PEOPLE)
