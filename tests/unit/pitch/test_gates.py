"""Each gate: what closes it, and what must not."""

from datetime import timedelta

import pytest

from inboxguard.pitch.gates import GATES, gate
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence, Touch
from tests.unit.pitch.sample import DAY_ONE

SELLS = "Hi Robin, we help shops like yours save 20%. Worth a quick call on Tuesday?"


def replied(kind, days=-3.0, words="…", times=1):
    replies = tuple(Reply(DAY_ONE + timedelta(days=days, hours=number), kind, words=words) for number in range(times))
    return Sequence("p", "Dana", replies=replies)


def name_of(found):
    return found.name if found else None


def test_a_stranger_who_sells_is_not_gated(mail, known):
    """No gate holds for a stranger's pitch."""
    assert gate(mail(SELLS), known()) is None


def test_own_organisation(mail, known):
    """A colleague is left, also one at a subdomain."""
    assert name_of(gate(mail(SELLS, sender="Lu <lu@shop.larkfield.example>"), known())) == "own-organisation"


def test_known_contact(mail, known):
    """Somebody the user allowed is left."""
    assert name_of(gate(mail(SELLS), known(known_contact="your address book"))) == "known-contact"


@pytest.mark.parametrize("kind", [ReplyKind.ENGAGED, ReplyKind.NEUTRAL])
def test_engaged_person(mail, known, kind):
    """An answer of interest, or one that cannot be read as refusal, is contact."""
    assert name_of(gate(mail(SELLS), known(sequence=replied(kind)))) == "engaged"


@pytest.mark.parametrize("kind", [ReplyKind.DECLINED, ReplyKind.OPTED_OUT])
def test_a_refusal_is_no_contact(mail, known, kind):
    """A refusal closes no gate."""
    assert gate(mail(SELLS), known(sequence=replied(kind))) is None


def test_a_bare_question_is_no_contact(mail, known):
    """ "Who are you?" closes no gate."""
    assert gate(mail(SELLS), known(sequence=replied(ReplyKind.NEUTRAL, words="Who are you?"))) is None


def test_one_answer_holds_for_half_a_year(mail, known):
    """A single answer is contact for 180 days."""
    assert gate(mail(SELLS), known(sequence=replied(ReplyKind.ENGAGED, days=-200))) is None
    assert gate(mail(SELLS), known(sequence=replied(ReplyKind.ENGAGED, days=-170))) is not None


def test_declining_one_offer_of_somebody_known(mail, known):
    """Who declines one offer of a person they deal with still deals with them; an opt-out ends that."""
    deals = replied(ReplyKind.ENGAGED, days=-30, times=3)
    declined = Reply(DAY_ONE - timedelta(days=1), ReplyKind.DECLINED)
    stopped = Reply(DAY_ONE - timedelta(days=1), ReplyKind.OPTED_OUT)
    assert gate(mail(SELLS), known(sequence=Sequence("p", "D", replies=(*deals.replies, declined)))) is not None
    assert gate(mail(SELLS), known(sequence=Sequence("p", "D", replies=(*deals.replies, stopped)))) is None


def test_own_thread(mail, known):
    """An answer to the user's message is left; an answer to the user's refusal is not."""
    assert name_of(gate(mail(SELLS), known(in_owner_thread=True))) == "your-thread"
    refusal = Reply(DAY_ONE, ReplyKind.DECLINED)
    assert gate(mail(SELLS), known(in_owner_thread=True, answered=refusal)) is None


def test_own_thread_by_message_id(mail, known):
    """A thread begun at the user's organisation is known by its Message-ID."""
    message = mail(SELLS, In_Reply_To="<x1@larkfield.example>")
    assert name_of(gate(message, known())) == "your-thread"


def test_mailing_list(mail, known):
    """A list's own field closes the gate; a way out in the header alone does not."""
    assert name_of(gate(mail(SELLS, List_Id="<hedges.lists.example>"), known())) == "mailing-list"
    assert gate(mail(SELLS, List_Unsubscribe="<https://x.example/u>"), known()) is None


