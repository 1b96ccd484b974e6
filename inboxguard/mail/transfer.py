"""Bytes of a part to text: transfer encodings (RFC 2045 §6) and charsets, tolerant and linear.

The one fact a newcomer would get wrong: the name of a charset is untrusted text. Python knows codecs that are no
charsets, that take quadratic time or that raise on a NUL in their name, so a name is looked up here and nowhere else.
"""

import binascii
import codecs
import re
from encodings.aliases import aliases
from functools import lru_cache

_SLOW_OR_NO_CHARSET = frozenset({
    "punycode", "idna", "unicode_escape", "raw-unicode-escape", "undefined", "unicode-escape", "raw_unicode_escape",
    "mbcs", "oem",
})  # fmt: skip
_READ_AS = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "cp-850": "cp850",
    "utf8": "utf-8",
    "tis-620": "cp874",
}
_KNOWN = frozenset(aliases.values()) | {"utf_8_sig", "cp874", "cp720", "cp1006", "cp737", "cp856", "koi8_t", "koi8_u"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}\Z")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@lru_cache(maxsize=512)
def codec_for(charset: str) -> str | None:
    """The Python codec that reads this charset as mail programs do, or None when it names no charset we know."""
    name = charset.strip().strip("\"'").split("*", 1)[0].lower()
    if not _NAME.match(name):
        return None
    name = _READ_AS.get(name, name)
    plain = re.sub(r"[^a-z0-9]+", "_", name)
    if plain not in _KNOWN and plain not in aliases:
        return None
    try:
        found = codecs.lookup(name).name
        b"a".decode(found, errors="replace")
    except (LookupError, ValueError):
        return None
    return None if found in _SLOW_OR_NO_CHARSET else found


def decode_charset(data: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether it was read without a guess or a loss.

    The names of codecs are checked against a list, so that no name makes Python look for a module on disk.
    An unknown or absent charset is read as UTF-8, then as Windows-1252; bytes that fit nothing become U+FFFD.
    """
    codec = codec_for(charset) if charset else "utf-8"
    if codec:
        try:
            text = data.decode(codec)
            return (_without_surrogates(text) if codec.startswith("utf-7") else text), True
        except (UnicodeError, ValueError):
            pass
    try:
        return data.decode("utf-8"), not charset
    except UnicodeDecodeError:
        return data.decode(codec if codec and codec != "utf-8" else "cp1252", errors="replace"), False


def _without_surrogates(text: str) -> str:
    """UTF-7 may hold halves of a pair, which no other encoding can write."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def decode_base64(data: bytes) -> tuple[bytes, bool]:
    """The bytes behind base64 and whether they were whole; foreign characters are dropped (RFC 2045 §6.8)."""
    cut = data.find(b"=")
    head = data if cut < 0 else data[:cut]
    clean = _NOT_BASE64.sub(b"", head)
    spare = len(clean) % 4
    if spare == 1:
        clean = clean[:-1]
    decoded = binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
    return decoded, spare != 1 and len(head) - len(clean) <= 4 + len(head) // 16


def decode_quoted_printable(data: bytes) -> bytes:
    """The bytes behind quoted-printable; what is not well formed stays as it stands (RFC 2045 §6.7)."""
    return binascii.a2b_qp(data)


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The bytes behind a Content-Transfer-Encoding, and whether it was known and whole."""
    name = encoding.strip().lower()
    if name == "base64":
        return decode_base64(data)
    if name in {"quoted-printable", "quotedprintable"}:
        return decode_quoted_printable(data), True
    return data, name in {"", "7bit", "8bit", "binary"}
