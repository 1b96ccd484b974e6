"""What every archive offers: its headers first, then the bodies one asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inboxguard.archive.arrival import arrival
from inboxguard.errors import ConfigProblem
from inboxguard.mail.ref import MessageRef, RawMessage, header_block

MAX_HEADER = 262_144
MAX_MESSAGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of one message lie: a file, the first octet and how many."""

    path: Path
    start: int
    length: int
    labels: tuple[str, ...] = ()


class Archive:
    """A read-only mailstore over places in files.

    `name` is what the user typed ("mbox:takeout.mbox"). Reading never writes, moves or locks anything.
    """

    def __init__(self, name: str, places: Sequence[Place], *, unescape_from: bool = False) -> None:
        self.name = name
        self._places = tuple(places)
        self._unescape_from = unescape_from
        self._one_a_file = len({place.path for place in places}) == len(places)

    def __len__(self) -> int:
        return len(self._places)

    def renamed(self, name: str) -> "Archive":
        """The same archive under another name."""
        return Archive(name, self._places, unescape_from=self._unescape_from)

    def headers(self) -> Iterator[RawMessage]:
        """Every message as its header block alone, in the order of the archive."""
        for number in range(len(self._places)):
            yield self._raw(number, whole=False)

    def bodies(self, wanted: Sequence[RawMessage]) -> Iterator[RawMessage]:
        """The same messages whole, in the order asked for.

        Raises:
            ConfigProblem: when a file went away meanwhile.
        """
        for raw in wanted:
            if raw.ref is not None:
                yield self._raw(raw.ref.uid - 1, whole=True)

    def messages(self) -> Iterator[RawMessage]:
        """Every message whole, in the order of the archive."""
        for number in range(len(self._places)):
            yield self._raw(number, whole=True)

    def _raw(self, number: int, *, whole: bool) -> RawMessage:
        place = self._places[number]
        try:
            with place.path.open("rb") as file:
                file.seek(place.start)
                data = file.read(min(place.length, MAX_MESSAGE if whole else MAX_HEADER))
        except OSError as trouble:
            raise ConfigProblem(
                f"{place.path} cannot be read: {trouble.strerror}", mend="check that it still exists and is readable"
            ) from trouble
        if self._unescape_from:
            data = _without_from_escapes(data)
        header = header_block(data)
        return RawMessage(
            data=data if whole else header,
            source=self._source(number),
            ref=MessageRef(self.name, "", 0, number + 1),
            received=arrival(header),
            size=place.length,
            complete=whole and place.length <= MAX_MESSAGE,
            labels=place.labels,
        )

    def _source(self, number: int) -> str:
        """What a person calls the message: its file, or its number in a file of several."""
        if len(self._places) == 1:
            return self.name
        return str(self._places[number].path) if self._one_a_file else f"{self.name}#{number + 1}"


def _without_from_escapes(data: bytes) -> bytes:
    if b"\n>From " not in data and b"\n>>" not in data:
        return data
    lines = data.split(b"\n")
    return b"\n".join(
        line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line for line in lines
    )
