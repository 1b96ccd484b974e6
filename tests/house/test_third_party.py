"""What others made is named in one file."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAID = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_library_is_named_with_its_licence() -> None:
    """Whatever is installed with the package, or with an extra for users, stands in the table; nothing else does."""
    wanted = [
        *PROJECT["dependencies"],
        *(PROJECT["optional-dependencies"][extra][0] for extra in ("demo", "keyring", "train")),
    ]
    libraries = {re.split(r"[=<>\[]", line)[0] for line in wanted}
    table = SAID[SAID.index("| library |") :]
    named = {
        row.split("|")[1].split(",")[0].split("(")[0].strip() for row in table.splitlines()[2:] if row.startswith("|")
    }
    assert named == libraries


def test_every_source_of_the_vocabulary_is_named() -> None:
    """The programs whose words were looked at stand in the table of facts."""
    folder = ROOT / "inboxguard" / "compliance" / "vocabulary"
    sources = {
        one
        for path in folder.glob("*.toml")
        for one in tomllib.loads(path.read_text(encoding="utf-8")).get("sources", [])
    }
    programs = {one for one in sources if not one.endswith("as people write them")}
    assert programs
    assert not [one for one in programs if f"| {one} (" not in SAID]


def test_the_file_goes_into_the_package() -> None:
    """Licence and attribution are shipped together."""
    assert PROJECT["license-files"] == ["LICENSE", "THIRD-PARTY.md"]
