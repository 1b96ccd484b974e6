"""LinkedIn's notices: what is learnt from true ones, and that no forged or misleading one is believed."""

from pathlib import Path

import pytest

from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.people.authentic import is_authentic
from inboxguard.people.connection import Direction, Strength
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.learn import connections_of
from inboxguard.people.learnt import Learnt
from inboxguard.people.notices.linkedin import read_notice
from tests.unit.people.sample import PASSED, address, message

TRUSTED = frozenset({"mx.me.example"})
ME = frozenset({address("me@me.example")})
REAL = Path(__file__).parents[2] / "corpus" / "linkedin-notices"
VERIFIED = ("Authentication-Results", PASSED)
ACCEPTED = "https://www.linkedin.com/comm/in/{slug}?trk=eml-email_accept_invite_single_01-hero-0-prof%7Ecta"
INVITED = "https://www.linkedin.com/comm/in/{slug}?trk=eml-email_m2m_invite_single_01-hero-3-prof%7Ecta"
WROTE = "https://www.linkedin.com/comm/in/{slug}?trk=eml-email_member_message_v2-hero-0-prof"
HTML = '<p>{first} has accepted your invitation</p><p><a href="{link}">{name}</a></p><p>Head of Growth at Acme Robotics</p><p>Suggestions from {first}\'s network</p><p><a href="https://www.linkedin.com/comm/in/mallory-9?trk=eml-email_accept_invite_single_01-pymk">Mallory Grant</a></p>'


def accepted(
    name: str = "Jane Doe", slug: str = "jane-doe-1", headers: tuple[tuple[str, str], ...] = (VERIFIED,), **more: str
) -> Message:
    """An acceptance in the shape of 2026."""
    first = name.split(maxsplit=1)[0]
    html = more.pop("html", HTML.format(first=first, link=ACCEPTED.format(slug=slug), name=name))
    return message(
        more.pop("sender", f'"{name} via LinkedIn" <invitations@linkedin.com>'),
        more.pop("subject", f"{first} accepted your invitation, explore their network"),
        more.pop("text", f"{name} has accepted your invitation"),
        html,
        headers,
        **more,
    )


def learnt(found: Message) -> tuple[Learnt | None, bool]:
    """What the program takes from a message, and whether it believes it."""
    authentic = is_authentic(found, TRUSTED, ME)
    return read_notice(found, authentic), authentic


def believed(found: Message) -> list[str]:
    """The names that may help bring about an action because of this message."""
    notice, _ = learnt(found)
    if notice is None:
        return []
    people = connections_of(PeopleFacts().with_learnt([notice]))
    sure = [one.name for one in people if one.strength in {Strength.CERTAIN, Strength.PROBABLE}]
    return sure + [one.name for one in notice.invitations] + [one.name for one in notice.conversations]


