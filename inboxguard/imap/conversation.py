"""Commands and their answers over one stream, more than one command in flight where that saves a round trip.

The one fact a newcomer would get wrong: a server may send FETCH data for messages nobody asked about, at any time.
Data are used only for UIDs that an open command asked for.
"""

import re
from collections.abc import Collection, Container
from dataclasses import dataclass, field
from typing import Final

from inboxguard.errors import Misbehaved, Refused, Unreachable
from inboxguard.imap import response, wire
from inboxguard.imap.response import Row, Status, Token
from inboxguard.imap.stream import Stream

_NUMBERED: Final = re.compile(rb"\* (\d{1,10}) ([A-Za-z]{1,20})[ ]*")
_NAMED: Final = re.compile(rb"\* ([A-Za-z0-9-]{1,40})[ ]*")
ORDINARY_BYTES = 64 << 20


@dataclass(slots=True)
class Flight:
    """A command that was sent. `rows` are its FETCH data by UID, `data` its other untagged data by upper-case name."""

    tag: bytes
    what: str
    wanted: Container[int] = ()
    rows: dict[int, Row] = field(default_factory=dict)
    data: list[tuple[bytes, list[Token]]] = field(default_factory=list)
    codes: list[Status] = field(default_factory=list)
    ended: Status | None = None

    def named(self, name: bytes) -> list[list[Token]]:
        """The untagged data of that name, in the order they came."""
        return [values for known, values in self.data if known == name]

    def code(self, name: str) -> str | None:
        """The data of the last response code of that name, or None when there was none."""
        return next((found.data for found in reversed(self.codes) if found.code == name), None)


class Conversation:
    """Sends commands and reads their answers; `exists` is what the server last said of the open mailbox."""

    __slots__ = ("_flights", "_number", "_seconds", "exists", "stream")

    def __init__(self, stream: Stream, seconds: float) -> None:
        self.stream = stream
        self.exists = 0
        self._seconds = seconds
        self._number = 0
        self._flights: list[Flight] = []

    @property
    def busy(self) -> bool:
        """Whether a command was sent whose answer has not been read."""
        return bool(self._flights)

    def run(self, *parts: bytes, wanted: Container[int] = (), most_bytes: int = ORDINARY_BYTES) -> Flight:
        """Send a command, read its whole answer, and be sure that the server did it.

        Raises:
            Refused: when the server said no.
        """
        self.settle()
        return self.finish(self.send(*parts, wanted=wanted), most_bytes=most_bytes)

    def send(self, *parts: bytes, wanted: Container[int] = ()) -> Flight:
        """Send a command without reading its answer."""
        flight = Flight(self.new_tag(), b" ".join(parts[:2]).decode("ascii", "replace")[:40], wanted)
        self.stream.limit(self._seconds, ORDINARY_BYTES)
        self.stream.send(wire.command(flight.tag, *parts))
        self._flights.append(flight)
        return flight

    def new_tag(self) -> bytes:
        """A tag that was not used before in this conversation."""
        self._number += 1
        return b"G%d" % self._number

    def finish(self, flight: Flight, *, most_bytes: int = ORDINARY_BYTES) -> Flight:
        """Read until the command has ended.

        Raises:
            Refused: when the server said no.
            Unreachable: when the connection ended or the time was over.
            Misbehaved: when the server broke the protocol.
        """
        self.stream.limit(self._seconds, most_bytes)
        while flight.ended is None:
            self._take_one()
        if flight.ended.word != "OK":
            raise refusal(flight.what, flight.ended)
        return flight

    def settle(self) -> None:
        """Read the answers of all commands still in flight, so that another may be sent."""
        for flight in list(self._flights):
            self.stream.limit(self._seconds, ORDINARY_BYTES)
            while flight.ended is None:
                self._take_one()

    def _take_one(self) -> None:
        line = self.stream.readline()
        if line.startswith(b"* "):
            self._untagged(line)
            return
        tag, _, rest = line.partition(b" ")
        ended = response.status(rest)
        flight = next((known for known in self._flights if known.tag == tag), None)
        if flight is None or ended is None or ended.word not in {"OK", "NO", "BAD"}:
            raise Misbehaved(f"{self.stream.host} sent a line that answers nothing we asked")
        flight.codes.append(ended)
        flight.ended = ended
        self._flights.remove(flight)

    def _untagged(self, line: bytes) -> None:
        if numbered := _NUMBERED.match(line):
            word = numbered[2].upper()
            if word == b"FETCH":
                self._fetched(response.fetched(line, numbered.end(), self.stream.read, self.stream.readline))
            elif word == b"EXISTS":
                self.exists = int(numbered[1])
            return
        if not response.has_literals(line):
            self._said(line)
            return
        named = _NAMED.match(line)
        if named is None:
            raise Misbehaved(f"{self.stream.host} sent a line that cannot be read")
        pieces = response.read_pieces(line, self.stream.read, self.stream.readline)
        name = named[1].upper()
        if self._flights and name in {b"SEARCH", b"ESEARCH", b"LIST", b"STATUS", b"NAMESPACE"}:
            self._flights[0].data.append((name, response.tokens(pieces, start=named.end())))

    def _said(self, line: bytes) -> None:
        said = response.status(line[2:])
        if said is None:
            raise Misbehaved(f"{self.stream.host} sent a line that cannot be read")
        if said.word == "BYE":
            raise goodbye(self.stream.host, said)
        if self._flights:
            self._flights[0].codes.append(said)

    def _fetched(self, row: Row) -> None:
        for flight in self._flights:
            if row.uid in flight.wanted:
                known = flight.rows.get(row.uid)
                flight.rows[row.uid] = row if known is None else _merged(known, row)
                return


