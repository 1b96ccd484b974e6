"""The texts that lints cite: who speaks, since when, and when it was read.

The one fact a newcomer would get wrong: a date of effect belongs to the text, not to the lint, so it stands here once;
a citation gives another one only where a section came later. Laws were read in public mirrors, and no lawyer has
reviewed them. What was read of a text stands here too, since it differs from section to section. Three dates of
effect rest on memory: those of 15 USC 7704, of 16 CFR 316 and of the GDPR.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inboxguard.compliance.outcome import Level
from inboxguard.compliance.spec import Basis, Cite

READ = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Source:
    """A text. `since` is None for what this program asks for itself.

    `basis` is what our words of it rest on, and `but` the sections of which that is something else; `read_on` is the
    day that was read: of a page that changes, the day of the copy.
    """

    name: str
    profile: str
    since: date | None
    basis: Basis
    read_on: date | None = READ
    but: Mapping[str, Basis] = field(default_factory=dict)

    def cite(self, section: str, says: str, *, level: Level | None = None, since: date | None = None) -> Cite:
        """A place in this text, with a few of its words."""
        return Cite(
            self.name,
            section,
            says=says,
            profile=self.profile,
            since=since or self.since,
            read_on=self.read_on,
            basis=self.but.get(section, self.basis),
            level=level,
        )


RFC2047 = Source("RFC 2047", "rfc", date(1996, 11, 1), Basis.TEXT)
RFC2369 = Source("RFC 2369", "rfc", date(1998, 7, 1), Basis.TEXT)
RFC3986 = Source("RFC 3986", "rfc", date(2005, 1, 1), Basis.TEXT)
RFC5322 = Source("RFC 5322", "rfc", date(2008, 10, 1), Basis.TEXT)
RFC6068 = Source("RFC 6068", "rfc", date(2010, 10, 1), Basis.EXTRACT)
RFC6376 = Source("RFC 6376", "rfc", date(2011, 9, 1), Basis.EXTRACT)
RFC8058 = Source("RFC 8058", "rfc", date(2017, 1, 1), Basis.TEXT)
CAN_SPAM = Source(
    "15 USC 7704",
    "us",
    date(2004, 1, 1),
    Basis.EXTRACT,
    but=dict.fromkeys(("(a)(1)", "(a)(2)", "(a)(3)(A)", "(a)(3)(A)(ii)"), Basis.TEXT),
)
CAN_SPAM_RULE = Source("16 CFR 316", "us", date(2008, 7, 7), Basis.EXTRACT, but={"316.5": Basis.TEXT})
FTC_GUIDE = Source("FTC CAN-SPAM guide", "us", date(2009, 9, 1), Basis.EXTRACT)
PECR = Source(
    "PECR 2003",
    "uk",
    date(2003, 12, 11),
    Basis.EXTRACT,
    but=dict.fromkeys(("regulation 22(2)", "regulation 22(3)(c)"), Basis.TEXT),
)
UK_GDPR = Source("UK GDPR", "uk", date(2018, 5, 25), Basis.MEMORY, None)
EPRIVACY = Source("Directive 2002/58/EC", "eu", date(2003, 10, 31), Basis.EXTRACT)
GDPR = Source("GDPR", "eu", date(2018, 5, 25), Basis.TEXT)
GDPR_DE = Source("GDPR", "de", date(2018, 5, 25), Basis.TEXT)
UWG = Source("UWG", "de", date(2022, 5, 28), Basis.TEXT)
CASL = Source(
    "CASL",
    "ca",
    date(2014, 7, 1),
    Basis.EXTRACT,
    but=dict.fromkeys(("section 11(1)(a)(i)", "section 11(2)"), Basis.TEXT),
)
CRTC = Source("CRTC regulations SOR/2012-36", "ca", date(2014, 7, 1), Basis.EXTRACT)
SPAM_ACT = Source("Spam Act 2003", "au", date(2004, 4, 10), Basis.TEXT, but={"Schedule 2 clause 6": Basis.EXTRACT})
SPAM_REGULATIONS = Source("Spam Regulations 2021", "au", date(2021, 4, 1), Basis.EXTRACT)
UEMA = Source("Unsolicited Electronic Messages Act 2007", "nz", date(2007, 9, 5), Basis.TEXT)
SPAM_CONTROL_ACT = Source("Spam Control Act 2007", "sg", date(2007, 6, 15), Basis.TEXT)
GMAIL = Source("Gmail sender guidelines", "gmail", date(2024, 2, 1), Basis.TEXT, date(2026, 3, 11))
GMAIL_FAQ = Source("Gmail sender guidelines FAQ", "gmail", date(2024, 2, 1), Basis.TEXT, date(2026, 3, 11))
YAHOO = Source("Yahoo sender best practices", "yahoo", date(2024, 2, 1), Basis.TEXT, date(2026, 5, 15))
OUTLOOK = Source("Outlook high-volume sender requirements", "outlook", date(2025, 5, 5), Basis.TEXT, date(2025, 8, 2))
OTA = Source("OTA unsubscribe audit 2018", "ota", date(2018, 1, 1), Basis.EXTRACT)
ETIQUETTE = Source("what this program asks of", "etiquette", None, Basis.OURS, None)

STATUTE_DEADLINES = (
    CAN_SPAM.cite("(a)(4)(A)(i)", "more than 10 business days after the receipt of such request"),
    CASL.cite("section 11(3)", "without delay, and in any event no later than 10 business days"),
    SPAM_ACT.cite("Schedule 2 clause 6", "withdrawal takes effect at the end of 5 business days"),
    UEMA.cite("section 9(2)", "withdrawn with effect from the day that is 5 working days after"),
    SPAM_CONTROL_ACT.cite("Second Schedule 2(7)", "after the expiration of 10 business days"),
)
"""Within how long a statute wants a request to stop honoured."""

PROVIDER_DEADLINES = (
    GMAIL_FAQ.cite("14229414", "unsubscribe requests aren't honored within 48 hours"),
    YAHOO.cite("Easy unsubscribe", "honor unsubscribes within 2 days"),
)
"""The same, as providers want it of bulk senders."""
