"""What happened before this message, as plain values: earlier mail, the user's opt-outs, and how days are counted.

The one fact a newcomer would get wrong: `History.known` is False when nobody looked, and then a lint over the history
says Undecided; an empty history that is known means that this really is the first mail.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from inboxguard.compliance.way_out import Offer, Option
from inboxguard.mail.address import Address
from inboxguard.mail.evidence import Evidence


class Answer(StrEnum):
    """Yes, no, or cannot be told."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class OptOutWay(StrEnum):
    """How the user opted out."""

    REPLY = "reply"
    MAILTO = "mailto"
    ONE_CLICK = "one-click"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class EarlierMail:
    """A mail of the same person or organisation, received before this one.

    `signed_by` are the d= domains of passing signatures; `promised_stop` is where it said that no more mail would
    come; `acknowledged` where it confirmed an opt-out; `bounced` is true for a delivery failure notice.
    """

    at: datetime
    sender: Address | None
    sender_name: str = ""
    message_id: str = ""
    subject: str = ""
    offer: Offer = Offer.UNKNOWN
    options: tuple[Option, ...] = ()
    commercial: Answer = Answer.MAYBE
    same_thread: bool = False
    signed_by: tuple[str, ...] = ()
    signature_text: str = ""
    promised_stop: Evidence | None = None
    acknowledged: Evidence | None = None


@dataclass(frozen=True, slots=True)
class OptOut:
    """The user asked for no more mail.

    `asked` is the address or registrable domain it was asked of; `bounced` is when a delivery failure for the request
    came back, None when none did; `withdrawn` when the user consented again.
    """

    at: datetime
    asked: str
    way: OptOutWay
    evidence: Evidence
    bounced: datetime | None = None
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Earlier mail of the sender, oldest first, and the user's opt-outs.

    `holidays` are dates that are not business days, for the place of the user; weekends need not be listed.
    """

    earlier: tuple[EarlierMail, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    holidays: frozenset[date] = frozenset()
    known: bool = True


UNKNOWN_HISTORY = History(known=False)


def business_days_after(start: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """The last day of a limit of that many business days; counting begins the day after `start`.

    Saturdays, Sundays and `holidays` do not count. With 0 days it is `start` itself.
    """
    day = start
    left = days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            left -= 1
    return day
