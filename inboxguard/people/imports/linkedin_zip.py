"""The zip LinkedIn sends: its few files that speak of people, read in memory, nothing extracted.

The one fact a newcomer would get wrong: the sizes a zip declares are its author's. Every byte is counted while it is
read, and exact names are asked for, so a path in a member's name never meets a disk.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from inboxguard.people.learnt import Skipped

MAX_BYTES = 50_000_000
MAX_RATIO = 200
MAX_ENTRIES = 10_000
_CHUNK = 65_536
_END = b"PK\x05\x06"
_WANTED = frozenset({"connections.csv", "invitations.csv", "messages.csv"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive that is wanted, with its bytes."""

    name: str
    data: bytes


def is_zip(data: bytes) -> bool:
    """Whether these bytes begin like a zip."""
    return data[:4] in {b"PK\x03\x04", _END}


def members(data: bytes) -> tuple[tuple[Member, ...], tuple[Skipped, ...]]:
    """The wanted files, and why the archive or one of them was refused.

    Only Connections.csv, Invitations.csv and messages.csv at the top, or below one directory, are read.
    """
    if reason := _too_many(data):
        return (), (Skipped(0, reason),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_wanted(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as why:
        return (), (Skipped(0, f"the zip cannot be read: {str(why)[:80]}"),)


def _too_many(data: bytes) -> str:
    """Why the directory of the archive is refused, before anything of it is built; empty when it is not."""
    if len(data) > MAX_BYTES:
        return f"the zip is larger than {MAX_BYTES // 1_000_000} MB"
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        return "the zip has no directory"
    entries, size = struct.unpack_from("<H", data, end + 10)[0], struct.unpack_from("<I", data, end + 12)[0]
    if entries > MAX_ENTRIES or size > MAX_ENTRIES * 300 or data.count(b"PK\x01\x02") > MAX_ENTRIES * 2:
        return f"the zip holds more than {MAX_ENTRIES} files"
    return ""


def _read_wanted(archive: zipfile.ZipFile) -> tuple[tuple[Member, ...], tuple[Skipped, ...]]:
    found: list[Member] = []
    refused: list[Skipped] = []
    left = MAX_BYTES
    for info in archive.infolist():
        parts = info.filename.split("/")
        if parts[-1].lower() not in _WANTED or len(parts) > 2 or ".." in parts or "\\" in info.filename:
            continue
        if any(member.name == parts[-1].lower() for member in found):
            refused.append(Skipped(0, f"{parts[-1]} is there twice; the first counts"))
            continue
        if info.flag_bits & 0x1:
            refused.append(Skipped(0, f"{parts[-1]} is encrypted"))
            continue
        data = _read_bounded(archive, info, left)
        if data is None:
            refused.append(Skipped(0, f"{parts[-1]} expands to more than a LinkedIn export would"))
            continue
        left -= len(data)
        found.append(Member(parts[-1].lower(), data))
    if not found and not refused:
        refused.append(Skipped(0, "the zip holds no Connections.csv, Invitations.csv or messages.csv"))
    return tuple(found), tuple(refused)


def _read_bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes | None:
    """The member's bytes; None when it grows beyond what is left or beyond the ratio."""
    allowed = min(left, max(_CHUNK, info.compress_size * MAX_RATIO))
    if info.file_size > allowed:
        return None
    pieces: list[bytes] = []
    taken = 0
    with archive.open(info) as source:
        while piece := source.read(_CHUNK):
            taken += len(piece)
            if taken > allowed:
                return None
            pieces.append(piece)
    return b"".join(pieces)
