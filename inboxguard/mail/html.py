"""HTML to blocks (first form)."""

from inboxguard.mail.message import Block, Link


def read_html(text: str, *, forwarded: bool = False) -> tuple[Block, ...]:
    """Blocks of an HTML part."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text[:300_000], "lxml")
    for gone in soup(["script", "style", "title", "head"]):
        gone.decompose()
    whole = " ".join(soup.get_text(" ").split())
    links = tuple(Link(" ".join(a.get_text(" ").split()), str(a["href"]), "a", 0, 0) for a in soup.find_all("a", href=True))
    return (Block(whole, "html", links=links),) if whole or links else ()
