"""What the form of a message shows."""

import pytest

from inboxguard.people.connection import Connection, Degree, Match, Source
from inboxguard.pitch.sequence import Sequence, Touch
from inboxguard.pitch.structure import read_structure
from inboxguard.pitch.text import read_text
from tests.unit.pitch.sample import DAY_ONE, context, write

SELLS = "We help shops like yours save 20%. Open to a call?"


def seen(message, known=None):
    return dict(read_structure(message, known or context(), read_text(message)))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fake-reply", write(SELLS, subject="Re: our talk")),
        ("sending-platform", write(SELLS, X_Outreach_Sent="true")),
        (
            "tracking-pixel",
            write("x", html='<p>Hi</p><img src="https://t.hubspotemail.net/e2t/o/abc" width="1" height="1">'),
        ),
        ("tracking-pixel", write("x", html='<p>Hi</p><img src="https://a.example/i.gif" height="1" width="1">')),
        ("booking-link", write("Book here: https://calendly.com/dana/15min")),
        ("video-link", write("Look: https://www.loom.com/share/abc")),
        ("sales-title", write("Hello there.\n\nDana Whitlock\nAccount Executive")),
        ("merge-slip", write("Hi {{first_name}}, how are things at [Company]?")),
        ("lookalike-domain", write("Hello from LumenHR", sender="Dana <dana@trylumenhr.example>")),
        ("freemail-business", write(SELLS, sender="Dana <dana@gmail.com>")),
        ("short-question", write("Any thoughts, Robin?")),
        ("names-money", write("It is €19 per user.")),
        ("names-percent", write("It saves 30 percent.")),
        ("firm-in-subject", write(SELLS, subject="Larkfield + Lumen")),
        ("several-recipients", write(SELLS, Cc="Lu <lu@other.example>")),
        ("network-message", write(SELLS, sender="Kyle via LinkedIn <messages-noreply@linkedin.com>")),
        ("private-address", write("See you on Sunday.", sender="Mum <jean@gmail.com>")),
        ("no-selling-move", write("The bridge is closed.")),
        ("formal-machine", write("Hi", X_SG_EID="abc")),
    ],
)
def test_structure_is_seen(name, message):
    """Each structural symbol is found where it stands, with the words it rests on."""
    assert seen(message)[name].words


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fake-reply", write(SELLS, subject="Re: our talk", In_Reply_To="<a@b.example>")),
        ("fake-reply", write(SELLS, subject="Regards")),
        ("lookalike-domain", write("Hello", sender="Dana <dana@getaway.example>")),
        ("merge-slip", write("Bonjour, merci.")),
        ("booking-link", write("See https://cal.example/x and https://facebook.example/")),
        ("short-question", write("Any thoughts.")),
        ("freemail-business", write("Sunday?", sender="Mum <jean@gmail.com>")),
    ],
)
def test_structure_is_not_seen_where_it_is_not(name, message):
    """Honest forms that look alike are not taken for it."""
    assert name not in seen(message)


def test_a_reply_after_the_user_wrote_is_no_fake():
    """Once the user wrote to the person, a Re: without a thread is no fake."""
    assert "fake-reply" not in seen(write(SELLS, subject="Re: hello"), context(owner_wrote_first=True))


def test_hidden_text_is_not_read():
    """Text a person cannot see makes no symbol."""
    hidden = write(
        "x", html='<p>The bridge is closed.</p><div style="display:none">We help shops save 20%. Interested?</div>'
    )
    assert "value-proposition" not in read_text(hidden).signals


def test_forwarded_pitch_is_not_read():
    """A colleague who forwards a pitch pitches nothing."""
    text = "Have a look.\n\n---------- Forwarded message ---------\nFrom: Dana <d@x.example>\nSubject: offer\n\nWe help shops like yours save 20%."
    assert "value-proposition" not in read_text(write(text, subject="Fwd: offer")).signals


def test_a_side_domain_used_before_counts():
    """A side domain of a brand the person wrote from before is known without being named."""
    touch = Touch("k", DAY_ONE, "dana@lumenhr.example")
    known = context(sequence=Sequence("p", "D", touches=(touch,)))
    assert "lookalike-domain" in seen(write("Hello", sender="Dana <dana@getlumenhr.example>"), known)


@pytest.mark.parametrize(("position", "sells"), [("Senior Account Executive", True), ("Nurse", False), ("", False)])
def test_the_position_on_the_network_is_a_title(position, sells):
    """What the network's export calls the person counts as their title."""
    person = Connection("1", "Dana Whitlock", "Lumen HR", position=position, sources=(Source("linkedin export", "x"),))
    found = seen(write("Hello there."), context(match=Match(Degree.CERTAIN, person)))
    assert ("sales-title" in found) is sells
