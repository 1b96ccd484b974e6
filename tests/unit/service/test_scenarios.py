"""Accepted, a harmless thank-you, then the pitches: the seed of this program, in its variants."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inboxguard.people.connection import Strength
from tests.unit.service.mailbox import ACCEPTED, DANA, Mailbox, guard, judged

OPENER = "Hi Sam,\n\nthanks for connecting! No agenda, I just like to know who is who in the valley.\n\nDana"
FIRST = "Hi Sam,\n\nwe help finance teams cut the cost of payroll by 40 %. Would you be open to a 15-minute call next Tuesday?\n\nDana Whitlock\nAccount Executive, Lumen Payroll"
SECOND = "Hi Sam,\n\njust following up on my note below. Our clients save twelve hours a week. Do you have 15 minutes on Thursday for a demo?\n\nDana"
THIRD = "Sam,\n\nI have not heard back from you. Here is my calendar to book a demo: https://book.lumenpayroll.example/dana\n\nDana"
HOME = "Dana Whitlock <dana@lumenpayroll.example>"


def sequence(*senders: str, bodies: tuple[str, ...] = (OPENER, FIRST, SECOND, THIRD), more: str = "") -> Mailbox:
    """The opener and three pitches, from these senders in turn."""
    mailbox = Mailbox()
    for number, body in enumerate(bodies):
        mailbox.add(1 + 4 * number, senders[number % len(senders)], body, subject=f"payroll {number}", more=more)
    return mailbox


def test_every_pitch_from_the_second_on_is_hard_sell() -> None:
    """The opener stays clear, the first pitch is a pitch, the rest is hard sell."""
    assert judged(sequence(HOME), guard(DANA)) == ["clear", "pitch", "hard_sell", "hard_sell"]


def test_rotated_domains_change_nothing() -> None:
    """getlumenpayroll and trylumenpayroll are the same Dana."""
    mailbox = sequence(HOME, "Dana Whitlock <dana@getlumenpayroll.example>", "Dana W. <dana.w@trylumenpayroll.example>")
    assert judged(mailbox, guard(DANA)) == ["clear", "pitch", "hard_sell", "hard_sell"]


def test_freemail_changes_nothing() -> None:
    """A private address under the full name is the same person."""
    assert judged(sequence(HOME, "Dana Whitlock <dana.whitlock84@gmail.com>"), guard(DANA)) == [
        "clear",
        "pitch",
        "hard_sell",
        "hard_sell",
    ]


def test_german_is_understood() -> None:
    """The same in German, formal."""
    bodies = (
        "Guten Tag Herr Keller,\n\nvielen Dank für die Vernetzung! Ich freue mich auf den Austausch.\n\nDana Whitlock",
        "Guten Tag Herr Keller,\n\nwir helfen Unternehmen, ihre Lohnkosten um 30 % zu senken. Hätten Sie diese Woche 15 Minuten Zeit für ein kurzes Telefonat?\n\nMit freundlichen Grüßen\nDana Whitlock\nVertriebsleiterin",
        "Guten Tag Herr Keller,\n\nich wollte kurz nachfassen. Gerne zeige ich Ihnen unsere Lösung in einer unverbindlichen Demo. Passt Ihnen Donnerstag um 10 Uhr?\n\nDana Whitlock",
        "Guten Tag Herr Keller,\n\nleider habe ich noch nichts von Ihnen gehört. Darf ich Ihnen unser Angebot zusenden?\n\nDana Whitlock",
    )
    assert judged(sequence(HOME, bodies=bodies), guard(DANA)) == ["clear", "pitch", "hard_sell", "hard_sell"]


def test_a_decline_does_not_exempt() -> None:
    """After "not interested" the next pitch is hard sell, sent after a refusal."""
    mailbox = Mailbox().add(1, HOME, FIRST)
    mailbox.add(
        2,
        "Sam Keller <sam.keller@northpine.example>",
        "Hi Dana, thanks, but we are not interested.",
        to=HOME,
        more="In-Reply-To: <n0@mail.example>\n",
    )
    mailbox.add(6, HOME, SECOND).add(10, HOME, THIRD)
    by = guard(DANA)
    assert judged(mailbox, by) == ["pitch", "hard_sell", "hard_sell"]


def test_interest_exempts() -> None:
    """Whoever was answered with interest is a correspondent."""
    mailbox = Mailbox().add(1, HOME, FIRST)
    mailbox.add(
        2,
        "Sam Keller <sam.keller@northpine.example>",
        "Hi Dana, sounds interesting, Tuesday at 10 works for me.",
        to=HOME,
        more="In-Reply-To: <n0@mail.example>\n",
    )
    mailbox.add(6, HOME, SECOND).add(10, HOME, THIRD)
    assert judged(mailbox, guard(DANA)) == ["pitch", "clear", "clear"]


def test_a_way_out_keeps_it_a_pitch() -> None:
    """A sequence with a working link to leave is never hard sell."""
    leave = "\n\nTo unsubscribe, follow https://lumenpayroll.example/unsubscribe/8f31c2."
    mailbox = sequence(HOME, bodies=(OPENER, FIRST + leave, SECOND + leave, THIRD + leave))
    assert "hard_sell" not in judged(mailbox, guard(DANA))


def test_copies_of_one_mail_count_once() -> None:
    """The same pitch delivered three times on one day is one pitch."""
    mailbox = Mailbox().add(1, HOME, FIRST).add(1.01, HOME, FIRST).add(1.02, HOME, FIRST)
    assert "hard_sell" not in judged(mailbox, guard(DANA))


def test_somebody_accepted_long_ago_is_not_recent() -> None:
    """A year after the acceptance the repeated pitch stays a pitch."""
    old = replace(DANA, accepted=ACCEPTED - timedelta(days=400))
    assert "hard_sell" not in judged(sequence(HOME), guard(old))


@pytest.mark.parametrize("strength", [Strength.PENDING, Strength.UNCONFIRMED])
def test_who_was_not_surely_accepted_is_never_hard_sell(strength: Strength) -> None:
    """An invitation, or a notice nobody vouches for, supports no accusation."""
    assert "hard_sell" not in judged(sequence(HOME), guard(replace(DANA, strength=strength)))


def test_two_people_of_one_name_are_left_alone() -> None:
    """Nobody knows which Dana it is, as long as nothing in the mail tells."""
    other = replace(DANA, id="linkedin:dana-2", company="Pinecrest Capital")
    bodies = tuple(
        body.replace("Lumen Payroll", "us").replace("lumenpayroll", "calendar") for body in (FIRST, SECOND, THIRD)
    )
    mailbox = sequence("Dana Whitlock <dana.whitlock84@gmail.com>", bodies=bodies)
    assert "hard_sell" not in judged(mailbox, guard(DANA, other))


def test_the_body_may_tell_two_people_apart() -> None:
    """A link to the firm's own domain says which Dana writes."""
    other = replace(DANA, id="linkedin:dana-2", company="Pinecrest Capital")
    assert judged(sequence("Dana Whitlock <dana.whitlock84@gmail.com>"), guard(DANA, other))[-1] == "hard_sell"


