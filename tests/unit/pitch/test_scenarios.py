"""The story the program is for, and its variants."""

import pytest

from inboxguard.pitch.verdict import Conclusion

THANKS = "Hi Robin,\n\nThanks for connecting! I enjoyed your talk on hedgerows.\n\nDana"
PITCHES = (
    (
        "Hi Robin,\n\nWe help garden centres like yours cut staff costs by 30% with our scheduling platform. Over 200 shops"
        " use us already.\n\nWould you be open to a 15-minute call on Tuesday or Wednesday?\n\nDana Whitlock\nAccount Executive"
    ),
    (
        "Hi Robin, just following up on my email below. Happy to send a two-page case study. Would Thursday at 10 work for a"
        " quick call?\n\nDana"
    ),
    (
        "Robin, I haven't heard back so I'm bumping this one more time. We have two slots left this month at 20% off. Should I"
        " close your file?\n\nDana"
    ),
)
GERMAN = (
    (
        "Hallo Robin,\n\nwir helfen Gärtnereien wie Ihrer, planbar neue Kunden zu gewinnen. Unsere Kunden sparen im Schnitt"
        " 30 % Werbekosten. Hätten Sie nächste Woche 15 Minuten für ein unverbindliches Kennenlernen?\n\nBeste Grüße\nJens"
    ),
    (
        "Hallo Robin, ich wollte kurz nachfragen, ob Sie meine Mail gesehen haben. Gerne schicke ich Ihnen eine Referenz aus"
        " Ihrer Branche. Passt Ihnen Dienstag um 10 Uhr?\n\nJens"
    ),
    (
        "Hallo Robin, da ich nichts von Ihnen gehört habe, gehe ich davon aus, dass das Thema keine Priorität hat. Das Angebot"
        " mit 20 % Rabatt gilt noch bis Freitag. Soll ich Ihnen einen Termin reservieren?\n\nJens"
    ),
)


def conclusions(story, mails, **more):
    return [story.gets(text, day=3 + 5 * number, **more).conclusion for number, text in enumerate(mails)]


EXPECTED = [Conclusion.PITCH, Conclusion.HARD_SELL, Conclusion.HARD_SELL]


def test_thanks_then_three_pitches(story):
    """After a harmless thanks, the first pitch is a pitch, every later one hard sell, and the thanks is left."""
    person = story()
    assert person.gets(THANKS, day=1).conclusion is Conclusion.CLEAR
    assert conclusions(person, PITCHES) == EXPECTED


def test_rotated_domains(story):
    """A change of the sending domain does not start the count anew."""
    person = story()
    senders = ("lumenhr.example", "trylumenhr.example", "getlumenhr.example")
    got = [
        person.gets(text, day=3 + 5 * at, sender=f"Dana Whitlock <dana@{senders[at]}>").conclusion
        for at, text in enumerate(PITCHES)
    ]
    assert got == EXPECTED


def test_a_refusal_that_is_ignored(story):
    """What follows a refusal is hard sell and known to come after it; the refusal closes no gate."""
    person = story()
    person.gets(PITCHES[0], day=2)
    person.answers("No thanks, not interested.", day=3)
    verdict = person.gets(PITCHES[1], day=6)
    assert verdict.conclusion is Conclusion.HARD_SELL
    assert verdict.after_refusal
    assert person.readings[-1].gate is None


def test_german(story):
    """The same holds in German."""
    assert conclusions(story(), GERMAN, sender="Jens Hartwig <jens@nordwerk.example>") == EXPECTED


def test_free_mail(story):
    """The same holds for somebody who sells from a free-mail address."""
    assert conclusions(story(), PITCHES, sender="Dana Whitlock <dana.whitlock77@gmail.com>") == EXPECTED


def test_no_thread(story):
    """The same holds where no mail refers to another and the subjects differ."""
    person = story()
    got = [person.gets(text, day=3 + 5 * at, subject=f"idea {at}").conclusion for at, text in enumerate(PITCHES)]
    assert got == EXPECTED


def test_interest_ends_it(story):
    """Once the user answers with interest, nothing of the person is judged any more."""
    person = story()
    person.gets(PITCHES[0], day=2)
    person.answers("Sounds great, send me more details.", day=3)
    verdict = person.gets(PITCHES[1], day=6)
    assert verdict.conclusion is Conclusion.CLEAR
    assert person.readings[-1].gate is not None
    assert person.readings[-1].gate.name == "engaged"


@pytest.mark.parametrize("offer", ["present", "reply", "unclear", "unknown"])
def test_a_way_out_is_never_hard_sell(story, offer):
    """Anything but the certain absence of a way out keeps a repeated pitch a pitch."""
    person = story(offer=offer)
    assert Conclusion.HARD_SELL not in conclusions(person, PITCHES)


def test_a_connection_of_long_ago(story):
    """A person accepted long ago pitches, but is never judged hard sell."""
    assert conclusions(story(recent=False), PITCHES) == [Conclusion.PITCH] * 3


def test_a_doubtful_match(story):
    """A sender who is not surely the person accepted is never judged hard sell."""
    assert conclusions(story(may_act=False), PITCHES) == [Conclusion.PITCH] * 3


def test_several_mails_on_one_day(story):
    """Two pitches within twelve hours are one touch, so the second is not yet a repetition."""
    person = story()
    person.gets(PITCHES[0], day=2)
    assert person.gets(PITCHES[1], day=2.2).conclusion is Conclusion.PITCH


def test_ordinary_mail_between(story):
    """Ordinary mail of somebody who once pitched stays clear."""
    person = story()
    person.gets(PITCHES[0], day=2)
    said = "Robin, the bridge on Mill Lane is closed until the weekend because of the flood, the detour goes past the old brewery and adds a while, my neighbours had it in the paper this morning and the council confirmed."
    assert person.gets(said, day=5).conclusion is Conclusion.CLEAR


def test_a_broken_promise_is_named(story):
    """Writing on after "my last email" is said in the reasons."""
    person = story()
    person.gets(PITCHES[0], day=2)
    person.gets(
        "Robin, this is my last email. If pipeline is not a priority, I'll stop here. Worth a look? We help shops like yours save 20%.",
        day=6,
    )
    verdict = person.gets(PITCHES[2], day=12)
    assert any("promised to be the last" in reason for reason in verdict.reasons)
