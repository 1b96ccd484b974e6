"""What a message carries that the same person's next message will carry too: a thread, a booking page, a telephone.

The one fact a newcomer would get wrong: colleagues share templates, telephones and booking pages of the firm. A trace
links two messages of one person only together with the name (see `identity`).
"""

import hashlib
import re
from urllib.parse import urlsplit

from inboxguard.mail.message import Message, Segment
from inboxguard.people.folding import fold

_BOOKING = re.compile(
    r"(?:^|\.)(?:calendly\.com|cal\.com|savvycal\.com|tidycal\.com|zcal\.co|youcanbook\.me|koalendar\.com|chilipiper\.com|"
    r"acuityscheduling\.com|meetings(?:-eu1)?\.hubspot\.com|calendar\.app\.google|book\.ms|bookings\.cloud\.microsoft|"
    r"doodle\.com|appointlet\.com|meetergo\.com|oncehub\.com|motion\.com|usemotion\.com|setmore\.com)$"
)
_SHARED_PATHS = {"", "/", "/schedule", "/book", "/meetings"}
_PHONE = re.compile(r"(?<![\w/=])\+?\(?\d[\d ()./-]{7,20}\d(?!\w)")
_WORD = re.compile(r"[^\W\d_]{2,40}")
_MIN_WORDS = 40
_MAX_TEXT = 6000
_URL = re.compile(r"<\s{0,5}((?:https?|mailto):[^<>\s]{1,1000})>", re.IGNORECASE)


def thread_ids(message: Message) -> tuple[str, ...]:
    """The Message-IDs this one answers or follows, nearest first."""
    return tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))


def traces_of(message: Message) -> frozenset[str]:
    """Short digests and names of what may come again: "booking:…", "unsubscribe:…", "phone:…", "words:…"."""
    found = {f"booking:{page}" for page in _booking_pages(message)}
    found |= {f"unsubscribe:{_digest(url)}" for url in _URL.findall(message.header.value("List-Unsubscribe")[:4000])}
    found |= {f"phone:{number}" for number in _telephones(message.signature_text[:2000])}
    if words := _phrasing(message):
        found.add(f"words:{words}")
    return frozenset(found)


def _booking_pages(message: Message) -> set[str]:
    pages = set()
    own = [block for block in message.blocks if block.segment in {Segment.NEW, Segment.SIGNATURE}]
    for link in [link for block in own for link in block.links][:100]:
        try:
            parts = urlsplit(link.target[:1000])
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            continue
        if _BOOKING.search(host) and parts.path.rstrip("/").lower() not in _SHARED_PATHS:
            pages.add(f"{host}{parts.path.rstrip('/').lower()}")
    return pages


def _telephones(text: str) -> set[str]:
    """The last nine digits of each number, which a country code or a leading zero does not change."""
    numbers = ("".join(ch for ch in found[0] if ch.isdigit()) for found in _PHONE.finditer(text))
    return {number[-9:] for number in numbers if 9 <= len(number) <= 15}


def _phrasing(message: Message) -> str:
    """A digest of the words the person wrote, without names, numbers and case; empty for a short text."""
    words = [word.lower() for word in _WORD.findall(message.new_text[:_MAX_TEXT]) if not word[0].isupper()]
    return _digest(" ".join(words)) if len(words) >= _MIN_WORDS else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def signed_name(message: Message) -> str:
    """The folded words of the first line of the signature, when it may be a name; else empty."""
    first = next((line.strip() for line in message.signature_text[:500].splitlines() if line.strip(" -_*")), "")
    words = [word for piece in first.split() if (word := fold(piece))]
    return " ".join(words) if 1 < len(words) <= 4 else ""
