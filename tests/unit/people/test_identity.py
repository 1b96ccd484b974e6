"""One person over many addresses, who is known, and canaries."""

import pytest

from inboxguard.mail.address import NamedAddress
from inboxguard.mail.message import Message
from inboxguard.people.canary import canary_hit
from inboxguard.people.connection import NO_MATCH, Degree, Match
from inboxguard.people.contacts import Contacts, Written, allow_entry, build_contacts
from inboxguard.people.identity import Identities, PersonKey
from tests.unit.people.sample import NOON, address, known, message, sender

BOOKING = '<p>Book <a href="https://calendly.com/kyle-b/intro">here</a></p>'


def first(found: Message, match: Match = NO_MATCH) -> tuple[Identities, PersonKey]:
    """Identities that have learnt one message, and its person."""
    identities = Identities()
    person = identities.person_of(found, match)
    identities.learn(found, person)
    return identities, person


def headers(number: str, *answers: str) -> tuple[tuple[str, str], ...]:
    """A Message-ID and what it refers to."""
    own = (("Message-ID", f"<{number}@mail.example>"),)
    return (*own, ("References", " ".join(f"<{answer}@mail.example>" for answer in answers))) if answers else own


def test_a_connection_is_itself_at_every_address() -> None:
    """Whatever address a connection writes from, the key is theirs."""
    jane = known("jane", "Jane Doe", "Acme")
    match = Match(Degree.PROBABLE, jane)
    identities = Identities()
    one = identities.person_of(message("Jane Doe <jane@acme.example>"), match)
    other = identities.person_of(message("Jane <jd@gmail.com>"), match)
    assert one == other


def test_one_name_at_satellites_of_a_brand_is_one_person() -> None:
    """scalemybook, getscalemybook and scalemybook-hq are one sender's."""
    writers = (
        "Kyle Brandon <kyle@scalemybook.example>",
        "Brandon, Kyle <k@getscalemybook.example>",
        "Kyle Brandon <kb@scalemybook-hq.example>",
    )
    assert len({first(message(writer))[1].id for writer in writers}) == 1


def test_one_name_at_two_brands_is_two_people() -> None:
    """A common name at unrelated firms is not one person."""
    assert first(message("John Smith <j@harbor.example>"))[1] != first(message("John Smith <j@pinecrest.example>"))[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (message("Kyle Brandon <kyle@scale.example>", html=BOOKING), message("Kyle <kyle.b@gmail.com>", html=BOOKING)),
        (message("Kyle Brandon <kyle@scale.example>", text="Hi\n\nword?\n\n-- \nKyle Brandon\n+1 (415) 555-0132\n"), message("Kyle <kb@icloud.com>", text="Hi\n\nagain\n\n-- \nKyle Brandon\n415.555.0132\n")),
        (message("Kyle Brandon <kyle@scale.example>", headers=(("List-Unsubscribe", "<https://u.example/kyle/77>"),)), message("Kyle B <kb@new.example>", headers=(("List-Unsubscribe", "<https://u.example/kyle/77>"),))),
        (message("Kyle Brandon <kyle@scale.example>", headers=headers("a")), message("Kyle Brandon <kyle@other.example>", headers=headers("b", "a"))),
    ],
    ids=["booking page", "telephone", "unsubscribe link", "thread"],
)  # fmt: skip
def test_what_a_mail_carries_links_its_writer(one: Message, other: Message) -> None:
    """The same first name with the same booking page, telephone, unsubscribe link or thread is one person."""
    identities, person = first(one)
    assert identities.person_of(other, NO_MATCH) == person


def test_a_colleague_with_the_same_booking_page_is_another_person() -> None:
    """A shared page of the firm links nobody of another name."""
    identities, person = first(message("Kyle Brandon <kyle@scale.example>", html=BOOKING))
    assert identities.person_of(message("Mia Torres <mia@scale.example>", html=BOOKING), NO_MATCH) != person


def test_a_colleague_who_takes_over_the_thread_goes_on_for_the_person() -> None:
    """A hand-over inside the thread at the same organisation stays one Sequence; from outside it does not."""
    identities, person = first(message("Kyle Brandon <kyle@scale.example>", headers=headers("a")))
    assert (
        identities.person_of(message("Mia Torres <mia@getscale.example>", headers=headers("b", "a")), NO_MATCH)
        == person
    )
    assert (
        identities.person_of(message("Mia Torres <mia@elsewhere.example>", headers=headers("c", "a")), NO_MATCH)
        != person
    )


def test_a_colleague_without_thread_or_quote_is_new() -> None:
    """The same organisation alone proves nothing."""
    identities, person = first(message("Kyle Brandon <kyle@scale.example>"))
    assert identities.person_of(message("Mia Torres <mia@scale.example>"), NO_MATCH) != person


def test_a_relay_address_is_nobody() -> None:
    """Two people who write through LinkedIn's address stay two."""
    identities, person = first(message("Kyle Brandon via LinkedIn <messages-noreply@linkedin.com>"))
    assert identities.person_of(message("Mia Torres via LinkedIn <messages-noreply@linkedin.com>"), NO_MATCH) != person


def test_forgetting_a_person_leaves_nothing() -> None:
    """After forgetting, no address, thread or trace leads to them."""
    identities, person = first(message("Kyle Brandon <kyle@scale.example>", html=BOOKING))
    identities.forget([person])
    assert identities == Identities()


def test_the_user_writing_first_makes_a_contact_and_a_refusal_ends_it() -> None:
    """Whom the user wrote to is known, unless the last mail declined or asked to stop."""
    kim = address("kim@pulse.example")
    assert build_contacts([Written(kim, NOON)]).why_known(NamedAddress("", kim)) is not None
    assert (
        build_contacts([Written(kim, NOON), Written(kim, NOON.replace(hour=13), refused=True)]).why_known(
            NamedAddress("", kim)
        )
        is None
    )


def test_the_own_organisation_is_known_and_free_mail_is_no_organisation() -> None:
    """A colleague is no stranger; another user of the same free mail is."""
    contacts = build_contacts(me=[address("me@firm.example"), address("me@gmail.com")])
    assert contacts.why_known(sender("A", "a@mail.firm.example")) is not None
    assert contacts.why_known(sender("B", "b@gmail.com")) is None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Jane+x@Acme.example", "jane@acme.example"),
        ("acme.example", "@acme.example"),
        ("@Acme.example", "@acme.example"),
        ("list:Dev.Acme.example", "list:dev.acme.example"),
        ("nonsense", ""),
        ("list:", ""),
    ],
)
def test_the_allow_list_is_compared_in_one_form(text: str, entry: str) -> None:
    """Addresses, domains and lists are folded; anything else is refused."""
    assert allow_entry(text) == entry


@pytest.mark.parametrize(
    ("who", "list_id"), [("jane@acme.example", ""), ("x@sub.firm.example", ""), ("y@any.example", "dev.acme.example")]
)
def test_allowed_senders_are_known(who: str, list_id: str) -> None:
    """By address, by domain, by mailing list."""
    contacts = Contacts(allowed=frozenset({"jane@acme.example", "@firm.example", "list:dev.acme.example"}))
    assert contacts.why_known(sender("", who), list_id) is not None


def test_a_canary_is_evidence() -> None:
    """Mail to the address given only to the network shows it, mail to another address does not."""
    canary = frozenset({address("me+linkedin@me.example")})
    hit = canary_hit(message("A B <a@b.example>", to="me+linkedin@me.example"), canary)
    assert hit is not None
    assert hit.words == "me+linkedin@me.example"
    assert canary_hit(message("A B <a@b.example>", to="me@me.example"), canary) is None
