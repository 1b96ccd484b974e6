"""White space and comments between the tokens of a structured field (CFWS, RFC 5322 §3.2.2)."""

import re

_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)
_SPACE = " \t\r\n"


def skip_cfws(text: str, at: int) -> int:
    """Where the next token begins; comments may be nested, and one that is not closed swallows the rest."""
    while at < len(text):
        if text[at] in _SPACE:
            at += 1
        elif text[at] == "(":
            at = _comment_end(text, at)
        else:
            break
    return at


def _comment_end(text: str, at: int) -> int:
    depth = 0
    for found in _PARENTHESIS.finditer(text, at):
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth -= 1
            if not depth:
                return found.end()
    return len(text)


def without_comments(text: str) -> str:
    """The text with its comments left out, quoted strings kept as they are."""
    if "(" not in text:
        return text
    out: list[str] = []
    at = start = 0
    quoted = False
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if char == '"':
            quoted = not quoted
        elif char == "(" and not quoted:
            out.append(text[start:at])
            start = at = _comment_end(text, at)
            continue
        at += 1
    out.append(text[start:])
    return " ".join(out)