BATCH = "You have 3 new connections\n\nJane Doe\nHead of Growth at Acme\nView profile: https://www.linkedin.com/comm/in/jane-doe-1?trk=x\n\nBob Ray\nEngineer\nView profile: https://www.linkedin.com/comm/in/bob-ray-2?trk=x\n\nZoë Kraft\nCFO at Nord\nView profile: https://www.linkedin.com/comm/in/zoe-kraft-3?trk=x\n\nPeople you may know\nMallory Grant\nView profile: https://www.linkedin.com/comm/in/mallory-9\n"
TRUE_NOTICES: dict[str, tuple[Message, list[str]]] = {
    "accepted 2026": (accepted(), ["Jane Doe"]),
    "accepted 2026, name not quoted": (accepted(sender="Jane Doe via LinkedIn <invitations@linkedin.com>"), ["Jane Doe"]),
    "accepted 2026, other sender": (accepted(sender='"Jane Doe via LinkedIn" <messages-noreply@linkedin.com>'), ["Jane Doe"]),
    "accepted, accents": (accepted("Søren Kjærgaard", "soren-k"), ["Søren Kjærgaard"]),
    "accepted, hyphens": (accepted("Anne-Sophie Lemoine", "asl"), ["Anne-Sophie Lemoine"]),
    "accepted, known by template in another language": (
        accepted(subject="Jane hat Ihre Einladung angenommen", headers=(VERIFIED, ("X-LinkedIn-Template", "email_accept_invite_single_01"))), ["Jane Doe"],
    ),
    "accepted, known by link keys in another language": (accepted(subject="Jane a accepté votre invitation"), ["Jane Doe"]),
    "accepted, plain text alone": (
        message('"Jane Doe via LinkedIn" <invitations@linkedin.com>', "Jane accepted your invitation, explore their network", "Jane Doe has accepted your invitation", headers=(VERIFIED,)), ["Jane Doe"],
    ),
    "accepted 2024": (
        message("LinkedIn <invitations@linkedin.com>", "Max, start a conversation with your new connection, Jane", "See Jane's connections, experience, and more\n\nJane Doe has accepted your invitation. Let's start a conversation.", headers=(VERIFIED,)), ["Jane Doe"],
    ),
    "accepted, padded preheader": (
        message("LinkedIn <invitations@linkedin.com>", "Max, start a conversation with your new connection, Jane", "\u034f\u200c\u034f \u200c\n\nJane Doe\u200b has accepted your invitation. Let's start a conversation.", headers=(VERIFIED,)), ["Jane Doe"],
    ),
    "accepted, batch": (message("LinkedIn <invitations@linkedin.com>", "See Jane's and other people's connections, experience, and more", BATCH, headers=(VERIFIED,)), ["Jane Doe", "Bob Ray", "Zoë Kraft"]),
    "accepted, verified by DKIM alone": (accepted(headers=(("Authentication-Results", "mx.me.example; dkim=pass header.d=linkedin.com"),)), ["Jane Doe"]),
    "accepted, verified by DKIM of a mail host": (accepted(headers=(("Authentication-Results", "mx.me.example; spf=pass smtp.mailfrom=bounce.linkedin.com; dkim=pass header.d=mailb.linkedin.com"),)), ["Jane Doe"]),
    "invited 2024": (message("Jane Doe <invitations@linkedin.com>", "I want to connect", "Hi Max,\n\nI'd like to join your network.\n\nJane Doe\nHead of Growth at Acme Robotics\n", headers=(VERIFIED,)), ["Jane Doe"]),
    "invited 2016": (message("Jane Doe <invitations@linkedin.com>", "Max, please add me to your LinkedIn network", "Jane Doe\nFounder\n\nView profile: " + INVITED.format(slug="jane-doe-1"), headers=(VERIFIED,)), ["Jane Doe"]),
    "invited, Italian": (message("Jane Doe <invitations@linkedin.com>", "Voglio collegarmi", "Ciao", headers=(VERIFIED,)), ["Jane Doe"]),
    "invited, by keys alone": (message("Jane Doe <invitations@linkedin.com>", "Ich möchte mich vernetzen", "x", '<p><a href="' + INVITED.format(slug="jane-doe-1") + '">Jane Doe</a></p>', (VERIFIED,)), ["Jane Doe"]),
    "message": (message("LinkedIn <messaging-digest-noreply@linkedin.com>", "Jane just messaged you", "1 new message awaits your response", '<p>1 new message awaits your response from</p><p><a href="' + WROTE.format(slug="jane-doe-1") + '">Jane Doe</a></p>', (VERIFIED,)), ["Jane Doe"]),
    "message, Portuguese": (message("LinkedIn <messaging-digest-noreply@linkedin.com>", "Jane acabou de enviar uma mensagem a você", "x", '<p><a href="' + WROTE.format(slug="jane-doe-1") + '">Jane Doe</a></p>', (VERIFIED,)), ["Jane Doe"]),
    "messages of two": (message("LinkedIn <messaging-digest-noreply@linkedin.com>", "Jane and Bob sent new messages", "x", '<p><a href="' + WROTE.format(slug="jane-doe-1") + '">Jane Doe</a></p><p><a href="' + WROTE.format(slug="bob-2") + '">Bob Ray</a></p>', (VERIFIED,)), ["Jane Doe", "Bob Ray"]),
    "InMail": (message("Jane Doe <inmail-hit-reply@linkedin.com>", "A quick idea for Max", "Hi Max, a call?", headers=(VERIFIED, ("X-LinkedIn-Class", "INMAIL"))), ["Jane Doe"]),
    "InMail, premium": (message("Jane Doe <hit-reply-premium-inmail@linkedin.com>", "A quick idea", "Hi", headers=(VERIFIED,)), ["Jane Doe"]),
    "InMail, by template": (message("Jane Doe <hit-reply@linkedin.com>", "Your next hire", "Hi", headers=(VERIFIED, ("X-LinkedIn-Template", "email_hire_inmail_initial_single_01"))), ["Jane Doe"]),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TRUE_NOTICES))
