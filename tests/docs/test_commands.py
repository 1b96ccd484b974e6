"""What the manual says of commands and exit codes is what the program has."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from inboxguard.cli.main import COMMANDS, cli
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
