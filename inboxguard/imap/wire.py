"""The one place that builds what is sent to a server.

The one fact a newcomer would get wrong: an IMAP library sends what it is given. A decoded hostile subject in a search,
a folder name with a line break in the configuration, and the server gets a second command. So every argument is built
here, and the stream lets nothing pass that is not one line.
"""

import base64
import re
from collections.abc import Collection, Iterable

from inboxguard.errors import Bug, ConfigProblem, Misbehaved

_ATOM = re.compile(rb"[!#$&'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]{1,200}")  # RFC 9051 §9, without "]"
_PLAIN = re.compile(r"[\x20-\x25\x27-\x7e]+")
_SHIFTED = re.compile(r"&([^-]{0,2000})-")
MOST_UIDS_AT_ONCE = 500


def check_one_line(data: bytes) -> None:
    """Nothing but one line, or a part of one, may go out.

    Raises:
        Bug: when a line break or NUL stands anywhere but at the end.
    """
    body = data.removesuffix(b"\r\n")
    if b"\r" in body or b"\n" in body or b"\0" in body:
        raise Bug("something with a line break in it was about to be sent to a server")


def command(tag: bytes, *parts: bytes) -> bytes:
    """One command line, ready to be sent."""
    line = b" ".join((tag, *parts)) + b"\r\n"
    check_one_line(line)
    return line


def quoted(text: str) -> bytes:
    """A quoted string (RFC 9051 §4.3) of printable ASCII.

    Raises:
        ConfigProblem: when the text has characters that cannot stand in one.
    """
    if not text.isascii() or not text.replace("\t", "").isprintable():
        raise ConfigProblem("a text with characters that cannot be sent to the server was refused")
    return b'"' + text.encode("ascii").replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def mailbox(name: str) -> bytes:
    """A mailbox name, in modified UTF-7 and quoted.

    Raises:
        ConfigProblem: when the name is empty or has control characters.
    """
    if not name or any(ch < " " or ch == "\x7f" for ch in name):
        raise ConfigProblem("a mailbox name is empty or has control characters in it")
    return quoted(to_utf7(name))


def keyword(name: str) -> bytes:
    """A keyword for STORE (RFC 9051 §2.3.2): an atom, never a system flag.

    Raises:
        ConfigProblem: when it is not an atom.
    """
    data = name.encode("utf-8")
    if not _ATOM.fullmatch(data):
        raise ConfigProblem(f"the keyword {name!r} has characters that a keyword cannot have")
    return data


def uid_set(uids: Iterable[int]) -> bytes:
    """A sequence-set (RFC 9051 §9) with neighbours joined to ranges.

    Raises:
        Bug: when there is no UID, too many for one command, or one that cannot be.
    """
    ordered = sorted(set(uids))
    if not ordered or ordered[0] < 1 or ordered[-1] > 0xFFFFFFFF:
        raise Bug("a command was about to be sent for messages that cannot be")
    ranges: list[list[int]] = []
    for uid in ordered:
        if ranges and ranges[-1][1] == uid - 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    if len(ranges) > MOST_UIDS_AT_ONCE:
        raise Bug("a command was about to be sent for too many messages at once")
    return b",".join(b"%d" % low if low == high else b"%d:%d" % (low, high) for low, high in ranges)


def uid_range(low: int, high: int) -> bytes:
    """All UIDs from `low` to `high`."""
    return uid_set([low]) if low == high else b"%d:%d" % (low, high)


def listed(items: Collection[bytes]) -> bytes:
    """A parenthesised list."""
    return b"(" + b" ".join(items) + b")"


def to_utf7(name: str) -> str:
    """A mailbox name in modified UTF-7 (RFC 3501 §5.1.3)."""
    out: list[str] = []
    at = 0
    while at < len(name):
        if name[at] == "&":
            out.append("&-")
            at += 1
        elif plain := _PLAIN.match(name, at):
            out.append(plain[0])
            at = plain.end()
        else:
            end = at
            while end < len(name) and name[end] != "&" and not _PLAIN.match(name[end]):
                end += 1
            coded = base64.b64encode(name[at:end].encode("utf-16-be", "surrogatepass")).decode("ascii")
            out.append("&" + coded.rstrip("=").replace("/", ",") + "-")
            at = end
    return "".join(out)


def from_utf7(coded: str) -> str:
    """A mailbox name as people write it.

    Raises:
        Misbehaved: when it cannot be read, or when writing it again would give another name.
    """
    try:
        name = _SHIFTED.sub(lambda found: _unshifted(found[1]), coded)
    except (ValueError, UnicodeError) as problem:
        raise Misbehaved("the server lists a mailbox name that cannot be read") from problem
    if to_utf7(name) != coded:
        raise Misbehaved("the server lists a mailbox name that cannot be read")
    return name


def _unshifted(coded: str) -> str:
    if not coded:
        return "&"
    padded = coded.replace(",", "/") + "=" * (-len(coded) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")
