"""`inboxguard scan`: look once, at an account or at files, and print the etiquette report."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inboxguard.errors import ConfigProblem

if TYPE_CHECKING:
    from inboxguard.report.facts import Report
    from inboxguard.report.line import Line

FORMATS = ["text", "json", "jsonl", "html", "csv"]


@click.command("scan")
@click.argument("source")
@click.option("--config", "config", metavar="FILE", help="The configuration; needed for an account.")
@click.option(
    "--connections", multiple=True, metavar="FILE", help="A LinkedIn export (zip or CSV) or a list of your own."
)
@click.option(
    "--me", multiple=True, metavar="ADDRESS", help="An address of yours; guessed from an archive when absent."
)
@click.option(
    "--scope", type=click.Choice(["connections", "everyone"]), default="connections", show_default=True,
    help="Judge only people you accepted, or every sender as if you had.",
)  # fmt: skip
@click.option("--now", metavar="TIME", help="Pretend it is this instant (ISO 8601).")
@click.option("--recent-days", type=click.IntRange(1, 3650), help="How long an accepted person counts as recent.")
@click.option("--mode", type=click.Choice(["observe", "tag", "file"]), help="The most that may be done in this scan.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of standard output."
)
@click.option("--since-days", type=click.IntRange(1, 36_500), help="How many days back a first scan looks.")
@click.option("--fail-on-findings", is_flag=True, help="End with exit code 1 when there was a hard sell.")
def command(
    source: str, config: str | None, connections: tuple[str, ...], me: tuple[str, ...], scope: str, now: str | None,
    recent_days: int | None, mode: str | None, form: str, output: Path | None, since_days: int | None,
    *, fail_on_findings: bool,
) -> int:  # fmt: skip
    """Look once at SOURCE and print the etiquette report.

    SOURCE is the name of an account in the configuration, or files: mbox:PATH, maildir:PATH, eml:PATH.
    Files are only read. An account is changed only as far as its mode allows; a new account only observes.

    \b
    Examples:
      inboxguard scan mbox:takeout.mbox --connections Connections.csv
      inboxguard scan home
      inboxguard scan home --mode file
      inboxguard scan mbox:takeout.mbox --scope everyone --format jsonl
    """
    from inboxguard.archive.open import is_archive
    from inboxguard.cli.progress import Progress
    from inboxguard.service.wishes import Wishes

    check_output(output)
    wishes = Wishes.read(
        connections=connections, me=me, everyone=scope == "everyone", now=now, recent_days=recent_days, mode=mode,
        since_days=since_days,
    )  # fmt: skip
    with Progress() as progress:
        if is_archive(source):
            from inboxguard.service.replay import replay

            outcome = replay(source, config, wishes, progress)
        else:
            from inboxguard.service.account import scan_account

            outcome = scan_account(source, config, wishes, progress)
    show(outcome.lines, outcome.report, form, output)
    if fail_on_findings and outcome.report.count("hard_sell"):
        return 1
    return 7 if outcome.partial else 0


def check_output(output: Path | None) -> None:
    """Find out before the work whether its result has a place to go.

    Raises:
        ConfigProblem: when the folder is not there.
    """
    if output and not output.parent.is_dir():
        raise ConfigProblem(f"{output} cannot be written: there is no folder {output.parent}", mend="check --output")


def show(lines: Sequence["Line"], report: "Report", form: str, output: Path | None) -> None:
    """Print or write the report in the form asked for.

    Raises:
        ConfigProblem: when it cannot be written there.
    """
    try:
        _show(lines, report, form, output)
    except OSError as trouble:
        if output is None:
            raise
        raise ConfigProblem(f"{output} cannot be written: {trouble.strerror}", mend="check --output") from trouble


def _show(lines: Sequence["Line"], report: "Report", form: str, output: Path | None) -> None:
    text = _rendered(lines, report, form)
    if text is None:
        from rich.console import Console

        from inboxguard.report.text import render

        with output.open("w", encoding="utf-8") if output else click.open_file("-", "w") as out:
            Console(file=out, highlight=False, width=None if not output else 100).print(render(report))
    elif output:
        output.write_text(text, "utf-8")
    else:
        click.echo(text, nl=not text.endswith("\n"))


def _rendered(lines: Sequence["Line"], report: "Report", form: str) -> str | None:
    if form == "html":
        from inboxguard.report.html import html

        return html(report)
    if form == "csv":
        from inboxguard.report.csv import csv

        return csv(report)
    if form in {"json", "jsonl"}:
        from inboxguard.report import json

        return json.whole(lines, report) if form == "json" else "\n".join(json.jsonl(lines, report))
    return None
