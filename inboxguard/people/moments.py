"""Dates as exports and spreadsheets write them.

The one fact a newcomer would get wrong: 03/04/2022 has no answer alone. The order of day and month is read from the
whole column, and where the column does not tell, LinkedIn's own month first is taken.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

from inboxguard.people.folding import fold

_NAMED = re.compile(
    r"^\s*(\d{1,2})[.\s-]{1,3}(?:de\s+)?([^\W\d]{3,12})\.?[.,\s-]{1,3}(?:de\s+)?(\d{2,4})\b(.*)$", re.IGNORECASE
)
_NAMED_FIRST = re.compile(r"^\s*([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b(.*)$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s,]+(.*))?$")
_NUMBERS = re.compile(r"^\s*(\d{1,2})([./-])(\d{1,2})\2(\d{2,4})(?:,?\s+(.*))?$")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?\s?(?:m\b)?", re.IGNORECASE)
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_MONTHS = (
    "jan janvier ene gen sty january januar enero gennaio janeiro stycznia januari",
    "feb fev fevr lut february februar febrero febbraio fevereiro lutego februari fevrier",
    "mar mars mrz marz maart marzo marco march marca maj3 mrt",
    "apr avr abr kwi april avril abril aprile kwietnia",
    "may mai mayo mag mei maj maggio maio maja",
    "jun juin giu cze june juni junio giugno junho czerwca",
    "jul juil lug lip july juli julio luglio julho lipca juillet",
    "aug aout ago sie august agosto augustus sierpnia",
    "sep sept set wrz september septembre septiembre settembre setembro wrzesnia",
    "oct okt ott out paz october oktober octobre octubre ottobre outubro pazdziernika",
    "nov lis november novembre noviembre novembro listopada",
    "dec dez dic gru december dezember decembre diciembre dicembre dezembro grudnia",
)


@cache
def _months() -> dict[str, int]:
    return {fold(word): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


def day_comes_first(texts: Iterable[str]) -> bool:
    """Whether a column of numeric dates has the day first: some first number above 12, or dots between."""
    for text in texts:
        found = _NUMBERS.match(text)
        if found and (int(found[1]) > 12 or found[2] == "."):
            return True
        if found and int(found[3]) > 12:
            return False
    return False


def read_moment(text: str, *, day_first: bool = False) -> datetime | None:
    """The instant written, UTC where no zone is given, midnight where no time is; None when it is no date."""
    text = text.strip()[:60]
    if _SERIAL.match(text):
        return datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(text))
    if found := _YEAR_FIRST.match(text):
        return _made(found[1], int(found[2]), found[3], found[4] or "")
    if found := _NAMED.match(text):
        return _made(found[3], _months().get(fold(found[2]), 0), found[1], found[4])
    if found := _NAMED_FIRST.match(text):
        return _made(found[3], _months().get(fold(found[1]), 0), found[2], found[4])
    if found := _NUMBERS.match(text):
        day, month = (
            (found[1], found[3]) if day_first or found[2] == "." or int(found[1]) > 12 else (found[3], found[1])
        )
        return _made(found[4], int(month), day, found[5] or "")
    return None


def _made(year: str, month: int, day: str, rest: str) -> datetime | None:
    number = int(year) if len(year) > 2 else 2000 + int(year)
    clock = _TIME.search(rest)
    hour, minute, second = (int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else (0, 0, 0)
    half = (clock[4] or "").lower() if clock else ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(number, month, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
