"""Reading what a server answers: one response at a time, literals included.

The one fact a newcomer would get wrong: a general parser costs fifteen times what the octets cost. Only what this
program asks for is read here: FETCH, LIST, STATUS and SEARCH data, status lines and their codes; the rest is passed by.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from inboxguard.errors import Misbehaved

Token = bytes | int | None | list["Token"]

_TOKEN: Final = re.compile(rb'[ \t]*(?:(\()|(\))|"((?:[^"\\]|\\.)*+)"|((?:[^\x00-\x20()"\[]|\[[^\]]*\])++))', re.DOTALL)
_ESCAPED: Final = re.compile(rb'\\(["\\])')
_CODE: Final = re.compile(rb"\[([A-Za-z0-9-]{1,40})(?: ([^\]]{0,65536}))?\] ?")
_LITERAL: Final = re.compile(rb"~?\{(\d{1,40})\+?\}\r?\n\Z")
_USUAL: Final = re.compile(
    rb'\* \d{1,10} FETCH \(UID (\d{1,10}) FLAGS \(([^()"{]*)\) INTERNALDATE "([^"\\]{1,40})" '
    rb"RFC822\.SIZE (\d{1,10}) BODY\[[^\]\r\n]*\](?:<0>)? (\{(\d{1,10})\}\r\n)"
)
_DEEPEST = 20
_STATUSES = frozenset({b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"})


@dataclass(frozen=True, slots=True)
class Status:
    """A status response (RFC 9051 §7.1): `word` is OK, NO, BAD, BYE or PREAUTH; `code` is in upper case."""

    word: str
    code: str = ""
    data: str = ""
    text: str = ""


@dataclass(slots=True)
class Row:
    """What FETCH said of one message; None and empty mean that it was not said."""

    uid: int = 0
    flags: tuple[str, ...] | None = None
    date: bytes = b""
    size: int | None = None
    data: bytes | None = None
    labels: tuple[str, ...] = ()
    server_id: str = ""


def read_pieces(first: bytes, read: Callable[[int], bytes], readline: Callable[[], bytes]) -> list[bytes]:
    """The response that begins with this line: text, literal, text, literal, … text."""
    pieces: list[bytes] = []
    line = first
    while line.endswith(b"}\r\n") and (literal := _LITERAL.search(line)):
        pieces.append(line[: literal.start()])
        pieces.append(read(int(literal[1])))
        line = readline()
    pieces.append(line)
    return pieces


def has_literals(line: bytes) -> bool:
    """Whether an untagged line may announce a literal; status lines, free text, never do."""
    return line[2:].split(b" ", 1)[0].strip().upper() not in _STATUSES


def status(line: bytes) -> Status | None:
    """The status in a line without its tag ("OK [CODE data] text"), or None when it is none."""
    word, _, rest = line.strip().partition(b" ")
    if word.upper() not in _STATUSES:
        return None
    code = _CODE.match(rest)
    text = rest[code.end() :] if code else rest
    return Status(
        word.upper().decode("ascii"),
        code[1].upper().decode("ascii") if code else "",
        (code[2] or b"").decode("utf-8", "replace") if code else "",
        text.decode("utf-8", "replace")[:500],
    )


def tokens(pieces: list[bytes], *, start: int = 0) -> list[Token]:
    """The values of a response, lists nested, from offset `start` of the first piece.

    Raises:
        Misbehaved: when parentheses or quotes do not match or go too deep.
    """
    stack: list[list[Token]] = []
    current: list[Token] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            current.append(piece)
            continue
        at = start if number == 0 else 0
        end = len(piece.rstrip(b"\r\n \t"))
        while at < end:
            found = _TOKEN.match(piece, at, end)
            if found is None:
                raise Misbehaved("the server sent a response that cannot be read")
            at = found.end()
            kind = found.lastindex
            if kind == 4:
                current.append(_atom(found[4]))
            elif kind == 3:
                current.append(_ESCAPED.sub(rb"\1", found[3]) if b"\\" in found[3] else found[3])
            elif kind == 1:
                stack.append(current)
                current = []
            elif not stack:
                raise Misbehaved("the server sent a response with a parenthesis too many")
            else:
                inner, current = current, stack.pop()
                current.append(inner)
            if len(stack) > _DEEPEST:
                raise Misbehaved("the server sent a response nested too deep")
    if stack:
        raise Misbehaved("the server sent a response with a parenthesis missing")
    return current


def _atom(word: bytes) -> Token:
    if word.isdigit() and len(word) < 20:
        return int(word)
    return None if word.upper() == b"NIL" else word


def fetched(line: bytes, start: int, read: Callable[[int], bytes], readline: Callable[[], bytes]) -> Row:
    """What the FETCH response that begins with this line says.

    A server that answers in the order it was asked in, as most do, is read by one expression; the others in full.

    Raises:
        Misbehaved: when it is no list of names and values.
    """
    usual = _USUAL.fullmatch(line)
    if usual is None:
        return row(read_pieces(line, read, readline), start=start)
    data = read(int(usual[6]))
    rest = readline()
    if rest == b")\r\n":
        return Row(int(usual[1]), _flags(usual[2]), usual[3], int(usual[4]), data)
    return row([line[: usual.start(5)], data, *read_pieces(rest, read, readline)], start=start)


@lru_cache(maxsize=1024)
def _flags(words: bytes) -> tuple[str, ...]:
    return tuple(word.decode("utf-8", "replace") for word in words.split())


def row(pieces: list[bytes], *, start: int) -> Row:
    """What a FETCH response says; `start` is the offset of its list.

    Raises:
        Misbehaved: when it is no list of names and values.
    """
    values = tokens(pieces, start=start)
    if len(values) != 1 or not isinstance(values[0], list) or len(values[0]) % 2:
        raise Misbehaved("the server sent FETCH data that are no pairs of names and values")
    found = Row()
    pairs = values[0]
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if not isinstance(name, bytes):
            raise Misbehaved("the server sent FETCH data without a name")
        _enter(found, name.upper(), value)
    return found


def _enter(found: Row, name: bytes, value: Token) -> None:
    if name == b"UID" and isinstance(value, int):
        found.uid = value
    elif name == b"FLAGS" and isinstance(value, list):
        found.flags = tuple(texts(value))
    elif name == b"INTERNALDATE" and isinstance(value, bytes):
        found.date = value
    elif name == b"RFC822.SIZE" and isinstance(value, int):
        found.size = value
    elif name.startswith(b"BODY["):
        found.data = value if isinstance(value, bytes) else b"" if value is None else str(value).encode("ascii")
    elif name == b"X-GM-MSGID" and isinstance(value, int):
        found.server_id = f"gm:{value}"
    elif name == b"EMAILID" and isinstance(value, list):
        found.server_id = "id:" + "".join(texts(value))
    elif name == b"X-GM-LABELS" and isinstance(value, list):
        found.labels = tuple(texts(value))


def texts(values: list[Token]) -> Iterator[str]:
    """The words of a list as text; anything else in it is passed by."""
    for value in values:
        if isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
        elif isinstance(value, int):
            yield str(value)
