"""docs/reference/standards.md, from docs/standards.toml."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.docs.standards import Standard, standards

PAGE = Path("docs/reference/standards.md")
_SUPPORTED = {"yes": "supported", "partial": "supported in part", "no": "not supported"}


def page() -> str:
    """The page as it should be."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    known = standards()
    counted = Counter(one.supported for one in known)
    yield "# Standards"
    yield ""
    yield "Generated from `docs/standards.toml` by `make docs`; a test compares that file with what the code cites."
    yield (
        f"{len(known)} RFCs are cited: "
        + ", ".join(f"{counted[word]} {said}" for word, said in _SUPPORTED.items() if counted[word])
        + "."
    )
    yield "Supported means what a program needs that reads mail and files it; nothing here sends mail."
    yield "Section titles marked † are from memory."
    yield ""
    yield "| RFC | title | supported | what of it | sections cited |"
    yield "|---|---|---|---|---|"
    for one in known:
        link = f"[{one.number}](https://www.rfc-editor.org/rfc/rfc{one.number})"
        yield f"| {link} | {one.title} | {one.supported} | {one.what} | {_sections(one)} |"


def _sections(one: Standard) -> str:
    mark = "" if one.titles == "text" else " †"
    return "<br>".join(f"{section} {title}{mark}" for section, title in one.sections.items()) or "the whole"


def write() -> list[Path]:
    """Write the page; the files that changed."""
    wanted = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
        return []
    PAGE.write_text(wanted, encoding="utf-8")
    return [PAGE]
