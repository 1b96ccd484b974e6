"""The pages of the lints are those the lints give, all of them and no other."""

from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.profiles import PROFILES
from tests.docs.generate_lints import FAMILIES, FOLDER, pages


def test_every_page_is_the_generated_one() -> None:
    """docs/reference/lints holds what `python -m tests.docs.generate_lints` writes, and nothing else."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert sorted(there) == sorted(wanted)
    assert [name for name, text in wanted.items() if there[name] != text] == []


def test_the_indexes_name_every_lint() -> None:
    """Each lint stands once in the index by family and at least once below a profile."""
    index, profiles = pages()["index.md"], pages()["profiles.md"]
    for lint in catalogue():
        assert index.count(f"[{lint.code}]") == 1
        assert f"[{lint.code}]" in profiles


def test_every_profile_is_asked_for_by_a_lint() -> None:
    """No profile stands without a lint that cites it, and every family of the package has a title."""
    cited = {cite.profile for lint in catalogue() for cite in lint.cites}
    assert cited == {profile.name for profile in PROFILES}
    assert {lint.check.__module__.split(".")[-2] for lint in catalogue()} == set(FAMILIES)


def test_no_page_speaks_as_a_judge() -> None:
    """The pages cite what is asked for and never call a message illegal."""
    assert [name for name, text in pages().items() if "illegal" in text.lower()] == []
