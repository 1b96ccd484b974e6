"""`inboxguard backtest`: what other settings would have done with past mail."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from inboxguard.service.backtest import Tried


@click.command("backtest")
@click.argument("account", required=False)
@click.option("--days", type=click.IntRange(1, 36_500), default=90, show_default=True, help="How far back.")
@click.option("--config", metavar="FILE", help="The configuration whose journal is read.")
def command(account: str | None, days: int, config: str | None) -> None:
    """Show what other settings would have done with your past mail, and every message that changes.

    It rests on what was examined before; nothing is fetched and nothing is done.
    To have more to look at: inboxguard scan ACCOUNT --since-days 90 --mode observe
    """
    from datetime import timedelta

    from inboxguard.clock import now
    from inboxguard.errors import UsageProblem
    from inboxguard.service.backtest import backtest, variants
    from inboxguard.service.memory import open_journal
    from inboxguard.service.world import thresholds_of

    with open_journal(config) as (journal, settings):
        names = [account] if account else sorted(settings.account)
        tried = variants(thresholds_of(settings.judgement), timedelta(days=settings.people.recent_days))
        for name in names:
            found = backtest(journal, name, now() - timedelta(days=days), tried)
            if not sum(found[0].counts.values()):
                raise UsageProblem(
                    f"no mail of account {name} was examined in {days} days", mend=f"inboxguard scan {name}"
                )
            _show(name, found)


def _show(name: str, tried: "tuple[Tried, ...]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from inboxguard.pitch.verdict import Conclusion
    from inboxguard.report.text import plain

    console = Console(highlight=False)
    table = Table(title=f"account {plain(name)}", title_justify="left", box=None, header_style="bold", pad_edge=False)
    for heading in ("setting", "hard sell", "people", "pitch", "unsure", "clear", "changes"):
        table.add_column(heading, justify="left" if heading == "setting" else "right", no_wrap=True)
    for one in tried:
        counts = [one.counts.get(kind, 0) for kind in (Conclusion.PITCH, Conclusion.UNSURE, Conclusion.CLEAR)]
        cells = (one.counts.get(Conclusion.HARD_SELL, 0), one.people, *counts, len(one.changes))
        table.add_row(one.variant.name, *map(str, cells))
    console.print(table)
    for one in tried[1:]:
        for line, before, after in one.changes:
            change = f"{one.variant.name}:  {before.value} → {after.value}".replace("hard_sell", "hard sell")
            mail = f"{line.date:%Y-%m-%d}  {plain(line.name, 24)}: {plain(line.subject, 30)}"
            console.print(Text(f"{change}  {mail}"), soft_wrap=True)
