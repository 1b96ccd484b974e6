"""Which examined message a person means by a few words."""

import pytest

from inboxguard.errors import UsageProblem
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.ports import Remembered
from inboxguard.service.memory import only

SENDER = "dana@acme.example"


def seen(number: int, account: str = "home", sender: str = SENDER) -> Remembered:
    """A remembered message; the higher number is the later one."""
    key, ref = MessageKey(f"{number:032x}"), MessageRef(account, "INBOX", 1, number)
    return Remembered(key, ref, None, sender=sender, subject="A call?")


def test_an_address_means_the_latest_message_of_that_sender() -> None:
    """Asked by a sender, the first of the newest-first list is meant."""
    assert only([seen(2), seen(1)], "Dana@acme.example", by_sender=True).ref.uid == 2


@pytest.mark.parametrize(
    ("found", "text", "by_sender"),
    [
        ([seen(2), seen(1)], SENDER, False),
        ([seen(2), seen(1)], "A call?", True),
        ([seen(2), seen(1, "work")], SENDER, True),
        ([seen(2), seen(1, sender="else@acme.example")], SENDER, True),
    ],
)
def test_words_that_fit_several_messages_are_refused(found: list[Remembered], text: str, by_sender: bool) -> None:
    """A deed, a subject, two accounts or two senders: it is not guessed which message is meant."""
    with pytest.raises(UsageProblem, match="2 messages fit"):
        only(found, text, by_sender=by_sender)
