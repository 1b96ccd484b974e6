"""Bare links in running text: web addresses, mailto: and e-mail addresses, with their places.

The one fact a newcomer would get wrong: the punctuation after a link belongs to the sentence, except a closing
bracket whose opening one is inside the link.
"""

import re

from inboxguard.mail.caps import LINKS
from inboxguard.mail.message import Link

_CANDIDATE = re.compile(
    r"""<(?P<wrapped>(?:https?://|www\.|mailto:)[^<>"]{1,4000})>"""
    r"""|(?P<url>(?:https?://|www\.(?=[^\s.]))[^\s<>"]{1,4000})"""
    r"""|mailto:(?P<mailto>[^\s<>"]{3,1000})"""
    r"""|(?<![\w.+%-])(?P<address>[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})""",
    re.IGNORECASE,
)
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


def bare_links(text: str) -> tuple[Link, ...]:
    """Every link a mail program would make clickable in this text, in order, at most `caps.LINKS`.

    A `<URL>` wrapped over lines is put together in `target`; `text` and the offsets are what stands in the text.
    """
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return ()
    found: list[Link] = []
    for match in _CANDIDATE.finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        if group == "wrapped":
            target, kind = "".join(match[group].split()), "url"
            kind = "address" if target.lower().startswith("mailto:") else kind
        elif group == "url":
            target = trim(match[group])
            end, kind = start + len(target), "url"
        elif group == "mailto":
            target = "mailto:" + trim(match[group])
            start, kind = match.start(), "address"
            end = start + len(target)
        else:
            target, kind = match[group], "address"
        if target:
            found.append(Link(text[start:end], target, kind, start, end))
        if len(found) >= LINKS:
            break
    return tuple(found)
