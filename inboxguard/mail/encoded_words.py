"""Encoded words of header fields (RFC 2047), read as tolerantly as mail programs do.

The one fact a newcomer would get wrong: a decoded word may hold anything, a line end or a comma too. So structure is
read before words are decoded, and a decoded value never keeps a control character.
"""

import re

from inboxguard.mail.transfer import decode_base64, decode_charset, decode_quoted_printable

_WORD = re.compile(r"=\?([^?\s]{1,75})\?([bBqQ])\?([^?]{0,20000})\?=")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", errors="surrogatepass")
    if encoding in "bB":
        return decode_base64(data)[0]
    return decode_quoted_printable(data.replace(b"_", b"=20"))


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; neighbours in one charset are joined before they are decoded.

    White space between two words is dropped (RFC 2047 §6.2). What does not decode stays as it stands.
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    charset, pending, end = "", b"", 0
    for found in _WORD.finditer(text):
        gap = text[end : found.start()]
        name = found[1].lower()
        after_word = end > 0 and not gap.strip()
        if not (after_word and name == charset):
            if charset:
                out.append(decode_charset(pending, charset)[0])
            pending = b""
        if not after_word:
            out.append(gap)
        charset, end = name, found.end()
        pending += _word_bytes(found[2], found[3])
    if charset:
        out.append(decode_charset(pending, charset)[0])
    out.append(text[end:])
    return "".join(out)


def shown(text: str) -> str:
    """Header text as a person reads it: encoded words decoded, control characters turned into a space."""
    decoded = decode_words(text)
    return decoded if decoded.isprintable() else _CONTROL.sub(" ", decoded).strip()
