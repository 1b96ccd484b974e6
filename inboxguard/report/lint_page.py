"""A lint for a person to read in a terminal: its page, who asks for it since when, and what its examples show."""

from collections.abc import Iterable
from textwrap import fill

from inboxguard.compliance.catalogue import page_of, title_of
from inboxguard.compliance.spec import Basis, Cite, Lint

_WIDTH = 79
_RESTS_ON = {
    Basis.TEXT: "read in the text",
    Basis.EXTRACT: "read in an extract",
    Basis.MEMORY: "from memory",
    Basis.OURS: "our own words",
}


def listed(lints: Iterable[Lint]) -> str:
    """Two lines a lint: code, level and name, and the title below."""
    return "".join(f"{lint.code}  {lint.level.value:5}  {lint.name}\n       {title_of(lint)}\n" for lint in lints)


def page(lint: Lint) -> str:
    """Everything its file says about it."""
    lines = [f"{lint.code}  {lint.name}  ({lint.level.value})", "", _folded(page_of(lint)), "", "Asked for by:"]
    lines += [fill(_cite(cite), _WIDTH, initial_indent="  ", subsequent_indent="      ") for cite in lint.cites]
    lines += ["", "Examples:"]
    lines += [f"  {example.outcome.__name__:10}  {example.title}" for example in lint.examples]
    if lint.network:
        lines += ["", "Needs the network, which is off by default."]
    return "\n".join(lines) + "\n"


def _folded(text: str) -> str:
    """The paragraphs of a page at the width of a terminal."""
    return "\n\n".join(fill(paragraph, _WIDTH) for paragraph in text.split("\n\n"))


def _cite(cite: Cite) -> str:
    place = f"{cite.source} {cite.section}".strip()
    since = f", since {cite.since.isoformat()}" if cite.since else ""
    until = f", until {cite.until.isoformat()}" if cite.until else ""
    read = f", {cite.read_on.isoformat()}" if cite.read_on else ""
    doubt = "" if cite.confirmed else ", to be confirmed"
    return f"{cite.profile}: {place}{since}{until}: “{cite.says}” [{_RESTS_ON[cite.basis]}{read}{doubt}]"
