"""Words about stopping that are not, or not only, what they seem: products, accounts, the reader's own address."""

import pytest

from inboxguard.compliance.options import ways_out
from inboxguard.compliance.way_out import Fault, Offer, WaysOut
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

HEAD = "From: Mara <mara@growth.example>\nTo: You <You@me.example>\nSubject: Hi\nMIME-Version: 1.0\n"


def found(body: str, kind: str = "text/plain; charset=utf-8") -> WaysOut:
    mail = f"{HEAD}Content-Type: {kind}\n\n{body}\n"
    return ways_out(parse(RawMessage(mail.encode().replace(b"\n", b"\r\n"), "test")))


def page(body: str) -> WaysOut:
    words = "<p>We cut the costs of teams like yours. Shall we talk this week?</p>"
    return found(f"<html><body>{words}{body}</body></html>", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "promise",
    [
        "Nie mehr E-Mails abtippen: https://growth.example/demo",
        "Nie wieder Mails sortieren. Jetzt testen: https://growth.example/demo",
        "Never write another email by hand again: https://growth.example/demo",
        "No more emails to chase. See https://growth.example/demo",
        "Fini les e-mails à trier : https://growth.example/demo",
        "Nunca más escriba correos a mano: https://growth.example/demo",
        "Mai più e-mail da scrivere: https://growth.example/demo",
        "Nooit meer e-mails overtypen: https://growth.example/demo",
        "Chega de digitar e-mails: https://growth.example/demo",
    ],
)
def test_a_promise_of_a_product_is_no_way_out(promise: str) -> None:
    """What a product spares its buyer is not what the sender spares the reader."""
    assert found(f"Hi,\n\n{promise}\n\nMara").offer is Offer.NONE


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        ("Manage your account settings: https://growth.example/account", Offer.NONE),
        ("Update your profile: https://growth.example/me", Offer.NONE),
        ("Gérer les paramètres de votre compte : https://growth.example/compte", Offer.NONE),
        ("Manage your account and e-mail settings: https://growth.example/account", Offer.UNCLEAR),
        ("Manage your email preferences: https://growth.example/prefs", Offer.UNCLEAR),
        ("You get these e-mails every week. Manage your account settings: https://growth.example/a", Offer.UNCLEAR),
    ],
)
def test_settings_count_only_where_mail_is_spoken_of(words: str, offer: Offer) -> None:
    """The settings of an account may hold anything; those of e-mail may hold a way out."""
    assert found(f"Hi,\n\n{words}\n\nMara").offer is offer


@pytest.mark.parametrize(
    "footer",
    [
        "You are subscribed as you@me.example. Unsubscribe",
        "This message was sent to you@me.example. To unsubscribe:",
        "Sent to: someone.else@me.example. Unsubscribe",
    ],
)
def test_the_readers_own_address_is_no_way_out(footer: str) -> None:
    """Nobody stops a sender by writing to himself, whether To or the sentence tells whose address it is."""
    ways = found(f"Our autumn range is out.\n\n{footer}")
    assert not ways.usable
    assert [option.fault for option in ways.options] == [Fault.NO_TARGET]


def test_an_address_of_the_sender_beside_the_readers_own_is_a_way_out() -> None:
    """Of two addresses the one that is not the reader's is meant, also when To names the sender's list."""
    ways = found("Sent to you@me.example. To unsubscribe write to stop@growth.example")
    assert [option.target for option in ways.usable] == ["stop@growth.example"]
    own = "From: news@growth.example\nTo: news@growth.example\nSubject: x\n\nTo unsubscribe write to news@growth.example\n"
    assert ways_out(parse(RawMessage(own.encode(), "test"))).offer is Offer.PRESENT


@pytest.mark.parametrize(
    ("footer", "offer"),
    [
        ('Not for you? <a href="https://growth.example/x/1">Tap here</a>', Offer.UNCLEAR),
        ('Keine Lust mehr auf uns? <a href="https://growth.example/x/1">Hier klicken</a>', Offer.UNCLEAR),
        ('Not for you? <a href="https://growth.example/x/1">Tap here</a> for our smaller plans.', Offer.NONE),
        ('Not for you? <a href="https://growth.example/x/1">See the smaller plans</a>', Offer.NONE),
        ('Had enough of us? <a href="https://growth.example/x/1">One tap</a> and we leave you alone.', Offer.PRESENT),
    ],
)
def test_a_link_that_says_nothing_below_a_question_is_unclear(footer: str, offer: Offer) -> None:
    """A question whether the reader wants this, with a bare "here" below it, may be a way out and does not say so."""
    assert page(f"<p>{footer}</p>").offer is offer


@pytest.mark.parametrize(
    "alternative", ["Unsubscribe", "Newsletter abbestellen", "Se désabonner", "Opt-out", "Abmelden"]
)
@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://growth.example/u"><img src="x.png" alt="{}"></a>',
        '<map name="m"><area href="https://growth.example/u" alt="{}"></map>',
        '<form action="https://growth.example/u"><input type="image" src="x.png" alt="{}"></form>',
    ],
)
def test_a_picture_with_words_is_a_way_out(markup: str, alternative: str) -> None:
    """A linked picture whose alternative text names opting out counts as one that is written."""
    assert page(markup.format(alternative)).offer is Offer.PRESENT