def test_a_true_notice_is_learnt(name: str) -> None:
    """Each documented shape teaches exactly the people it is about, and nobody it suggests."""
    found, names = TRUE_NOTICES[name]
    assert believed(found) == names


@pytest.mark.parametrize(
    ("file", "name", "position"),
    [
        ("linkedin_invitations-FOOBAR.eml", "Foo Bar", "Vice President"),
        ("linkedin_invitations-INCOMING_1.eml", "Michael McAuliffe", "Managing Director"),
    ],
)
def test_the_real_notices_are_learnt(file: str, name: str, position: str) -> None:
    """The two real invitations of 2016 give the person, the headline and the time."""
    notice = read_notice(parse(RawMessage((REAL / file).read_bytes(), file)), authentic=True)
    assert notice is not None
    (invitation,) = notice.invitations
    assert (invitation.name, invitation.position, invitation.direction) == (name, position, Direction.INCOMING)
    assert invitation.at is not None
    assert invitation.at.year == 2016


def test_an_acceptance_is_certain_and_dated_and_knows_the_company() -> None:
    """An authenticated acceptance gives a certain Connection with slug, time, direction and company."""
    notice, authentic = learnt(accepted())
    assert authentic
    assert notice is not None
    (one,) = notice.connections
    assert (one.strength, one.direction, one.profile, one.company) == (
        Strength.CERTAIN,
        Direction.OUTGOING,
        "jane-doe-1",
        "Acme Robotics",
    )
    assert one.accepted is not None


def test_an_invitation_then_a_message_is_a_probable_acceptance() -> None:
    """Invited on Monday, wrote on the network on Friday: probably accepted in between."""
    invitation, _ = learnt(
        message("Jane Doe <invitations@linkedin.com>", "I want to connect", "x", headers=(VERIFIED,))
    )
    wrote = TRUE_NOTICES["message"][0]
    later, _ = learnt(
        message(
            "LinkedIn <messaging-digest-noreply@linkedin.com>",
            wrote.subject,
            "x",
            '<p><a href="' + WROTE.format(slug="jane-doe-1") + '">Jane Doe</a></p>',
            (VERIFIED,),
            on="Fri, 06 Nov 2026 12:00:00 +0000",
        )
    )
    assert invitation is not None
    assert later is not None
    (alone,) = connections_of(PeopleFacts().with_learnt([invitation]))
    (both,) = connections_of(PeopleFacts().with_learnt([invitation, later]))
    assert alone.strength is Strength.PENDING
    assert (both.strength, both.accepted) == (Strength.PROBABLE, alone.invited)


def results(value: str) -> tuple[tuple[str, str], ...]:
    """One Authentication-Results field."""
    return (("Authentication-Results", value),)


