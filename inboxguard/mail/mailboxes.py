"""Address fields to named addresses (RFC 5322 §3.4), by an own tolerant reader that runs once over the text.

The one fact a newcomer would get wrong: the field is taken apart first and its encoded words are decoded afterwards,
because a decoded name may hold a comma or an angle bracket and would turn into another address.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from inboxguard.mail.address import NamedAddress, parse_address
from inboxguard.mail.caps import MAILBOXES
from inboxguard.mail.encoded_words import shown

_SIMPLE = re.compile(r'\s*"?([^"<>,;:()@\\]*)"?\s*<([^<>\s,;:()"@]+@[^<>\s,;:()"@]+)>\s*\Z')
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"?|<([^<>]*)>?|([(),;:>])|([^\s"<>(),;:]+)', re.DOTALL)
_SHORT = 200
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)


def _comment(text: str, at: int) -> tuple[str, int]:
    """The comment opened just before `at`, nested ones included, and where it ends; an open one ends the text."""
    depth = 1
    for found in _PARENTHESIS.finditer(text, at):
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth -= 1
            if not depth:
                return text[at : found.start()], found.end()
    return "", len(text)


class _Mailbox:
    """One mailbox while it is being read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comment = ""
        self.angle: str | None = None

    def name(self) -> str:
        return " ".join(shown(" ".join(self.words)).split()).strip("'\" ")

    def finish(self) -> NamedAddress | None:
        if self.angle is not None:
            spec = "".join(self.angle.split()).rpartition(":")[2]
            return NamedAddress(self.name() or _flat(self.comment), parse_address(spec))
        bare = next((word for word in reversed(self.words) if "@" in word.strip("@")), None)
        if bare is not None and (address := parse_address(bare)):
            self.words.remove(bare)
            return NamedAddress(self.name() or _flat(self.comment), address)
        return NamedAddress(self.name(), None) if self.words else None


def _flat(text: str) -> str:
    return " ".join(shown(_ESCAPE.sub(r"\1", text)).split())


def _pieces(text: str) -> Iterator[_Mailbox]:
    """The mailboxes between commas; a group's name is dropped, its members are kept (RFC 5322 §3.4)."""
    box, at = _Mailbox(), 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        quoted, angle, special, atom = found.groups()
        if quoted is not None:
            box.words.append(_ESCAPE.sub(r"\1", quoted))
        elif angle is not None:
            box.angle = angle if box.angle is None or "@" not in box.angle else box.angle
        elif atom is not None:
            box.words.append(atom)
        elif special == "(":
            comment, at = _comment(text, at)
            box.comment = box.comment or comment
        elif special == ":" and box.angle is None and not any("@" in word for word in box.words):
            box = _Mailbox()
        elif special in ",;":
            yield box
            box = _Mailbox()
    yield box


def read_mailboxes(text: str) -> tuple[NamedAddress, ...]:
    """Every mailbox of an address field; `address` is None for one that does not parse. `text` is the undecoded value.

    A name with a bare comma (`Doe, Jane <jane@acme.example>`) is put together again. At most `caps.MAILBOXES` are read.
    """
    return _known_mailboxes(text) if len(text) <= _SHORT else _mailboxes(text)


def _mailboxes(text: str) -> tuple[NamedAddress, ...]:
    if simple := _SIMPLE.match(text):
        return (NamedAddress(" ".join(shown(simple[1]).split()).strip("' "), parse_address(simple[2])),)
    found: list[NamedAddress] = []
    waiting: list[str] = []
    for box in _pieces(text):
        named = box.finish()
        if named is None:
            continue
        if named.address is None and box.angle is None:
            waiting.append(named.name)
            continue
        name = ", ".join([*waiting, named.name]) if waiting and named.name and box.angle is not None else named.name
        if waiting and name == named.name:
            found.extend(NamedAddress(lonely, None) for lonely in waiting)
        waiting = []
        found.append(NamedAddress(name, named.address))
        if len(found) >= MAILBOXES:
            return tuple(found)
    found.extend(NamedAddress(lonely, None) for lonely in waiting)
    return tuple(found[:MAILBOXES])


_known_mailboxes = lru_cache(maxsize=8192)(_mailboxes)