def test_strangers_bodies_are_never_fetched() -> None:
    """Only the connection's mail is read whole."""
    mailbox = (
        sequence(HOME)
        .add(3, "Ruth Amos <ruth@elsewhere.example>", "Minutes attached.")
        .add(4, "News <news@paper.example>", "Today")
    )
    assert judged(mailbox, guard(DANA)).count("-") == 2
    assert 5 not in mailbox.asked
    assert 6 not in mailbox.asked


def test_everyone_needs_no_export() -> None:
    """With the scope everyone the same sequence is hard sell without any book."""
    assert judged(sequence(HOME), guard(everyone=True)) == ["clear", "pitch", "hard_sell", "hard_sell"]


def test_a_colleague_is_never_accused() -> None:
    """The same words from the user's own organisation are clear, whatever they say."""
    own = "Dana Whitlock <dana.whitlock@northpine.example>"
    assert set(judged(sequence(own), guard(DANA, everyone=True))) == {"clear"}


def test_a_polite_thank_you_back_does_not_exempt() -> None:
    """The user's few words in answer to the opener are small talk, not interest."""
    mailbox = Mailbox().add(1, HOME, OPENER)
    mailbox.add(
        2,
        "Sam Keller <sam.keller@northpine.example>",
        "Hi Dana, likewise, all the best.",
        to=HOME,
        more="In-Reply-To: <n0@mail.example>\n",
    )
    mailbox.add(6, HOME, FIRST).add(10, HOME, SECOND).add(14, HOME, THIRD)
    assert judged(mailbox, guard(DANA)) == ["clear", "pitch", "hard_sell", "hard_sell"]


def test_a_question_of_the_user_begins_a_conversation() -> None:
    """Whoever was asked something back is a correspondent."""
    mailbox = Mailbox().add(1, HOME, OPENER)
    mailbox.add(
        2,
        "Sam Keller <sam.keller@northpine.example>",
        "Hi Dana, likewise. What do you do at Lumen?",
        to=HOME,
        more="In-Reply-To: <n0@mail.example>\n",
    )
    mailbox.add(6, HOME, FIRST).add(10, HOME, SECOND)
    assert "hard_sell" not in judged(mailbox, guard(DANA))


def test_judged_again_means_judged_the_same() -> None:
    """A second look at the same mail, after a crash for instance, reads no message as its own earlier or later mail."""
    mailbox, by = sequence(HOME), guard(DANA)
    first = judged(mailbox, by)
    assert first == ["clear", "pitch", "hard_sell", "hard_sell"]
    assert judged(mailbox, by) == first
