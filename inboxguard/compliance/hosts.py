"""Hosts that no honest way out leads to: numbers, private networks, names without a dot, disguises.

The one fact a newcomer would get wrong: an address as a number has many spellings (0x7f.1, 017700000001, 2130706433),
and all of them reach the same machine; so numbers are read as a C library reads them, not compared as text.
"""

import ipaddress
import re
import unicodedata

from inboxguard.compliance.targets import Target

_NUMBER = re.compile(r"0x[0-9a-f]{0,16}|\d{1,20}")
_USUAL_PORTS = {None, 80, 443, 8080, 8443}
_LOCAL = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa", ".invalid", ".onion")


def host_fault(target: Target) -> str:
    """What is wrong with the host of a target, in words, or empty; asks nobody."""
    host = target.host
    if not host:
        return ""
    if "%" in target.written_host:
        return "a percent-encoded host"
    if target.user and target.scheme in {"http", "https"}:
        return "a name before an @ that is not the host"
    if number := as_address(host):
        return _number_fault(number)
    if "." not in host.strip("."):
        return "a host without a dot"
    if host.endswith(_LOCAL):
        return "a host that exists in a local network only"
    if target.port not in _USUAL_PORTS:
        return f"the unusual port {target.port}"
    if mixes_scripts(host):
        return "a host that mixes alphabets"
    return ""


def _number_fault(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if number.is_loopback:
        return "this very machine (a loopback address)"
    if number.is_private or number.is_link_local:
        return "an address of a private network"
    return "a bare IP address"


def as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address a host is, in any of the spellings that programs accept, or None."""
    bare = host.strip("[]")
    if ":" in bare:
        try:
            return ipaddress.IPv6Address(bare.partition("%")[0])
        except ValueError:
            return None
    pieces = bare.split(".")
    if len(pieces) > 4 or not all(_NUMBER.fullmatch(piece) for piece in pieces):
        return None
    numbers = [_value(piece) for piece in pieces]
    if None in numbers:
        return None
    return _joined([number for number in numbers if number is not None])


def _value(piece: str) -> int | None:
    try:
        if piece.startswith("0x"):
            return int(piece[2:] or "0", 16)
        return int(piece, 8) if piece.startswith("0") and len(piece) > 1 else int(piece)
    except ValueError:
        return None


def _joined(numbers: list[int]) -> ipaddress.IPv4Address | None:
    """The last number fills all the bytes that are left, as inet_aton reads it."""
    *heads, last = numbers
    room = 256 ** (4 - len(heads))
    if any(head > 255 for head in heads) or last >= room:
        return None
    whole = last
    for at, head in enumerate(heads):
        whole += head << (8 * (3 - at))
    return ipaddress.IPv4Address(whole)


def mixes_scripts(host: str) -> bool:
    """Whether one label of an internationalised host mixes Latin with letters of another alphabet that look alike."""
    if host.isascii() and "xn--" not in host:
        return False
    for label in host.split("."):
        try:
            shown = label.encode("ascii").decode("idna") if label.isascii() else label
        except UnicodeError:
            return True
        scripts = {_script(letter) for letter in shown if letter.isalpha()}
        if len(scripts) > 1 and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            return True
    return False


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
