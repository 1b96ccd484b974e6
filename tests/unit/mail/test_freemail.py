"""One table says at which domains anybody may have an address."""

import tomllib
from importlib.resources import files

import pytest

from inboxguard.mail.address import registrable
from inboxguard.mail.freemail import is_freemail


@pytest.mark.parametrize(
    "domain", ["gmail.com", "mail.yahoo.co.uk", "gmx.at", "web.de", "orange.fr", "163.com", "HOTMAIL.fr"]
)
def test_providers_are_known_by_name_or_by_domain(domain: str) -> None:
    """A subdomain and another suffix of the same provider are the provider's."""
    assert is_freemail(domain)


@pytest.mark.parametrize(
    "domain", ["", "growth.example", "orange.com", "free.example", "gmail.growth.example", "post.ch"]
)
def test_companies_that_share_a_name_are_not(domain: str) -> None:
    """A name that is also a company's counts only with the suffix under which anybody may have an address."""
    assert not is_freemail(domain)


def test_no_entry_is_idle() -> None:
    """Every domain is a registrable one, in order, and none is already known by its name."""
    table = tomllib.loads((files("inboxguard.mail") / "freemail.toml").read_text(encoding="utf-8"))
    assert table["labels"] == sorted(set(table["labels"]))
    assert table["domains"] == sorted(set(table["domains"]))
    assert [
        one for one in table["domains"] if registrable(one) != one or one.partition(".")[0] in table["labels"]
    ] == []
