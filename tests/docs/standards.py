"""What the code cites of RFCs, and what docs/standards.toml says of them.

The one fact a newcomer would get wrong: lints cite in fields of a value, docstrings and comments in prose, so both
are looked at. A bare "RFC 5322" is a citation of the whole.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inboxguard.compliance.catalogue import catalogue

PACKAGE = Path("inboxguard")
TABLE = Path("docs/standards.toml")
_SECTION = r"§\d+(?:\.\d+)*"
_CITED = re.compile(rf"RFC (\d{{3,5}})((?: {_SECTION}(?:(?:,| and| to) {_SECTION}){{0,9}})?)")
_LINE_END = re.compile(r"\s*\n[ \t]*(?:# ?)?")


@dataclass(frozen=True, slots=True)
class Standard:
    """An entry of the table; `titles` says whether the titles of its sections were read or are from memory."""

    number: int
    title: str
    supported: str
    what: str
    titles: str = "text"
    sections: Mapping[str, str] = field(default_factory=dict)


def standards(text: str | None = None) -> tuple[Standard, ...]:
    """The entries in the order of the file."""
    read = tomllib.loads(TABLE.read_text(encoding="utf-8") if text is None else text)
    return tuple(Standard(**entry) for entry in read["rfc"])


def cited_in(text: str) -> dict[int, set[str]]:
    """The RFCs a text names, with the sections it names of each."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for match in _CITED.finditer(_LINE_END.sub(" ", text)):
        found[int(match[1])].update(re.findall(_SECTION, match[2]))
    return dict(found)


def cited() -> dict[int, set[str]]:
    """Everything that the package cites, its lints too."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    texts = [path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))]
    texts += [f"{cite.source} {cite.section}" for lint in catalogue() for cite in lint.cites]
    for text in texts:
        for number, sections in cited_in(text).items():
            found[number] |= sections
    return dict(found)
