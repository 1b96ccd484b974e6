"""Who asks for what: the regimes, providers and codes of practice that citations name.

The one fact a newcomer would get wrong: a profile is not a judgement. It says which published text asks for a thing;
whether that text binds the sender of a message nobody can see in the message.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`applies_to` says in a sentence whose mail the texts speak of; `sources` name the texts."""

    name: str
    title: str
    what: str
    applies_to: str
    sources: tuple[str, ...]


PROFILES: tuple[Profile, ...] = (
    Profile(
        "rfc",
        "Internet standards",
        "The standards that define the fields and how they are signed.",
        "Any message that carries List-Unsubscribe or List-Unsubscribe-Post.",
        ("RFC 2369", "RFC 8058", "RFC 6376", "RFC 5322", "RFC 2047", "RFC 6068", "RFC 3986"),
    ),
    Profile(
        "us",
        "United States",
        "CAN-SPAM: an opt-out that works, honoured within ten business days, and a postal address.",
        "Commercial electronic mail; transactional and relationship messages are mostly left out.",
        ("15 USC 7704", "16 CFR 316", "FTC CAN-SPAM guide"),
    ),
    Profile(
        "uk",
        "United Kingdom",
        "PECR: who the sender is, and a valid address for a request to stop.",
        "Direct marketing by electronic mail; some duties hold towards individuals only.",
        ("PECR 2003 regulations 22 and 23", "ICO guidance on business-to-business marketing"),
    ),
    Profile(
        "eu",
        "European Union",
        "ePrivacy and GDPR: a valid address to stop, and the right to object pointed out at the first contact.",
        "Direct marketing by electronic mail; member states have put it into their own law.",
        ("Directive 2002/58/EC article 13", "GDPR article 21"),
    ),
    Profile(
        "de",
        "Germany",
        "UWG: sender's identity and a valid address for a request to stop, in every message.",
        "Advertising by electronic mail.",
        ("UWG § 7",),
    ),
    Profile(
        "ca",
        "Canada",
        "CASL: who sends, how to reach them, and an unsubscribe mechanism that is readily performed.",
        "Commercial electronic messages.",
        ("CASL sections 6 and 11", "CRTC regulations SOR/2012-36"),
    ),
    Profile(
        "au",
        "Australia",
        "Spam Act: a functional unsubscribe facility, clear and conspicuous, honoured within five business days.",
        "Commercial electronic messages with an Australian link.",
        ("Spam Act 2003 sections 17 and 18, Schedule 2", "Spam Regulations 2021"),
    ),
    Profile(
        "nz",
        "New Zealand",
        "UEMA: a functional unsubscribe facility by the same method, free, honoured within five working days.",
        "Commercial electronic messages with a New Zealand link.",
        ("Unsolicited Electronic Messages Act 2007 sections 9 to 11",),
    ),
    Profile(
        "sg",
        "Singapore",
        "Spam Control Act: an unsubscribe facility by e-mail, in English, honoured within ten business days.",
        "Unsolicited commercial electronic messages sent in bulk.",
        ("Spam Control Act 2007 Second Schedule",),
    ),
    Profile(
        "gmail",
        "Gmail",
        "What Gmail asks of senders, one-click unsubscribe among it.",
        "Bulk senders to personal Gmail accounts; marketing and subscribed mail.",
        ("Gmail sender guidelines (81126)", "Gmail sender guidelines FAQ (14229414)"),
    ),
    Profile(
        "yahoo",
        "Yahoo",
        "What Yahoo and AOL ask of senders.",
        "Bulk senders to Yahoo and AOL accounts.",
        ("Yahoo sender best practices", "Yahoo sender FAQ"),
    ),
    Profile(
        "outlook",
        "Outlook.com",
        "What Outlook.com asks of high-volume senders; an unsubscribe link is recommended, not required.",
        "Domains that send more than 5,000 messages a day to Outlook.com consumer accounts.",
        ("Outlook high-volume sender requirements",),
    ),
    Profile(
        "ota",
        "Online Trust Alliance",
        "Best practices for unsubscribing, as the alliance audited large retailers by them.",
        "Marketing mail of companies.",
        ("OTA email marketing and unsubscribe audit 2018",),
    ),
    Profile(
        "etiquette",
        "Good manners",
        "What no text asks for but a reader may expect, and what this program looks at for its own verdict.",
        "Any message that sells.",
        ("this program",),
    ),
)

OF_BULK_SENDERS = frozenset({"gmail", "yahoo", "outlook"})
"""Profiles of texts that speak of bulk senders only."""


def profile_of(name: str) -> Profile | None:
    """The profile with that name, in any case; None when there is none."""
    return next((profile for profile in PROFILES if profile.name == name.strip().lower()), None)
