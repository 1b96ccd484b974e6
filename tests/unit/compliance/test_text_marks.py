"""Postal addresses, obstacles, languages, identities and siblings, and that hostile text costs little."""

import time
from collections.abc import Callable

import pytest

from inboxguard.compliance.demands import by_letter, obstacle
from inboxguard.compliance.merge_tags import merge_tag
from inboxguard.compliance.postal_address import Found, find_postal_address
from inboxguard.compliance.siblings import Marks, brand, kinship, same_brand
from inboxguard.compliance.tongue import language_of
from inboxguard.mail.address import parse_address


@pytest.mark.parametrize(
    "text",
    [
        "340 Pine St, SF, CA 94104", "P.O. Box 101262", "PO Box 116-3015", "One Market Plaza", "Sandy, UT 84070", "10 Downing Street",
        "London SW1A 2AA", "Camrose T4V 1X1", "100 George St, Sydney NSW 2000", "Musterstraße 12", "Bahnhofstr. 5a", "Unter den Linden, Postfach 1204",
        "12 rue de la Paix", "8 bis, avenue du Général", "Via Roma 12", "Calle Mayor 5", "Rua Augusta, 1200", "Keizersgracht 123",
        "1015 CJ Amsterdam", "Drottninggatan 5", "ul. Prosta 51", "71 Robinson Road, Singapore 068895", "〒100-0001", "6822 22nd Ave",
    ],
)  # fmt: skip
def test_an_address_is_known_by_its_shape(text: str) -> None:
    """Streets, boxes and codes of some twenty countries are seen."""
    assert find_postal_address(f"Growth Ltd\n{text}\n")[0] is Found.ADDRESS


@pytest.mark.parametrize(
    "text",
    ["", "Mara Lindqvist\nHead of Sales\n+49 170 5550123", "We met on 10 March 2026.", "Save 30% on 3 plans.", "Offering 3 seats",
     "Norton Suite: 6 programs", "24-Hour Roadside help", "In 2025, Berlin was fine."],
)  # fmt: skip
def test_numbers_alone_are_no_address(text: str) -> None:
    """Telephone numbers, dates, prices and counts are not taken for an address."""
    assert find_postal_address(text)[0] is Found.NONE


def test_a_code_and_a_town_may_be_an_address() -> None:
    """What may belong to an address is neither found nor missing."""
    assert find_postal_address("Growth, 10115 Berlin")[0] is Found.MAYBE


@pytest.mark.parametrize(
    ("sentence", "starts"),
    [
        ("To unsubscribe log in to your account.", "a login"),
        ("Um sich abzumelden, loggen Sie sich bitte ein.", "a login"),
        ("Pour vous désabonner, connectez-vous.", "a login"),
        ("You can opt out for a small processing fee.", "a fee"),
        ("Reply REMOVE with your full name.", "more data"),
        ("Please include the body of this message.", "more data"),
        ("Unsubscribe: no need to log in to your account.", ""),
        ("Unsubscribe without logging in to anything.", ""),
        ("There is no fee of any kind.", ""),
        ("Log in | Unsubscribe", ""),
    ],
)
def test_an_obstacle_is_named(sentence: str, starts: str) -> None:
    """Logins, fees and questions are named, and denying one is none."""
    assert obstacle(sentence).startswith(starts)
    assert bool(obstacle(sentence)) is bool(starts)


def test_a_letter_is_not_a_link() -> None:
    """Writing to a street is off-line, clicking is not."""
    assert by_letter("or by writing to 6130 W Flamingo Rd.")
    assert not by_letter("Click to unsubscribe.")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("If you want to see how it works for your company, I will send you the numbers that we have.", "en"),
        ("Wir helfen Ihnen, die besten Kunden für Ihr Unternehmen zu finden, und Sie sparen dabei viel Zeit.", "de"),
        ("Nous aidons les entreprises à trouver des clients, et vous gagnez du temps dans votre travail.", "fr"),
        ("Hello!", None),
        ("", None),
    ],
)
def test_a_language_is_told_or_not(text: str, language: str | None) -> None:
    """Enough small words tell a language; few tell none."""
    assert language_of(text) == language


def test_a_brand_survives_its_disguises() -> None:
    """Prefixes and suffixes of cold senders fall away, short names stay whole."""
    assert {brand(one) for one in ("acme.io", "try-acme.com", "getacme.co", "acme-hq.net", "acmeteam.com")} == {"acme"}
    assert not same_brand("get.example", "try.example")
    assert not same_brand("acme.example", "apex.example")


def test_kinship_rests_on_something() -> None:
    """A shared company, key, host or telephone ties senders together; a shared freemail provider does not."""
    mara = parse_address("mara@growth.example")
    eva = Marks(parse_address("eva@boost.example"), ("growth.example",))
    assert "signing domain" in kinship(Marks(mara, ("growth.example",)), eva)
    assert not kinship(Marks(mara, ("sendgrid.net",)), Marks(eva.address, ("sendgrid.net",)))
    assert "unsubscribe host" in kinship(
        Marks(mara, targets=("https://out.one.example/1",)), Marks(eva.address, targets=("https://x.one.example/2",))
    )
    assert "telephone" in kinship(
        Marks(mara, signature_text="+49 30 5550 1234"),
        Marks(eva.address, signature_text="(030) 5550-1234 / 0049305550 1234"),
    )
    assert not kinship(Marks(parse_address("a@gmail.com")), Marks(parse_address("b@gmail.com")))
    assert not kinship(Marks(mara), Marks(mara))


HOSTILE = ("1 " * 10_000, "A1 Aa, " * 2_900, "12 Aaaa Bbbb " * 1_600, "{{" * 10_000, "%a" * 10_000, "your name with " * 1_400,
           "log in " * 2_900, "no " * 6_700, "a fee " * 3_400, "+1 2 " * 4_000, "-" * 20_000, "by " * 6_700)  # fmt: skip


@pytest.mark.parametrize(
    "read", [find_postal_address, obstacle, by_letter, language_of, merge_tag], ids=lambda one: one.__name__
)
def test_hostile_text_costs_little(read: Callable[[str], object]) -> None:
    """Twenty thousand hostile characters take less than fifty milliseconds of this process."""
    for text in HOSTILE:
        begun = time.process_time()
        read(text)
        assert time.process_time() - begun < 0.05, text[:20]
