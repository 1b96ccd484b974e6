"""Names as people write them."""

import pytest

from inboxguard.people.company import agreement, brand_core, is_role
from inboxguard.people.folding import fold
from inboxguard.people.given import Kinship, kinship
from inboxguard.people.likeness import Level, compare
from inboxguard.people.names import read_name
from tests.unit.people.sample import address


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller", "Mueller", "Muller"),
        ("Kjærgaard", "Kjaergaard"),
        ("Groß", "Gross"),
        ("Łukasz", "Lukasz"),
        ("Jаne", "Jane"),
        ("O’Brien", "OBrien"),
    ],
)
def test_spellings_of_one_word_fold_alike(spellings: tuple[str, ...]) -> None:
    """Accents, digraphs, look-alike letters and apostrophes do not tell words apart."""
    assert len({fold(word) for word in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Welsh", "Walsh"), ("Doe", "Dole"), ("Stone", "Stein"), ("Okafor", "Okoro")]
)
def test_alike_words_stay_apart(one: str, other: str) -> None:
    """Names that differ by a letter are other names."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("shown", "given", "family"),
    [
        ("Doe, Jane", ("jane",), ("doe",)),
        ("DOE Jane", ("jane",), ("doe",)),
        ("Dr. med. Hannah Müller", ("hannah",), ("muller",)),
        ("Jane Doe, MBA, PMP", ("jane",), ("doe",)),
        ("🚀 Jane Doe ✨ Hiring!", ("jane",), ("doe",)),
        ("Jane Doe via LinkedIn", ("jane",), ("doe",)),
        ("Jane Doe a través de LinkedIn", ("jane",), ("doe",)),
        ("Google Calendar on behalf of Jane Doe", ("jane",), ("doe",)),
        ("Jane Doe (Acme)", ("jane",), ("doe",)),
        ("Acme | Jane Doe", ("jane",), ("doe",)),
        ("Phil Nagy", ("phil",), ("nagy",)),
        ("Al Gore", ("al",), ("gore",)),
        ("Ben Smith", ("ben",), ("smith",)),
        ("Carlos Ibáñez García", ("carlos",), ("ibanez", "garcia")),
        ("Miguel Ángel Torres", ("migul", "angel"), ("torres",)),
        ("Nguyễn Văn Thành", ("thanh",), ("nguyen",)),
        ("张伟", ("wei",), ("zhang",)),
        ("Pieter van der Berg", ("pieter",), ("berg",)),
        ("Jean-Pierre Blythe-Jones", ("jean", "pierre"), ("blythe", "jones")),
    ],
)
def test_a_name_is_found_in_what_is_shown(shown: str, given: tuple[str, ...], family: tuple[str, ...]) -> None:
    """Order, titles, degrees, decoration and services do not hide the name."""
    name = read_name(shown)[0]
    assert name.given[: len(given)] == given
    assert name.family == family


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Bob Thompson", "Robert Thompson", Level.SHORT),
        ("Roberta Thompson", "Robert Thompson", Level.NONE),
        ("Alexandra Petrova", "Alexander Petrov", Level.NONE),
        ("Harrison Williams", "William Harrison", Level.NONE),
        ("John A. Smith", "John B. Smith", Level.NONE),
        ("Michael Brown Jr.", "Michael Brown Sr.", Level.NONE),
        ("Anne-Laure Roux", "Anne-Sophie Roux", Level.NONE),
        ("J. Doe", "Jane Doe", Level.INITIAL),
        ("Jane D.", "Jane Doe", Level.INITIAL),
        ("JP Lefèvre", "Jean-Pierre Lefèvre", Level.SHORT),
        ("Ivan Petrov", "Иван Петров", Level.FULL),
        ("Brandon Kyle", "Kyle Brandon", Level.PARTIAL),
        ("Siobhan O'Brien", "Siobhán Ní Bhriain", Level.ASK),
        ("Jenny Welsh", "Jennifer Walsh", Level.NONE),
    ],
)
def test_names_are_as_alike_as_people_would_say(one: str, other: str, level: Level) -> None:
    """A likeness says how far two names may be one person's."""
    assert compare(read_name(one)[0], read_name(other)[0]).level is level


def test_two_names_of_one_language_are_two_names() -> None:
    """Luke may be Łukasz, but Marie is not Maria."""
    assert kinship("luke", fold("Łukasz")) is Kinship.FOREIGN
    assert kinship("marie", "maria") is Kinship.NONE


@pytest.mark.parametrize(
    ("domain", "company", "least"),
    [
        ("acme.example", "Acme GmbH", 0.75),
        ("getacme.example", "Acme, Inc.", 0.75),
        ("acmehq.example", "Acme", 0.75),
        ("swiftocean-logistics.example", "Swift Ocean Logistics", 0.75),
        ("tu-sued.example", "TU Süd", 0.75),
        ("brownandco.example", "Brown & Co", 0.75),
    ],
)
def test_lookalike_domains_speak_for_their_company(domain: str, company: str, least: float) -> None:
    """Legal forms, get-, -hq and another top level do not hide the brand."""
    assert agreement(domain, company) >= least


@pytest.mark.parametrize(
    ("domain", "company"),
    [
        ("pixelsouth.example", "Pixel North"),
        ("consulting.example", "Nordlicht Consulting"),
        ("data.example", "Zeebrug Data"),
    ],
)
def test_a_shared_plain_word_is_no_agreement(domain: str, company: str) -> None:
    """A generic or a partly shared word does not make a domain a company's."""
    assert agreement(domain, company) < 0.75


@pytest.mark.parametrize(
    ("local", "role"), [("sales", True), ("no-reply", True), ("orders08", True), ("jane", False), ("jane.doe", False)]
)
def test_functions_are_told_from_people(local: str, role: bool) -> None:
    """A local part that is only a function is a role mailbox."""
    assert is_role(local) is role


def test_satellites_of_a_brand_share_its_core() -> None:
    """acme, getacme and acme-hq have one core; free mail has the address itself."""
    cores = {brand_core(address(f"a@{domain}")) for domain in ("acme.example", "getacme.example", "acme-hq.example")}
    assert cores == {"acme"}
    assert brand_core(address("Jane.Doe@gmail.com")) == "jane.doe@gmail.com"
