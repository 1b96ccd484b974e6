"""The report that the service writes by itself, every day or every week.

The one fact a newcomer would get wrong: when the last one was written stands in the journal, not in a timer. A machine
that slept through the hour, or a service that was started anew, writes it late and once.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

from inboxguard.config.schema import Settings
from inboxguard.journal.store import SqliteJournal
from inboxguard.log import logger
from inboxguard.report.facts import read_lines
from inboxguard.service.memory import lines

_DAYS: Final = {"daily": 1, "weekly": 7}
_LAST: Final = "digest:last"


def write_digests(settings: Settings, journal: SqliteJournal, now: datetime) -> tuple[Path, ...]:
    """The reports written now: one for each account when they are due, else none.

    Raises:
        OSError: when the folder cannot be written to; it is tried again the next time.
    """
    folder, days = settings.general.report_dir, _DAYS.get(settings.service.digest, 0)
    if folder is None or not days:
        return ()
    last = journal.setting(_LAST)
    if not last:  # the first period begins now
        journal.set_setting(_LAST, now.isoformat())
        return ()
    if timedelta(0) <= now - datetime.fromisoformat(last) < timedelta(days=days):
        return ()
    folder = folder.expanduser()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = tuple(_write(folder, name, journal, now, days) for name in sorted(settings.account))
    journal.set_setting(_LAST, now.isoformat())
    logger().info("digest_written", reports=len(written))
    return written


def _write(folder: Path, name: str, journal: SqliteJournal, now: datetime, days: int) -> Path:
    """One account's report, which is there whole or not at all."""
    from inboxguard.report.html import html  # its template engine is 3 MB, and most services write no digest

    found = list(lines(journal, name, now - timedelta(days=days)))
    path = folder / f"{quote(name, safe='')}-{now:%Y-%m-%d}.html"
    unfinished = path.with_suffix(".part")
    unfinished.write_text(html(read_lines(found, source=f"account {name}", made=now)), "utf-8")
    unfinished.chmod(0o600)
    unfinished.replace(path)
    return path
