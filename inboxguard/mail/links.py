"""Bare links in running text: web addresses, mailto: and e-mail addresses, with their places.

The one fact a newcomer would get wrong: the punctuation after a link belongs to the sentence, except a closing
bracket whose opening one is inside the link.
"""

import re

from inboxguard.mail.caps import LINKS
from inboxguard.mail.message import Link

_URL = re.compile(
    r"""<(?P<wrapped>(?:https?://|www\.|mailto:)[^<>"]{1,4000})>"""
    r"""|(?P<url>(?:https?://|www\.(?=[^\s.]))[^\s<>"]{1,4000})"""
    r"""|(?P<mailto>mailto:[^\s<>"]{3,1000})""",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[\w.+%-]{1,64}\Z")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HINTS = ("://", "www.", "mailto:")
_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_TRAILING = frozenset(".,;:!?'\"*_’…>|")


def trim(url: str) -> str:
    """A bare URL without the punctuation of the sentence around it."""
    end = len(url)
    while end:
        last = url[end - 1]
        unopened = last in _PAIRS and url.count(_PAIRS[last], 0, end) < url.count(last, 0, end)
        if last not in _TRAILING and not unopened:
            break
        end -= 1
    return url[:end]


def _urls(text: str) -> list[Link]:
    found: list[Link] = []
    for match in _URL.finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        if group == "wrapped":
            target = "".join(match[group].split())
        else:
            target = trim(match[group])
            end = start + len(target)
        kind = "address" if target[:7].lower() == "mailto:" else "url"
        found.append(Link(text[start:end], target, kind, start, end))
        if len(found) >= LINKS:
            break
    return found


def _addresses(text: str, urls: list[Link]) -> list[Link]:
    """Bare addresses; an "@" inside a URL that was found already is none."""
    found: list[Link] = []
    at = text.find("@")
    taken = iter([*urls, Link("", "", "", len(text) + 1, len(text) + 1)])
    nearest = next(taken)
    for _ in range(5 * LINKS):
        if at < 0:
            break
        while nearest.end <= at:
            nearest = next(taken)
        local = _LOCAL.search(text[max(0, at - 64) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and not nearest.start <= at:
            start = at - len(local[0])
            address = text[start : domain.end()]
            found.append(Link(address, address, "address", start, domain.end()))
        at = text.find("@", at + 1)
    return found


def bare_links(text: str) -> tuple[Link, ...]:
    """Every link a mail program would make clickable in this text, in order, about `caps.LINKS` at most.

    A `<URL>` wrapped over lines is put together in `target`; `text` and the offsets are what stands in the text.
    """
    folded = text.lower()
    urls = _urls(text) if any(hint in folded for hint in _HINTS) else []
    addresses = _addresses(text, urls) if "@" in text else []
    if not addresses:
        return tuple(urls)
    return tuple(sorted([*urls, *addresses], key=lambda link: link.start))
