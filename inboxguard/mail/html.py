"""HTML to blocks as a person reads them.

The one fact a newcomer would get wrong: no tree is built of a page that reads well. lxml calls us element by element,
which costs a fifth of a tree and, unlike a tree, does not lose what lies deep. A page that has text but of which
nothing comes out is read again from its <html> or <body>, and then with Beautiful Soup and another parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inboxguard.mail.caps import HTML_CHARS
from inboxguard.mail.message import Block, Damage
from inboxguard.mail.page import ANCHOR, Page, TooMuch
from inboxguard.mail.quotes import segment_blocks

if TYPE_CHECKING:
    from bs4 import PageElement

_CHUNK = 16 * 1024
_END_TAG_STEPS = 12_000_000
_SOUP_CHARS = 64 * 1024
_SOUP_COMMENTS = 100
_DOCUMENT = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_LINK_BEGINS = re.compile(r"<[aA](?=[\s/>])")
_LINK_ENDS = re.compile(r"</[aA](?=[\s/>])")
_MARKUP = re.compile(r"<[^<>]{0,5000}>")


@dataclass(frozen=True, slots=True)
class HtmlReading:
    """The blocks of a page, and what could not be read of it."""

    blocks: tuple[Block, ...]
    damage: tuple[Damage, ...] = ()


class _Target:
    """What lxml calls: passes the events on to a page."""

    def __init__(self, page: Page) -> None:
        self.start, self.end, self.data = page.start, page.end, page.data

    def comment(self, text: str) -> None:
        """Comments are not shown."""

    def close(self) -> None:
        """The page is closed by its reader."""


def _feed(page: Page, text: str) -> str:
    """Read a page with lxml; empty, or why reading stopped.

    libxml2 compares an end tag that closes nothing with every open element, so end tags times depth is bounded.
    It also ends a link where a table begins, which no browser does, so links go by another name while it reads.
    """
    from lxml import etree

    parser = etree.HTMLParser(target=_Target(page), encoding="utf-8", huge_tree=True, recover=True)
    steps = 0
    text = _LINK_ENDS.sub(f"</{ANCHOR}", _LINK_BEGINS.sub(f"<{ANCHOR}", text))
    try:
        for at in range(0, len(text), _CHUNK):
            chunk = text[at : at + _CHUNK]
            steps += chunk.count("</") * page.depth
            if steps > _END_TAG_STEPS:
                return "end tags that close nothing"
            parser.feed(chunk.encode("utf-8", "replace"))
        parser.close()
    except TooMuch:
        return "more elements, or deeper ones, than are read"
    except (etree.LxmlError, ValueError, UnicodeError):
        return "markup that cannot be read"
    return ""


def _soup(page: Page, text: str) -> str:
    """Read a page with Beautiful Soup and the standard library's parser; empty, or why that was not done.

    That parser shows a comment that is never closed, which browsers do not, so the page is cut there.
    """
    if len(text) > _SOUP_CHARS or text.count("<!") > _SOUP_COMMENTS:
        return "markup of which nothing came out"
    from bs4 import BeautifulSoup, NavigableString, Tag
    from bs4.element import PreformattedString
    from bs4.exceptions import ParserRejectedMarkup

    opened = text.rfind("<!--")
    if opened > text.rfind("-->"):
        text = text[:opened]
    try:
        waiting: list[PageElement | str] = list(
            reversed(BeautifulSoup(text.replace("<?xml", "<?"), "html.parser").contents)
        )
    except (ParserRejectedMarkup, RecursionError):
        return "markup of which nothing came out"
    try:
        while waiting:
            node = waiting.pop()
            if isinstance(node, Tag):
                page.start(node.name, {name: _attribute(value) for name, value in node.attrs.items()})
                waiting.append(node.name)
                waiting.extend(reversed(node.contents))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                page.data(str(node))
            elif type(node) is str:
                page.end(node)
    except TooMuch:
        return "more elements, or deeper ones, than are read"
    return ""


def _attribute(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _shows(page: Page) -> bool:
    return any(zoned.block.text or zoned.block.links for zoned in page.zoned) or page.images > 0


def _has_words(text: str, dropped: int) -> bool:
    """Whether a page holds more text than what stands in its scripts and styles."""
    return len(_MARKUP.sub("", text[:_SOUP_CHARS]).strip()) > dropped


def _read(text: str) -> tuple[Page, str]:
    page = Page()
    stopped = _feed(page, text)
    page.close()
    if page.late_style and not stopped:
        page = Page(page.sheet)
        stopped = _feed(page, text)
        page.close()
    return page, stopped


def _read_again(text: str) -> tuple[Page, str]:
    """A page of which nothing came out, by other ways."""
    found = _DOCUMENT.search(text, 1)
    if found:
        page, stopped = _read(text[found.start() :])
        if _shows(page):
            return page, stopped
    page = Page()
    stopped = _soup(page, text)
    page.close()
    return page, stopped or ("" if _shows(page) else "markup of which nothing came out")


def read_html(text: str, *, forwarded: bool = False) -> HtmlReading:
    """The blocks of an HTML page, in reading order, each with its look, links and segment.

    `forwarded` says that the subject marks the message as a forward. Damage is fatal where text may be missing.
    """
    damage: list[Damage] = []
    if len(text) > HTML_CHARS:
        damage.append(Damage("body", f"more than {HTML_CHARS // 1024} kB of HTML", fatal=True))
        text = text[:HTML_CHARS]
    page, stopped = _read(text)
    if not _shows(page) and not stopped and _has_words(text, page.dropped_chars):
        page, stopped = _read_again(text)
    if stopped:
        damage.append(Damage("body", f"HTML with {stopped}", fatal=True))
    blocks = segment_blocks(page.zoned, forwarded=forwarded)
    if page.images and not any(block.text for block in blocks):
        damage.append(Damage("body", "HTML that shows only images"))
    return HtmlReading(blocks, tuple(damage))
