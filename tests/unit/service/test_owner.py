"""Whose mailbox it is, guessed from an archive."""

import pytest

from inboxguard.mail.address import parse_address
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.service.owner import OwnerGuess, ServerGuess, is_alias, lies_in_sent


def guessed(headers: list[str]) -> list[str]:
    """The owner's addresses by mail with these headers."""
    guess = OwnerGuess()
    for header in headers:
        guess.look_at(parse(message(header)))
    return [str(address) for address in guess.owner()]


def message(header: str) -> RawMessage:
    return RawMessage(f"{header}\n\nbody\n".encode(), "test")


def test_delivery_names_the_owner() -> None:
    """Delivered-To outweighs a mailing list in To."""
    guess = OwnerGuess()
    for number in range(3):
        guess.look_at(parse(message(f"Delivered-To: me@home.example\nTo: list{number}@lists.example")))
    assert [str(address) for address in guess.owner()] == ["me@home.example"]


@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_every_field_of_delivery_counts(name: str) -> None:
    """Servers name the mailbox in fields of different names."""
    assert guessed([f"{name}: me@home.example\nTo: list{number}@lists.example" for number in range(3)]) == [
        "me@home.example"
    ]


def test_whom_most_people_write_to_is_the_owner() -> None:
    """A machine that writes many reports to the same people is one writer and makes nobody the owner."""
    reports = ["From: robot@firm.example\nTo: ann@firm.example, bob@firm.example, me@firm.example"] * 30
    letters = [f"From: p{number}@firm.example\nTo: me@firm.example" for number in range(6)]
    assert guessed(reports + letters) == ["me@firm.example"]


def test_the_owners_other_addresses_are_found() -> None:
    """One name spelled otherwise at one organisation is one owner; a relative or a colleague is not."""
    heads = []
    for number in range(12):
        to = ("jane.q.doer@firm.example", "jdoer@eu.firm.example", "mark.doer@firm.example", "jane.doer@firm.example")
        heads.append(f"From: p{number}@firm.example\nTo: jane.doer@firm.example")
        heads.append(f"From: p{number % 4}@firm.example\nTo: {to[number % 4]}")
    assert sorted(guessed(heads)) == ["jane.doer@firm.example", "jane.q.doer@firm.example", "jdoer@eu.firm.example"]


@pytest.mark.parametrize(
    "source",
    [
        "/mail/Sent Items/1.eml",
        "/m/.Sent/cur/1:2,S",
        "/m/sent_items/3.eml",
        "mbox:/m/Gesendet.mbox#4",
        "/m/_sent/1.eml",
    ],
)
def test_who_wrote_the_sent_mail_is_the_owner(source: str) -> None:
    """Mail in a folder of sent mail is the owner's, whoever most mail goes to."""
    guess = OwnerGuess()
    for number in range(9):
        guess.look_at(parse(message(f"From: p{number}@x.example\nTo: boss@firm.example")))
    sent = RawMessage(b"From: Me <me@firm.example>\nTo: boss@firm.example\n\n", source)
    guess.look_at(parse(sent), sent)
    assert [str(address) for address in guess.owner()] == ["me@firm.example"]


@pytest.mark.parametrize("source", ["/mail/presentations/1.eml", "/m/consent/1.eml", "/m/sentinel.mbox", "/m/absent/1"])
def test_a_folder_whose_name_only_looks_like_it_holds_no_sent_mail(source: str) -> None:
    """Whole names of folders count, not parts of them."""
    assert not lies_in_sent(RawMessage(b"", source))


def test_gmails_export_says_what_was_sent() -> None:
    """Labels of an exported mailbox name the sent mail."""
    heads = [f"From: p{number}@x.example\nTo: boss@firm.example" for number in range(9)]
    raw = message("From: me@firm.example\nTo: boss@firm.example\nX-Gmail-Labels: Sent,Opened")
    guess = OwnerGuess()
    for head in heads:
        guess.look_at(parse(message(head)))
    guess.look_at(parse(raw), raw)
    assert [str(address) for address in guess.owner()] == ["me@firm.example"]


def test_mail_of_lists_makes_no_list_the_owner() -> None:
    """Hundreds write to a list; it is left aside."""
    posts = [f"From: p{number}@x.example\nTo: talk@lists.example\nList-Id: <talk.lists.example>" for number in range(8)]
    letters = [f"From: q{number}@x.example\nTo: me@home.example" for number in range(5)]
    assert guessed(posts + letters) == ["me@home.example"]


def test_two_who_are_written_to_alike_are_not_guessed_between() -> None:
    """When two people get mail from as many, nobody is the owner, unless only one of them ever writes."""
    heads = [f"From: p{number}@x.example\nTo: ann@firm.example, bob@firm.example" for number in range(8)]
    assert guessed(heads) == []
    assert guessed([*heads, "From: bob@firm.example\nTo: x@y.example"]) == ["bob@firm.example"]


def test_the_organisation_is_known_where_the_owner_is_not() -> None:
    """The domain most mail goes to is the owner's organisation; free mail is nobody's."""
    guess, free = OwnerGuess(), OwnerGuess()
    for number in range(8):
        guess.look_at(parse(message(f"From: p{number}@x.example\nTo: a{number}@eu.firm.example")))
        free.look_at(parse(message(f"From: p{number}@x.example\nTo: a{number}@gmail.com")))
    assert (guess.owner(), guess.organisation()) == ((), "firm.example")
    assert (free.owner(), free.organisation()) == ((), "")


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        ("jane.q.doer@firm.example", True),
        ("jdoer@firm.example", True),
        ("doer.jane@firm.example", True),
        ("mark.doer@firm.example", False),
        ("doer@firm.example", False),
        ("jane@firm.example", False),
        ("j.doer@other.example", False),
        ("sales@firm.example", False),
    ],
)
def test_an_alias_spells_the_same_name(other: str, *, wanted: bool) -> None:
    """The given name and the surname have to be there, and the organisation has to be the same."""
    one, chief = parse_address(other), parse_address("jane.doer@firm.example")
    assert one is not None
    assert chief is not None
    assert is_alias(one, chief) is wanted


def test_without_a_majority_nobody_is_the_owner() -> None:
    """Four recipients of four mails tell nothing."""
    guess = OwnerGuess()
    for number in range(4):
        guess.look_at(parse(message(f"To: p{number}@home.example")))
    assert guess.owner() == ()


def test_the_server_that_vouches_for_most_mail_is_the_readers_own() -> None:
    """Five agreeing topmost fields are enough, a single forged one is not."""
    guess = ServerGuess()
    for _ in range(5):
        guess.look_at(parse(message("Authentication-Results: mx.home.example; dmarc=pass")))
    guess.look_at(parse(message("Authentication-Results: evil.example; dmarc=pass")))
    assert guess.servers() == ("mx.home.example",)
    few = ServerGuess()
    few.look_at(parse(message("Authentication-Results: evil.example; dmarc=pass")))
    assert few.servers() == ()
