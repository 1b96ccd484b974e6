"""Placeholders that a sender's program did not fill in, in the syntaxes of the usual mailing programs.

The one fact a newcomer would get wrong: `%E2%80%A6` is percent-encoding and no tag, and `[unsubscribe]` as shown text
of a live link is a matter of style; so a tag in shown text counts only where nothing stands behind it.
"""

import re
from urllib.parse import unquote

_TAG = re.compile(
    r"\{\{[^{}]{1,200}\}\}"
    r"|\{%[^{}%]{1,200}%\}"
    r"|<%[^<>%]{1,200}%>"
    r"|\$\{[^{}]{1,100}\}"
    r"|\*\|[^|*\s]{1,100}\|\*"
    r"|%%[^%\s]{1,100}%%"
    r"|\[\[[^\[\]]{1,200}\]\]"
    r"|###[\w-]{1,100}###"
    r"|::[a-z]\w{2,60}::"
    r"|\{[^{}\s]{0,60}unsub[^{}\s]{0,60}\}"
    r"|\[(?:unsubscribe|unsubscribeurl|unsubscribe_?link|unsubscribe_?url|link_?unsubscribe|unsub)\]"
    r"|(?<!\w)-(?:unsub|asm_[a-z_]{3,40}_url)-(?!\w)"
    r"|__unsubscribe_{1,2}"
    r"|%(?![0-9a-f]{2}[^%]{0,60}%[0-9a-f]{2})(?=[\w-]{0,60}[g-z_])[a-z][\w-]{2,60}%",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[{<$*%\[#:_-]")
_STOPPING = re.compile(r"un-?sub|opt-?_?out|remove|abmeld|desabon|desinscri|uitschrijf|afmeld|preferenc")
_NOT_TAGS = re.compile(r"\{\{[^{}]{0,40}@[^{}]{0,40}\}\}")


def merge_tag(text: str) -> str | None:
    """The first placeholder in a target or a field value, also behind percent-encoding, or None."""
    if not _SIGN.search(text):
        return None
    for read in (text, unquote(text)) if "%" in text else (text,):
        for found in _TAG.finditer(read[:8000]):
            if not _NOT_TAGS.fullmatch(found[0]):
                return found[0]
    return None


def stopping_tag(text: str) -> str | None:
    """The first placeholder for a way out in shown text behind which no link stands, or None."""
    if not _SIGN.search(text) or not _STOPPING.search(text.lower()):
        return None
    found = (one[0] for one in _TAG.finditer(text[:20_000]))
    return next((one for one in found if _STOPPING.search(one.lower()) and not _NOT_TAGS.fullmatch(one)), None)
