"""Values with parameters, such as Content-Type (RFC 2045 §5.1, RFC 2231), bounded and tolerant."""

import re
from urllib.parse import unquote_to_bytes

from inboxguard.mail.caps import PARAMETERS
from inboxguard.mail.encoded_words import shown
from inboxguard.mail.transfer import decode_charset

_MAX_VALUE = 16_384
_PARAMETER = re.compile(r';\s{0,200}([^\s=;"]{1,80})\s{0,20}=\s{0,200}(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL)
_PIECE = re.compile(r"([^*]{1,60})\*(\d{1,3})(\*?)\Z")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the first ";" in lower case, and its parameters by lower-case name; the first of a name wins."""
    value = value[:_MAX_VALUE]
    head = value.split(";", 1)[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, found in enumerate(_PARAMETER.finditer(value)):
        if count >= PARAMETERS:
            break
        name = found[1].lower()
        text = _ESCAPE.sub(r"\1", found[2]) if found[2] is not None else found[3].strip().strip('"')
        piece = _PIECE.match(name)
        if piece:
            pieces.setdefault(piece[1], {}).setdefault(int(piece[2]), (text, bool(piece[3])))
        elif name.endswith("*"):
            pieces.setdefault(name[:-1], {}).setdefault(0, (text, True))
        else:
            plain.setdefault(name, text)
    for name, found_pieces in pieces.items():
        plain[name] = _joined(found_pieces)
    return head, plain


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 §3 and §4: pieces in order, percent-decoded where marked, in the charset the first one names."""
    charset, data, encoded = "", b"", False
    for number in sorted(pieces):
        text, marked = pieces[number]
        if marked and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        encoded = encoded or marked
        data += unquote_to_bytes(text) if marked else text.encode("utf-8", "replace")
    return decode_charset(data, charset if encoded else "utf-8")[0]


def shown_parameter(text: str) -> str:
    """A parameter meant for people, such as a file name: encoded words, though forbidden there, are decoded."""
    return shown(text)[:500]