UNAUTHENTIC: dict[str, Message] = {
    "no results at all": accepted(headers=()),
    "results of another server": accepted(headers=results("mx.evil.example; dmarc=pass header.from=linkedin.com")),
    "a name that begins like ours": accepted(headers=results("mx.me.example.evil.example; dmarc=pass header.from=linkedin.com")),
    "a name that ends like ours": accepted(headers=results("evil-mx.me.example; dmarc=pass header.from=linkedin.com")),
    "no name": accepted(headers=results("dmarc=pass header.from=linkedin.com")),
    "dmarc fail": accepted(headers=results("mx.me.example; dmarc=fail header.from=linkedin.com")),
    "dmarc fail beside dkim pass": accepted(headers=results("mx.me.example; dkim=pass header.d=linkedin.com; dmarc=fail header.from=linkedin.com")),
    "dmarc none": accepted(headers=results("mx.me.example; dmarc=none header.from=linkedin.com")),
    "dmarc temperror": accepted(headers=results("mx.me.example; dmarc=temperror header.from=linkedin.com")),
    "dmarc bestguesspass": accepted(headers=results("mx.me.example; dmarc=bestguesspass header.from=linkedin.com")),
    "dmarc of another domain": accepted(headers=results("mx.me.example; dmarc=pass header.from=evil.example")),
    "dmarc of a look-alike": accepted(headers=results("mx.me.example; dmarc=pass header.from=linkedin.com.evil.example")),
    "dkim of another domain": accepted(headers=results("mx.me.example; dkim=pass header.d=evil.example")),
    "dkim of a suffix": accepted(headers=results("mx.me.example; dkim=pass header.d=notlinkedin.com")),
    "dkim fail": accepted(headers=results("mx.me.example; dkim=fail header.d=linkedin.com")),
    "dkim neutral": accepted(headers=results("mx.me.example; dkim=neutral header.d=linkedin.com")),
    "dkim policy": accepted(headers=results("mx.me.example; dkim=policy header.d=linkedin.com")),
    "spf alone": accepted(headers=results("mx.me.example; spf=pass smtp.mailfrom=bounce.linkedin.com")),
    "pass in a comment": accepted(headers=results("mx.me.example; dmarc=fail (dmarc=pass header.from=linkedin.com)")),
    "pass in a quoted reason": accepted(headers=results('mx.me.example; dmarc=fail reason="dmarc=pass header.from=linkedin.com"')),
    "our results below somebody else's": accepted(headers=(*results("mx.me.example; dmarc=fail header.from=linkedin.com"), VERIFIED)),
    "second subject": accepted(headers=(VERIFIED, ("Subject", "Jane accepted your invitation"))),
    "second from": accepted(headers=(VERIFIED, ("From", "Jane Doe <jane@evil.example>"))),
    "second to": accepted(headers=(VERIFIED, ("To", "me@me.example"))),
    "second date": accepted(headers=(VERIFIED, ("Date", "Mon, 02 Nov 2026 12:00:00 +0000"))),
    "second reply-to": accepted(headers=(VERIFIED, ("Reply-To", "a@evil.example"), ("Reply-To", "b@evil.example"))),
    "signed length": accepted(headers=(VERIFIED, ("DKIM-Signature", "v=1; a=rsa-sha256; d=linkedin.com; s=a; l=10; bh=x; b=y"))),
    "signed length first": accepted(headers=(VERIFIED, ("DKIM-Signature", "l = 10; v=1; d=linkedin.com; bh=x; b=y"))),
    "sent on, written to somebody else": accepted(to="mallory@evil.example"),
    "sent on, written to a namesake": accepted(to="me@me.example.evil.example"),
    "sent on, to hidden": accepted(to="undisclosed-recipients:;"),
    "arc says pass": accepted(headers=(("ARC-Authentication-Results", "i=1; mx.me.example; dmarc=pass header.from=linkedin.com"),)),
    "the field has another name": accepted(headers=(("X-Authentication-Results", PASSED),)),
    "our name in upper case with a fail": accepted(headers=results("MX.ME.EXAMPLE; dmarc=fail header.from=linkedin.com")),
    "our name as a comment": accepted(headers=results("(mx.me.example) evil.example; dmarc=pass header.from=linkedin.com")),
    "our name as a property": accepted(headers=results("evil.example; dmarc=pass header.from=linkedin.com policy.x=mx.me.example")),
}  # fmt: skip
NOT_LINKEDIN = {
    f"from {domain}": accepted(sender=f'"Jane Doe via LinkedIn" <invitations@{domain}>')
    for domain in (
        "linkedin.com.evil.example",
        "linkedin-mail.example",
        "linkedln.com",
        "1inkedin.com",
        "evil.example",
        "notlinkedin.com",
        "linkedin.example",
        "mail.linkedin.com.co",
        "xn--lnkedin-2ya.com",
    )
}
MISLEADING: dict[str, Message] = {
    "see who": accepted(sender="LinkedIn <messages-noreply@linkedin.com>", subject="See who accepted your invitation", html="<p>See who accepted</p>", text="x"),
    "someone": accepted(sender="LinkedIn <invitations@linkedin.com>", subject="Someone accepted your invitation", html="<p>Try Premium</p>", text="x"),
    "you and three others": accepted(sender="LinkedIn <notifications-noreply@linkedin.com>", subject="You and 3 others are now connected", html="<p>Congratulations</p>", text="x"),
    "add somebody": accepted(sender="LinkedIn <messages-noreply@linkedin.com>", subject="Max, add Mallory Grant", html='<p><a href="https://www.linkedin.com/comm/in/mallory-9">Mallory Grant</a></p>', text="x"),
    "follow somebody": accepted(sender="LinkedIn <messages-noreply@linkedin.com>", subject="Follow Mallory Grant", html='<p><a href="https://www.linkedin.com/comm/in/mallory-9">Mallory Grant</a></p>', text="x"),
    "suggestions under another template": accepted(headers=(VERIFIED, ("X-LinkedIn-Template", "email_pymk_02"))),
    "suggestions by their keys": accepted(html='<p><a href="https://www.linkedin.com/comm/in/mallory-9?trk=eml-email_pymk_02-hero-0-prof">Mallory Grant</a></p>'),
    "two templates at once": accepted(headers=(VERIFIED, ("X-LinkedIn-Template", "email_accept_invite_single_01 email_m2m_invite_single_01"))),
    "headline with the words": accepted(sender='"Mallory Grant" <messages-noreply@linkedin.com>', subject="Mallory Grant (I accepted your invitation) posted", html="<p>x</p>", text="x"),
    "name in the subject is another": accepted(subject="Bob accepted your invitation, explore their network"),
    "acceptance without a name": accepted(sender="LinkedIn <invitations@linkedin.com>", html="<p>has accepted your invitation</p>", text="x"),
    "acceptance by LinkedIn itself": accepted(sender="LinkedIn via LinkedIn <invitations@linkedin.com>", subject="LinkedIn accepted your invitation", html="<p>x</p>", text="x"),
    "acceptance by a member without a name": accepted(sender="LinkedIn Member via LinkedIn <invitations@linkedin.com>", subject="LinkedIn Member accepted your invitation", html="<p>x</p>", text="x"),
    "another part of LinkedIn": accepted(sender='"Jane Doe via LinkedIn" <jobs-listings@linkedin.com>'),
    "a person's own address": accepted(sender='"Jane Doe" <jane.doe@linkedin.com>'),
    "welcome": accepted(sender="LinkedIn <messages-noreply@linkedin.com>", subject="Welcome, you are now connected with Mallory Grant", html="<p>Mallory Grant</p>", text="x"),
    "batch without its count": message("LinkedIn <invitations@linkedin.com>", "See Jane's and other people's connections, experience, and more", "People you may know\nMallory Grant\nView profile: https://www.linkedin.com/comm/in/mallory-9\n", headers=(VERIFIED,)),
    "only suggestions below": accepted(sender="LinkedIn <invitations@linkedin.com>", subject="Mallory accepted your invitation", html='<p>People you may know</p><p><a href="https://www.linkedin.com/comm/in/mallory-9?trk=eml-email_accept_invite_single_01-pymk">Mallory Grant</a></p>', text="x"),
    "profile at another host": message("LinkedIn <messaging-digest-noreply@linkedin.com>", "Mallory just messaged you", "x", '<p><a href="https://linkedin.com.evil.example/comm/in/mallory-9">Mallory Grant</a></p>', (VERIFIED,)),
    "message digest with nobody": message("LinkedIn <messaging-digest-noreply@linkedin.com>", "You have 3 unread messages", "x", headers=(VERIFIED,)),
}  # fmt: skip
FORGED = {**UNAUTHENTIC, **NOT_LINKEDIN, **MISLEADING}