def test_a_relayed_pitch_is_no_subscription(mail, known):
    """What a network relays for a member is the member's mail in spite of its bulk fields."""
    message = mail(
        SELLS,
        sender="Kyle via LinkedIn <messages-noreply@linkedin.com>",
        List_Unsubscribe="<https://x.example/u>",
        Precedence="bulk",
    )
    assert gate(message, known()) is None


def test_automatic_mail(mail, known):
    """Robots are left: by what they declare and by their names."""
    assert name_of(gate(mail(SELLS, Auto_Submitted="auto-replied"), known())) == "automatic"
    assert name_of(gate(mail(SELLS, sender="Shop <no-reply@shop.example>"), known())) == "automatic"
    assert name_of(gate(mail("Please find attached the invoice INV-1093 for October."), known())) == "automatic"


def test_calendar(mail, known):
    """Invitations of calendar programs are left."""
    message = mail("When: Tuesday", subject="Invitation: hedge walk @ Tue 4 Nov 2pm")
    assert name_of(gate(message, known())) == "calendar"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thanks for the intro, Jo! Robin, lovely to meet you. Would you have half an hour next week?", "introduction"),
        ("Ich stelle gern den Kontakt zu Frau Wendt her, sie sucht eine Lösung.", "introduction"),
        ("Dear Robin, please find attached my CV and cover letter for the gardener position.", "application"),
        ("Sehr geehrte Damen und Herren, hiermit bewerbe ich mich um die Stelle.", "application"),
        ("Dear members, the AGM is on the 19th at 8pm. Reply if you would like a gilet for £45.", "host"),
        ("Hello, we are looking for a supplier of hedges for three sites. Could you send us a quote?", "purchase"),
        ("Bonjour, nous souhaiterions un devis pour 12 haies.", "purchase"),
    ],
)
def test_gates_by_words(mail, known, text, name):
    """Introductions, applications, hosts and buyers are known by what they write."""
    assert name_of(gate(mail(text), known())) == name


def test_words_open_nothing_for_a_known_seller(mail, known):
    """Whoever pitched before is not let off for words that are easily said."""
    touch = Touch("k", DAY_ONE, "dana@lumenhr.example", alone=0.9, probability=0.9)
    text = "Thanks for the intro! Could you send us a quote?"
    assert gate(mail(text), known(sequence=Sequence("p", "D", touches=(touch,)))) is None


def test_existing_business(mail, known):
    """One letter to a firm makes no business with it; two do."""
    assert gate(mail(SELLS), known(organisation_contacts=1)) is None
    assert name_of(gate(mail(SELLS), known(organisation_contacts=2))) == "existing-business"


def test_the_first_gate_wins(mail, known):
    """The surest reason is the one that is named."""
    message = mail(SELLS, sender="Lu <lu@larkfield.example>", Auto_Submitted="auto-replied")
    assert name_of(gate(message, known(known_contact="x"))) == "own-organisation"
    assert len(GATES) == 13


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (ReplyKind.OPTED_OUT, "Understood, sorry for the bother. I have taken you off the list.", "refusal-accepted"),
        (ReplyKind.DECLINED, "Understood, sorry for the bother. Worth a quick call on Tuesday instead?", None),
        (ReplyKind.DECLINED, "Our new prices start at 20 euros.", None),
        (ReplyKind.DECLINED, "All right then. Say hello to the dog.", "refusal-accepted"),
        (ReplyKind.DECLINED, "The dog and I " + "walked on and on " * 20, None),
    ],
)
def test_a_refusal_that_is_accepted(mail, known, kind, text, name):
    """Whoever accepts the user's refusal is left, unless they sell in the same breath."""
    assert name_of(gate(mail(text), known(sequence=replied(kind)))) == name


def test_a_newsletter_by_its_form(mail, known):
    """Many links in a long text are a newsletter, even where no header field says so; a long letter is none."""
    links = "".join(f'<p><a href="https://news.example/{at}">story {at}</a> {"word " * 40}</p>' for at in range(12))
    assert name_of(gate(mail("news", html=links), known())) == "mailing-list"
    assert gate(mail("word " * 500), known()) is None
