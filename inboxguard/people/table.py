"""Comma-separated files as people really have them: any delimiter, encoding, preamble and a lost quotation mark.

The one fact a newcomer would get wrong: Python's csv reader lets one unbalanced quote swallow the rest of the file. A
record whose quotes do not close where a field can end is read again as one plain line, and said to be mended.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from inboxguard.people.folding import fold

DELIMITERS = (",", ";", "\t", "|")
MAX_FIELD = 1_000_000
MAX_PREAMBLE_LINES = 40
MAX_HEAD = 32_768


def decode(data: bytes) -> str:
    r"""The text, by its byte order mark, else UTF-8, else Windows-1252; line ends become \n."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            break
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A record of data: the line it begins at (from 1), its cells by canonical name, and how it was mended or empty."""

    line: int
    cells: Mapping[str, str]
    spare: tuple[str, ...] = ()
    mended: str = ""

    def get(self, *names: str) -> str:
        """The first of these columns that is there and not blank, without outer white space."""
        return next((value for name in names if (value := self.cells.get(name, "").strip())), "")

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(value.strip() for value in (*self.cells.values(), *self.spare))


@dataclass(slots=True)
class Table:
    """A file split into records. `names` maps a canonical column name to its index, `raw` is the header as written."""

    text: str
    delimiter: str
    raw: tuple[str, ...]
    names: dict[str, int]
    start: int
    line: int
    _taken: int = field(default=0)

    def rows(self) -> Iterator[Row]:
        """Every record that is not an empty line, in order."""
        at, line = self.start, self.line
        while at < len(self.text):
            cells, end = _record(self.text, at, self.delimiter)
            mended = ""
            if cells is None or (len(cells) != len(self.raw) and "\n" in self.text[at:end]):
                end = _line_end(self.text, at)
                cells = [cell.replace('"', "") for cell in self.text[at:end].split(self.delimiter)]
                mended = "a quotation mark was not closed; the line was read without it"
            if any(cell.strip() for cell in cells) or self.text[at:end].strip():
                yield self._row(line, cells, mended)
            line += self.text.count("\n", at, end) + 1
            at = end + 1

    def _row(self, line: int, cells: list[str], mended: str) -> Row:
        if len(cells) > len(self.raw) and mended:
            links = [cell for cell in cells if cell.strip().lower().startswith(("http://", "https://"))]
            if len(cells) - len(self.raw) == 1 and len(links) == 1 and "url" not in self.names:
                cells.remove(links[0])
                return Row(line, {**self._named(cells), "url": links[0]}, (), mended)
        return Row(line, self._named(cells), tuple(cells[len(self.raw) :]), mended)

    def _named(self, cells: list[str]) -> dict[str, str]:
        return {name: cells[index] for name, index in self.names.items() if index < len(cells)}


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _record(text: str, at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the record at an offset and where it ends; None for the cells when its quotes do not close."""
    plain_end = _line_end(text, at)
    if text.find('"', at, plain_end) < 0:
        return text[at:plain_end].split(delimiter), plain_end
    cells: list[str] = []
    while True:
        if text[at : at + 1] != '"':
            end = _line_end(text, at)
            stop = text.find(delimiter, at, end)
            cells.append(text[at : stop if stop >= 0 else end])
            if stop < 0:
                return cells, end
            at = stop + 1
            continue
        value, at = _quoted(text, at)
        if value is None:
            return None, at
        cells.append(value)
        follows = text[at : at + 1]
        if follows in {"", "\n"}:
            return cells, at
        if follows != delimiter:
            return None, at
        at += 1


def _quoted(text: str, at: int) -> tuple[str | None, int]:
    """The value of the quoted field at an offset and the offset after it; None when it never closes."""
    search = at + 1
    while True:
        close = text.find('"', search, at + MAX_FIELD)
        if close < 0:
            return None, at
        if text[close + 1 : close + 2] == '"':
            search = close + 2
            continue
        return text[at + 1 : close].replace('""', '"'), close + 1


def header_key(text: str) -> str:
    """A column name folded: "First Name", "FirstName" and "first_name" are one."""
    return fold(text.replace("\ufeff", ""))


def open_table(data: bytes | str, aliases: Mapping[str, str], accept: Callable[[dict[str, int]], bool]) -> Table | None:
    """The table whose header satisfies `accept`, looked for in the first lines; None when there is no such header.

    `aliases` maps folded column names to canonical ones; other columns keep their folded name.
    """
    text = data if isinstance(data, str) else decode(data)
    head = text[:MAX_HEAD]
    at = 0
    line = 1
    for _ in range(MAX_PREAMBLE_LINES):
        if at >= len(head):
            return None
        for delimiter in DELIMITERS:
            cells, end = _record(head, at, delimiter)
            if cells is None or len(cells) < 2:
                continue
            names: dict[str, int] = {}
            for index, cell in enumerate(cells):
                key = header_key(cell)
                names.setdefault(aliases.get(key, key), index)
            names.pop("", None)
            if accept(names):
                return Table(text, delimiter, tuple(cells), names, end + 1, line + text.count("\n", at, end) + 1)
        cells, end = _record(head, at, ",")
        end = _line_end(head, at) if cells is None else end
        line += head.count("\n", at, end) + 1
        at = end + 1
    return None
