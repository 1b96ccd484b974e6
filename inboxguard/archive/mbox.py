"""mbox files (RFC 4155; mboxrd quoting), as Takeout and most mail programs write them."""

from collections.abc import Iterator
from pathlib import Path

from inboxguard.archive.place import Place


def places(path: Path) -> Iterator[Place]:
    """Where each message lies; the "From " line before it is left out.

    A "From " line counts as a separator only at the start of the file or after an empty line.

    Raises:
        OSError: when the file cannot be read.
    """
    start: int | None = None
    offset = 0
    after_empty = True
    with path.open("rb") as file:
        for line in file:
            if after_empty and line.startswith(b"From "):
                if start is not None:
                    yield Place(path, start, offset - start)
                start = offset + len(line)
            offset += len(line)
            after_empty = line in {b"\n", b"\r\n"}
    if start is not None:
        yield Place(path, start, offset - start)