@pytest.mark.parametrize("alternative", ["", "x.png", "*|UNSUB|*", "{{unsubscribe_text}}"])
def test_a_picture_without_words_is_unclear(alternative: str) -> None:
    """Without alternative text, or with a placeholder as one, only the picture can tell; the target may still say it."""
    assert page(f'<a href="https://growth.example/unsubscribe"><img alt="{alternative}"></a>').offer is Offer.UNCLEAR


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: application/pdf; name=offer.pdf",
        "Content-Type: text/html\nContent-Disposition: attachment; filename=offer.html",
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=offer.doc",
        "Content-Type: message/rfc822",
    ],
)
def test_a_message_that_is_an_attachment_is_unknown(part: str) -> None:
    """What stands in an attachment is not read, so a message without other words is never accused."""
    body = f"--b\nContent-Type: text/plain\n\nSee attached.\n--b\n{part}\n\nSubject: x\n\nUnsubscribe\n--b--"
    assert found(body, "multipart/mixed; boundary=b").offer is Offer.UNKNOWN


def test_a_signature_file_leaves_a_short_message_readable() -> None:
    """A detached signature holds no words that could be missing."""
    body = "--b\nContent-Type: text/plain\n\nShall we talk?\n--b\nContent-Type: application/pgp-signature; name=s.asc\n\nx\n--b--"
    assert found(body, "multipart/signed; boundary=b").offer is Offer.NONE


def test_a_way_out_in_the_amp_part_only_is_unclear() -> None:
    """Few programs show AMP, so what only it offers is not settled."""
    amp = '<html amp4email><body><a href="https://growth.example/u">Unsubscribe</a></body></html>'
    body = f"--b\nContent-Type: text/x-amp-html\n\n{amp}\n--b\nContent-Type: text/html\n\n<p>Offers.</p>\n--b--"
    ways = found(body, "multipart/alternative; boundary=b")
    assert ways.offer is Offer.UNCLEAR
    assert [option.fault for option in ways.options] == [Fault.OTHER_PART]


@pytest.mark.parametrize(
    "words",
    [
        "Opt-outs are honoured within the hour. See a sample: https://growth.example/sample",
        "I have left the choir and its mailing list. The scores are kept here: https://growth.example/scores",
        "Me he dado de baja de la lista. Los horarios: https://growth.example/horarios",
    ],
)
def test_a_link_with_a_purpose_of_its_own_is_nobodys_way_out(words: str) -> None:
    """A link of the next sentence is not the words' when that sentence says what it is for."""
    assert not found(f"Hi,\n\n{words}\n").usable


@pytest.mark.parametrize(
    "words",
    [
        "You can unsubscribe whenever you like. Please click here: https://growth.example/x",
        "If you no longer wish to receive these messages, let us know.\nhttps://growth.example/x",
    ],
)
def test_a_link_without_a_purpose_of_its_own_is_the_words(words: str) -> None:
    """A bare link, or one that is merely to be clicked, belongs to the words before it."""
    assert found(f"Hi,\n\n{words}\n").offer is Offer.PRESENT


@pytest.mark.parametrize(
    "footer",
    [
        'Möchten Sie künftig auf Rundmails verzichten? <a href="https://growth.example/v">Das geht hier.</a>',
        'Vous préférez ne plus figurer parmi nos lecteurs ? <a href="https://growth.example/v">C\'est ici</a>',
        'Liever geen post meer van ons? <a href="https://growth.example/v">Geef het door</a>',
        'Cansou das nossas mensagens? <a href="https://growth.example/v">Saia quando quiser</a>',
    ],
)
def test_a_reader_who_has_had_enough_is_shown_the_door(footer: str) -> None:
    """A question about having had enough, with a link right below it, may be a way out in words we do not know."""
    assert page(f"<p>{footer}</p>").offer is not Offer.NONE
    assert (
        page(f'<p>{footer.partition("?")[0]}? <a href="https://growth.example/d">Book a demo</a></p>').offer
        is Offer.NONE
    )


def test_the_last_of_several_links_beside_words_about_mail_is_unclear() -> None:
    """A footer may say it in words we do not know; a single link, or one with another purpose, says nothing."""
    first = '<p><a href="https://growth.example/p">The autumn range</a></p>'
    last = '<p>For our letters to cease, <a href="https://growth.example/c/3">press here</a>.</p>'
    ways = page(first + last)
    assert ways.offer is Offer.UNCLEAR
    assert [option.fault for option in ways.options] == [Fault.UNSAID]
    assert page(last).offer is Offer.NONE
    assert page(f'{first}<p>Our letters, <a href="https://growth.example/o">view online</a>.</p>').offer is Offer.NONE
    assert page(f'{first}<p>Our shop is <a href="https://growth.example/o">here</a>.</p>').offer is Offer.NONE
