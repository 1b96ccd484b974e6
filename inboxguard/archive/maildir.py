"""Maildir folders, read without moving anything from new/ to cur/."""

from collections.abc import Iterator
from pathlib import Path

from inboxguard.archive.place import Place

_FLAGS = {"S": r"\Seen", "R": r"\Answered", "F": r"\Flagged", "T": r"\Deleted", "D": r"\Draft"}


def is_maildir(path: Path) -> bool:
    """Whether the folder looks like a Maildir."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def places(path: Path) -> Iterator[Place]:
    """Where each message of the Maildir and its subfolders (Maildir++: ".Name") lies.

    Raises:
        OSError: when the folder cannot be read.
    """
    folders = [path, *sorted(inner for inner in path.iterdir() if inner.name.startswith(".") and is_maildir(inner))]
    for folder in folders:
        for part in ("cur", "new"):
            for file in sorted((folder / part).iterdir()):
                if file.is_file() and not file.name.startswith("."):
                    letters = file.name.rpartition(":2,")[2] if ":2," in file.name else ""
                    yield Place(file, 0, file.stat().st_size, tuple(_FLAGS[c] for c in letters if c in _FLAGS))
