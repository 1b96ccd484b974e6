"""Every RFC the code cites is in the table of standards, and the table names no other."""

from tests.docs.generate_standards import PAGE, page
from tests.docs.standards import cited, cited_in, standards


def test_every_cited_rfc_and_section_stands_in_the_table() -> None:
    """What a docstring, a comment or a lint cites is in docs/standards.toml."""
    known = {one.number: set(one.sections) for one in standards()}
    missing = {number: sections - known.get(number, set()) for number, sections in cited().items()}
    assert {number: sections for number, sections in missing.items() if sections or number not in known} == {}


def test_nothing_stands_in_the_table_that_is_not_cited() -> None:
    """An RFC or a section that nothing cites any more leaves the table."""
    named = cited()
    idle = {one.number: set(one.sections) - named.get(one.number, set()) for one in standards()}
    assert {number: sections for number, sections in idle.items() if sections or number not in named} == {}


def test_every_entry_says_what_is_supported() -> None:
    """An entry is yes, partial or no, says in one sentence what part, and where its titles come from."""
    numbers = [one.number for one in standards()]
    assert numbers == sorted(set(numbers))
    for one in standards():
        assert one.supported in {"yes", "partial", "no"}, one
        assert one.titles in {"text", "memory"}, one
        assert one.title, one
        assert one.what.endswith("."), one
        assert one.what.count(". ") == 0, one
        assert all(one.sections.values()), one


def test_the_page_is_the_generated_one() -> None:
    """docs/reference/standards.md equals what the table gives; `make docs` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_citations_are_found_in_every_form() -> None:
    """Lists of sections, a bare number, and a citation that a line end or a comment sign parts are all found."""
    assert cited_in("RFC 2231 §3 and §4; RFC 3676 §4.1 to §4.5") == {2231: {"§3", "§4"}, 3676: {"§4.1", "§4.5"}}
    assert cited_in("as RFC 5322 writes them") == {5322: set()}
    assert cited_in("    # RFC\n    # 9051 §6.3.3, EXAMINE") == {9051: {"§6.3.3"}}
    assert cited_in("RFC822.SIZE and RFC8058.cite") == {}
