"""Whose mailbox it is, guessed from an archive."""

from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.service.owner import OwnerGuess, ServerGuess


def message(header: str) -> RawMessage:
    return RawMessage(f"{header}\n\nbody\n".encode(), "test")


def test_delivery_names_the_owner() -> None:
    """Delivered-To outweighs a mailing list in To."""
    guess = OwnerGuess()
    for number in range(3):
        guess.look_at(parse(message(f"Delivered-To: me@home.example\nTo: list{number}@lists.example")))
    assert [str(address) for address in guess.owner()] == ["me@home.example"]


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
