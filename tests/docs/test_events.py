"""docs/events.md names every log event of the code with its level, and no other."""

import ast
import re
from pathlib import Path

LEVELS = {"debug", "info", "warning", "error", "exception"}


def in_code() -> set[tuple[str, str]]:
    """Event and level of every call of a logger."""
    found = set()
    for path in Path("inboxguard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and isinstance(node.func.value, ast.Call)
                and isinstance(node.func.value.func, ast.Name)
                and node.func.value.func.id == "logger"
            ):
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{path}:{node.lineno}: an event's name is a constant"
                found.add((str(name.value), node.func.attr.replace("exception", "error")))
    return found


def in_docs() -> set[tuple[str, str]]:
    """Event and level of every row."""
    return set(re.findall(r"^\| `(\w+)` \| (\w+) \|", Path("docs/events.md").read_text("utf-8"), re.MULTILINE))


def test_every_event_is_documented() -> None:
    """No event of the code is missing on the page."""
    assert in_code() - in_docs() == set()


def test_every_documented_event_exists() -> None:
    """No event of the page is missing in the code."""
    assert in_docs() - in_code() == set()


def test_events_are_short_constant_names() -> None:
    """An event is a few words in lower case, joined by underscores, and the page lists them in order."""
    names = re.findall(r"^\| `(\w+)` \|", Path("docs/events.md").read_text("utf-8"), re.MULTILINE)
    assert names == sorted(set(names))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+){0,3}", name) for name in names)
