"""The slug of a profile link: what names a person on LinkedIn across exports, notices and mail."""

import re
from urllib.parse import unquote

_SLUG = re.compile(r"^(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/(?:comm/)?in/([^/?#\s]{1,200})", re.IGNORECASE)


def slug_of(url: str) -> str:
    """The slug in lower case, percent signs undone; empty when the address is not a LinkedIn profile's.

    "linkedin.com.evil.example/in/jane" and "evil.example/linkedin.com/in/jane" give nothing.
    """
    found = _SLUG.match(url.strip())
    return unquote(found[1]).strip().lower() if found else ""
