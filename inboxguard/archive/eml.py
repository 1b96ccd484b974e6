"""Single messages: one .eml file, or a folder of them, searched to its depth."""

from collections.abc import Iterator
from pathlib import Path

from inboxguard.archive.place import Place


def places(path: Path) -> Iterator[Place]:
    """Where each message lies; in a folder every file that ends in .eml, in the order of the paths.

    Raises:
        OSError: when the file or folder cannot be read.
    """
    if path.is_file():
        yield Place(path, 0, path.stat().st_size)
        return
    for file in sorted(path.rglob("*.eml")):
        if file.is_file():
            yield Place(file, 0, file.stat().st_size)
