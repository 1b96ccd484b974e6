"""The texts that lints cite: who speaks, since when, and when it was read.

The one fact a newcomer would get wrong: a date of effect belongs to the text, not to the lint, so it stands here once;
a citation gives another one only where a section came later. `READ` is the day the laws and standards were read,
laws through public mirrors; no lawyer has reviewed them. What was read in somebody's extract only is not confirmed.
"""

from dataclasses import dataclass
from datetime import date

from inboxguard.compliance.outcome import Level
from inboxguard.compliance.spec import Cite

READ = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Source:
    """A text. `since` is None for what this program asks for itself; `confirmed` is False for what was not read."""

    name: str
    profile: str
    since: date | None
    read_on: date | None = READ
    confirmed: bool = True

    def cite(
        self,
        section: str,
        says: str,
        *,
        level: Level | None = None,
        since: date | None = None,
        confirmed: bool | None = None,
    ) -> Cite:
        """A place in this text, with a few of its words."""
        return Cite(
            self.name,
            section,
            says=says,
            profile=self.profile,
            since=since or self.since,
            read_on=self.read_on,
            confirmed=self.confirmed if confirmed is None else confirmed,
            level=level,
        )


RFC2047 = Source("RFC 2047", "rfc", date(1996, 11, 1))
RFC2369 = Source("RFC 2369", "rfc", date(1998, 7, 1))
RFC3986 = Source("RFC 3986", "rfc", date(2005, 1, 1))
RFC5322 = Source("RFC 5322", "rfc", date(2008, 10, 1))
RFC6068 = Source("RFC 6068", "rfc", date(2010, 10, 1))
RFC6376 = Source("RFC 6376", "rfc", date(2011, 9, 1))
RFC8058 = Source("RFC 8058", "rfc", date(2017, 1, 1))
CAN_SPAM = Source("15 USC 7704", "us", date(2004, 1, 1))
CAN_SPAM_RULE = Source("16 CFR 316", "us", date(2008, 7, 7))
FTC_GUIDE = Source("FTC CAN-SPAM guide", "us", date(2009, 9, 1), confirmed=False)
PECR = Source("PECR 2003", "uk", date(2003, 12, 11))
UK_GDPR = Source("UK GDPR", "uk", date(2018, 5, 25), confirmed=False)
EPRIVACY = Source("Directive 2002/58/EC", "eu", date(2003, 10, 31))
GDPR = Source("GDPR", "eu", date(2018, 5, 25))
GDPR_DE = Source("GDPR", "de", date(2018, 5, 25))
UWG = Source("UWG", "de", date(2022, 5, 28))
CASL = Source("CASL", "ca", date(2014, 7, 1), confirmed=False)
CRTC = Source("CRTC regulations SOR/2012-36", "ca", date(2014, 7, 1), confirmed=False)
SPAM_ACT = Source("Spam Act 2003", "au", date(2004, 4, 10))
SPAM_REGULATIONS = Source("Spam Regulations 2021", "au", date(2021, 4, 1), confirmed=False)
UEMA = Source("Unsolicited Electronic Messages Act 2007", "nz", date(2007, 9, 5))
SPAM_CONTROL_ACT = Source("Spam Control Act 2007", "sg", date(2007, 6, 15))
GMAIL = Source("Gmail sender guidelines", "gmail", date(2024, 2, 1), date(2026, 3, 21))
GMAIL_FAQ = Source("Gmail sender guidelines FAQ", "gmail", date(2024, 2, 1), date(2026, 3, 11))
YAHOO = Source("Yahoo sender best practices", "yahoo", date(2024, 2, 1), date(2025, 4, 10))
YAHOO_FAQ = Source("Yahoo sender FAQ", "yahoo", date(2024, 6, 1), date(2025, 8, 2))
OUTLOOK = Source("Outlook high-volume sender requirements", "outlook", date(2025, 5, 5), date(2025, 8, 2))
OTA = Source("OTA unsubscribe audit 2018", "ota", date(2018, 1, 1), confirmed=False)
ETIQUETTE = Source("what this program asks of", "etiquette", None, None)
