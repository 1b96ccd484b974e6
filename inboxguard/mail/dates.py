"""The Date field (RFC 5322 §3.3), read with the tolerance the obsolete and the broken forms need."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONES = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
          "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "met": 1, "mest": 2, "bst": 1, "jst": 9}  # fmt: skip
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"
_USUAL = re.compile(rf"(\d{{1,2}})[\s-]{{1,5}}([A-Za-z]{{3}})[a-z]{{0,8}}[\s.,-]{{1,5}}(\d{{2,4}})[\s,]{{1,5}}{_TIME}")
_ASCTIME = re.compile(
    rf"([A-Za-z]{{3}})\s{{1,5}}(\d{{1,2}})\s{{1,5}}{_TIME}(?:\s{{1,5}}[A-Z]{{2,5}})?\s{{1,5}}(\d{{4}})"
)
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})[T\s]{_TIME}")
_ZONE = re.compile(r"\s{0,10}(?:\.\d{1,9})?\s{0,10}(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})|\s{0,10}\(?([A-Za-z]{1,5})\b")


def _year(text: str) -> int:
    """RFC 5322 §4.3: two digits below 50 are of this century, other short years count from 1900."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


@lru_cache(maxsize=1024)
def _zone(text: str) -> timezone:
    found = _ZONE.match(text)
    if not found:
        return UTC
    if found[1]:
        minutes = min(int(found[2]) * 60 + int(found[3]), 23 * 60 + 59)
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return timezone(timedelta(hours=_ZONES.get(found[4].lower(), 0)))


def read_date(text: str) -> datetime | None:
    """The instant a Date field states, with its zone (UTC where it states none), or None when it states none."""
    text = text[:200]
    if found := _USUAL.search(text):
        day, month_name, year, *clock = found.groups()
        month, rest = _MONTHS.get(month_name.lower()), text[found.end() :]
    elif found := _ASCTIME.search(text):
        month_name, day, hour, minute, second, year = found.groups()
        month, rest, clock = _MONTHS.get(month_name.lower()), text[found.end() :], [hour, minute, second]
    elif found := _ISO.search(text):
        year, month_digits, day, *clock = found.groups()
        month, rest = int(month_digits), text[found.end() :]
    else:
        return None
    if month is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        return datetime(_year(year), month, int(day), hour, minute, min(second, 59), tzinfo=_zone(rest))
    except ValueError:
        return None