def _merged(known: Row, later: Row) -> Row:
    """Both together; what came later, an unasked change of flags for instance, counts."""
    return Row(
        uid=known.uid,
        flags=known.flags if later.flags is None else later.flags,
        date=later.date or known.date,
        size=known.size if later.size is None else later.size,
        data=known.data if later.data is None else later.data,
        labels=later.labels or known.labels,
        server_id=later.server_id or known.server_id,
    )


def refusal(what: str, said: Status) -> Refused:
    """The error for a command that the server did not do."""
    code = f" [{said.code}]" if said.code else ""
    return Refused(f"the server refused {what}:{code} {said.text.strip()[:200]}".rstrip())


def goodbye(host: str, said: Status) -> Unreachable:
    """The error for a server that ended the conversation."""
    code = f" [{said.code}]" if said.code else ""
    return Unreachable(f"{host} ended the conversation:{code} {said.text.strip()[:200]}".rstrip())


def uids_of(flight: Flight) -> list[int]:
    """The UIDs that SEARCH named, rising, each once."""
    found = {value for values in flight.named(b"SEARCH") for value in values if isinstance(value, int)}
    return sorted(found)


def copied(flight: Flight, wanted: Collection[int]) -> dict[int, int]:
    """Source UID to destination UID, as the COPYUID codes of the command say (RFC 4315 §3, RFC 6851 §4.3).

    Empty when they say nothing usable; sources that nobody asked about are left out.
    """
    out: dict[int, int] = {}
    for said in flight.codes:
        parts = said.data.split() if said.code == "COPYUID" else []
        if len(parts) == 3:
            sources, targets = _expanded(parts[1]), _expanded(parts[2])
            if len(sources) == len(targets):
                out.update((source, target) for source, target in zip(sources, targets, strict=True))
    return {source: target for source, target in out.items() if source in wanted and target > 0}


def _expanded(text: str) -> list[int]:
    out: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition(":")
        if not low.isdigit() or (high and not high.isdigit()):
            return []
        first, last = sorted((int(low), int(high or low)))
        if last - first > wire.MOST_UIDS_AT_ONCE or len(out) > wire.MOST_UIDS_AT_ONCE:
            return []
        out.extend(range(first, last + 1))
    return out