def test_there_are_at_least_sixty_forged_or_misleading_notices() -> None:
    """The collection below does not shrink unseen."""
    assert len(FORGED) >= 60
    assert len(TRUE_NOTICES) >= 20


@pytest.mark.parametrize("name", sorted(FORGED))
def test_a_forged_or_misleading_notice_is_not_believed(name: str) -> None:
    """Nobody becomes a connection one may act on by a notice that LinkedIn did not write, or that names nobody."""
    assert believed(FORGED[name]) == []


@pytest.mark.parametrize("name", sorted(UNAUTHENTIC))
def test_an_unauthenticated_acceptance_is_shown_as_unconfirmed(name: str) -> None:
    """What looks like an acceptance is kept as unconfirmed, unless its header is broken beyond reading a notice."""
    notice = read_notice(UNAUTHENTIC[name], authentic=False)
    assert notice is None or {one.strength for one in notice.connections} <= {Strength.UNCONFIRMED}


def test_nothing_is_authentic_without_a_trusted_server() -> None:
    """Until the user's own server is known, no notice is believed."""
    assert not is_authentic(accepted(), frozenset(), ME)


def test_the_suggested_are_never_learnt_even_unconfirmed() -> None:
    """Mallory, suggested below Jane's acceptance, is nobody, authenticated or not."""
    for authentic in (True, False):
        notice = read_notice(accepted(), authentic)
        assert notice is not None
        assert [one.name for one in notice.connections] == ["Jane Doe"]
