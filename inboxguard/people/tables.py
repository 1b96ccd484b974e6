"""The data files of this package, read once: names, titles, companies, free mail.

The one fact a newcomer would get wrong: every word here is folded exactly as the words of a message are, so a table
may be written with accents and in any script.
"""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, object]:
    """The parsed data file `data/<name>.toml`."""
    text = files("inboxguard.people").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def lines(name: str, key: str) -> tuple[str, ...]:
    """A list of strings from a data file."""
    value = table(name)[key]
    assert isinstance(value, list)
    return tuple(str(item) for item in value)


@cache
def words(name: str, key: str) -> frozenset[str]:
    """A white-space separated string from a data file, as a set of lower-case words."""
    value = table(name)[key]
    assert isinstance(value, str)
    return frozenset(value.split())
