"""The etiquette report as a table for spreadsheets: one row a person.

The one fact a newcomer would get wrong: a cell that begins with =, +, -, @, tab or CR is run as a formula by common
spreadsheets, so such cells are given a leading apostrophe.
"""

import csv as table
import io

from inboxguard.report.facts import Report
from inboxguard.report.text import plain

COLUMNS = (
    "name", "addresses", "accepted", "rests_on", "match", "hours_to_first_pitch",
    "messages", "pitches", "hard_sells", "after_refusal", "way_out", "done",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(report: Report) -> str:
    """The table with a header row, CRLF line ends (RFC 4180)."""
    out = io.StringIO()
    rows = table.writer(out)
    rows.writerow(COLUMNS)
    for o in report.offenders:
        hours = f"{o.first_after.total_seconds() / 3600:.1f}" if o.first_after is not None else ""
        cells = (
            o.name, " ".join(o.addresses), o.accepted.date().isoformat() if o.accepted else "", o.rests_on, o.match,
            hours,
            o.messages, o.pitches, o.hard_sells, o.after_refusal, o.way_out, o.deeds,
        )  # fmt: skip
        rows.writerow([harmless(str(cell)) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet runs."""
    shown = plain(cell, 500)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
