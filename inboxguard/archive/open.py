"""From what the user typed to an archive."""

import atexit
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from inboxguard.archive import eml, maildir, mbox
from inboxguard.archive.place import Archive, Place
from inboxguard.errors import ConfigProblem

KINDS: dict[str, Callable[[Path], Iterable[Place]]] = {
    "mbox": mbox.places,
    "maildir": maildir.places,
    "eml": eml.places,
}


def is_archive(source: str) -> bool:
    """Whether the source names files ("mbox:…", "maildir:…", "eml:…") rather than an account."""
    kind, colon, _ = source.partition(":")
    return bool(colon) and kind in KINDS


def open_archive(source: str) -> Archive:
    """The archive behind "mbox:PATH", "maildir:PATH" or "eml:PATH".

    Raises:
        ConfigProblem: when there is nothing readable of that kind there.
    """
    kind, _, written = source.partition(":")
    path = Path(written).expanduser()
    if not path.exists():
        raise ConfigProblem(f"{written}: no such file or folder", mend=f"check the path after “{kind}:”")
    if kind == "maildir" and path.is_file():
        raise ConfigProblem(f"{written} is a file, not a Maildir", mend=f"inboxguard scan mbox:{written}")
    if kind == "maildir" and not maildir.is_maildir(path):
        raise ConfigProblem(
            f"{written} is not a Maildir: it has no cur/ and new/", mend=f"inboxguard scan eml:{written}"
        )
    if kind == "mbox" and path.is_dir():
        raise ConfigProblem(f"{written} is a folder, not an mbox file", mend=f"inboxguard scan eml:{written}")
    return _collect(source, path, kind)


def open_path(path: str) -> Archive:
    """The archive at a path of any kind: a message, an mbox, a Maildir or a folder of messages.

    Raises:
        ConfigProblem: when there is nothing there, or nothing that reads as mail.
    """
    place = Path(path).expanduser()
    if not place.exists():
        raise ConfigProblem(f"{path}: no such file or folder", mend="check the path")
    if place.is_dir():
        return _collect(path, place, "maildir" if maildir.is_maildir(place) else "eml")
    try:
        with place.open("rb") as file:
            first = file.read(5)
    except OSError as trouble:
        raise ConfigProblem(f"{path} cannot be read: {trouble.strerror}", mend="check its permissions") from trouble
    if not first:
        raise ConfigProblem(f"{path} is empty", mend="check the path")
    return _collect(path, place, "mbox" if first == b"From " else "eml")


def open_stdin() -> Archive:
    """The archive on standard input: one message, or an mbox. It is copied to a temporary file of our own first.

    Raises:
        ConfigProblem: when nothing was given.
    """
    with NamedTemporaryFile(prefix="inboxguard-", delete=False) as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    spooled = Path(copy.name)
    atexit.register(spooled.unlink, missing_ok=True)
    if not spooled.stat().st_size:
        raise ConfigProblem("nothing came on standard input", mend="inboxguard check - < message.eml")
    opened = open_path(copy.name)
    return opened.renamed("<stdin>")


def _collect(source: str, path: Path, kind: str) -> Archive:
    try:
        found = list(KINDS[kind](path))
    except OSError as trouble:
        raise ConfigProblem(f"{path} cannot be read: {trouble.strerror}", mend="check its permissions") from trouble
    if not found and kind != "eml" and not (path.is_file() and path.stat().st_size):
        return Archive(source, ())
    if not found:
        lacks = "“From ” line, so it is not an mbox" if kind == "mbox" else "message (*.eml) in it"
        raise ConfigProblem(f"{path} has no {lacks}", mend="check the path")
    return Archive(source, found, unescape_from=kind == "mbox")
