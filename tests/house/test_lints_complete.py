"""Every lint is complete: a page, citations with dates, a known profile, a code of its family."""

import re
from datetime import date

import pytest

from inboxguard.compliance import sources
from inboxguard.compliance.catalogue import catalogue, family_of, modules, page_of, title_of
from inboxguard.compliance.profiles import PROFILES
from inboxguard.compliance.sources import Source
from inboxguard.compliance.spec import Basis, Lint

NAMES = {profile.name for profile in PROFILES}
every_lint = pytest.mark.parametrize("lint", catalogue(), ids=lambda lint: lint.code)


@every_lint
def test_lint_is_cited_with_dates(lint: Lint) -> None:
    """A lint names who asks for it, in few words of the source, and when that was read."""
    assert lint.cites
    for cite in lint.cites:
        assert cite.profile in NAMES, cite
        assert cite.source, cite
        assert cite.says, cite
        assert len(cite.says.split()) <= 30, cite
        assert cite.since is not None or cite.profile == "etiquette", cite
        assert isinstance(cite.read_on, date) is (cite.basis in {Basis.TEXT, Basis.EXTRACT}), cite
        assert (cite.basis is Basis.OURS) is (cite.profile == "etiquette"), cite


def test_what_was_read_of_a_section_is_said_of_sections_that_are_cited() -> None:
    """A source names no section as read otherwise that no lint cites, and none that is read like the rest."""
    cited = {(cite.source, cite.section) for lint in catalogue() for cite in lint.cites}
    named = [one for one in vars(sources).values() if isinstance(one, Source)]
    assert named
    for source in named:
        assert {(source.name, section) for section in source.but} <= cited, source.name
        assert source.basis not in source.but.values(), source.name


def test_every_source_is_cited() -> None:
    """No text stands among the sources that no lint cites."""
    cited = {(cite.source, cite.profile) for lint in catalogue() for cite in lint.cites}
    assert {(one.name, one.profile) for one in vars(sources).values() if isinstance(one, Source)} == cited


@every_lint
def test_lint_has_a_page(lint: Lint) -> None:
    """A page has a title of one line and says what is looked at, why, what helps and what cannot be seen."""
    title, _, rest = page_of(lint).partition("\n\n")
    assert title == title_of(lint)
    assert len(title) <= 72
    assert not title.endswith(".")
    assert len(rest.splitlines()) >= 4
    assert "illegal" not in page_of(lint).lower()
    assert "TODO" not in page_of(lint)


@every_lint
def test_lint_is_named_like_its_module(lint: Lint) -> None:
    """Codes are UNS and three digits, names are slugs that read after "allow"."""
    assert re.fullmatch(r"UNS[0-7]\d\d", lint.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", lint.name)


def test_the_catalogue_of_rules_is_complete() -> None:
    """Every rule of the catalogue has its lint; a code that goes away or comes in has to be entered here."""
    families = {0: 3, 1: 17, 2: 10, 3: 22, 4: 6, 5: 7, 6: 9, 7: 3}
    first = {0: 0}
    wanted = {
        f"UNS{family}{number + first.get(family, 1):02d}"
        for family, count in families.items()
        for number in range(count)
    }
    assert {lint.code for lint in catalogue()} == wanted


@every_lint
def test_lint_lies_in_the_family_of_its_code(lint: Lint) -> None:
    """The first digit of a code is its family, and only lints that read probes are marked as of the network."""
    family = {"gate": "0", "header": "1", "one_click": "2", "body": "3", "reply": "4", "identity": "5", "history": "6"}
    assert lint.code[3] == family.get(family_of(lint), "7")
    probed = any(example.probes is not None for example in lint.examples)
    assert lint.network is probed


@every_lint
def test_no_citation_speaks_louder_than_its_lint(lint: Lint) -> None:
    """The level of a lint is the most any of its citations can ask for."""
    assert all(cite.level is None or cite.level.weight <= lint.level.weight for cite in lint.cites)


def test_every_module_below_lints_is_found() -> None:
    """As many lints as lint modules: none is forgotten, none is counted twice."""
    assert len(catalogue()) == len(modules()) > 0
