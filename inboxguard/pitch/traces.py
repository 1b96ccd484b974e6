"""Traces that sales programs leave in headers, links and images.

The one fact a newcomer would get wrong: most cold mail leaves none, and honest people use some of these programs too;
a trace is one symbol among others, never a verdict.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Message

_MOST_HTML: Final = 120_000
_SOURCE: Final = re.compile(r"<img\b[^<>]{0,400}?\bsrc\s{0,3}=\s{0,3}[\"']?(https?://[^\s\"'<>]{4,400})", re.IGNORECASE)
_ONE_PIXEL: Final = re.compile(
    r"<img\b(?=[^<>]{0,600}\bwidth\s{0,3}=\s{0,3}[\"']?[01]\b)(?=[^<>]{0,600}\bheight\s{0,3}=\s{0,3}[\"']?[01]\b)[^<>]{0,600}>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Trace:
    """How one kind of trace is known."""

    name: str
    headers: tuple[tuple[str, str], ...]
    hosts: tuple[str, ...]
    paths: tuple[str, ...]


@cache
def known_traces() -> tuple[Trace, ...]:
    """Every kind of trace, from traces.toml."""
    data = tomllib.loads((files("inboxguard.pitch") / "traces.toml").read_text("utf-8"))
    return tuple(
        Trace(
            name,
            tuple(
                (field.strip(), value.strip().lower())
                for field, _, value in (header.partition(":") for header in kind.get("headers", ()))
            ),
            tuple(kind["hosts"]),
            tuple(kind["paths"]),
        )
        for name, kind in data.items()
    )


def find_traces(message: Message) -> Iterator[tuple[str, Evidence]]:
    """The kinds of traces the message carries, each once."""
    links = [link.target.lower() for block in message.blocks for link in block.links][:200]
    images = _images(message)
    for trace in known_traces():
        evidence = _in_headers(message, trace) or _in_targets(links + images, trace)
        if evidence is None and trace.name == "tracking-pixel":
            evidence = _pixel(message)
        if evidence is not None:
            yield trace.name, evidence


def _in_headers(message: Message, trace: Trace) -> Evidence | None:
    for name, value in trace.headers:
        field = message.header.first(name)
        if field is not None and value in field.value.lower():
            return quote(f"header {name}", field.value)
    return None


def _in_targets(targets: list[str], trace: Trace) -> Evidence | None:
    for target in targets:
        address = target.partition("://")[2] or target
        host, slash, _ = address.partition("/")
        path = address[len(host) :]
        if any(_at_host(known, host, address) for known in trace.hosts) or (
            slash and any(known in path for known in trace.paths)
        ):
            return quote("link", target[:200])
    return None


def _at_host(known: str, host: str, address: str) -> bool:
    """A beginning such as "book." names the first label of a host; anything else is contained in the address."""
    return host.startswith(known) if known.endswith(".") else known in address


def _html(message: Message) -> str:
    return next((part.text[:_MOST_HTML] for part in message.parts if part.content_type == "text/html"), "")


def _images(message: Message) -> list[str]:
    return [found.group(1).lower() for _, found in zip(range(60), _SOURCE.finditer(_html(message)), strict=False)]


def _pixel(message: Message) -> Evidence | None:
    """An image of one pixel, whoever serves it."""
    found = _ONE_PIXEL.search(_html(message))
    return quote("html image", found.group()) if found else None
