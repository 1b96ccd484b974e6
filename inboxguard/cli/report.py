"""`inboxguard report`: what the journal holds, as an etiquette report."""

from pathlib import Path

import click

from inboxguard.cli.scan import FORMATS, check_output, show


@click.command("report")
@click.argument("account", required=False)
@click.option("--config", metavar="FILE", help="The configuration whose journal is read.")
@click.option("--days", type=click.IntRange(1, 36_500), default=90, show_default=True, help="How far back.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of standard output."
)
def command(account: str | None, config: str | None, days: int, form: str, output: Path | None) -> None:
    """Print what the guard has seen and done, of ACCOUNT or of all accounts.

    \b
    Examples:
      inboxguard report
      inboxguard report home --days 30 --format html --output report.html
    """
    from datetime import timedelta

    from inboxguard.clock import now
    from inboxguard.report.facts import read_lines
    from inboxguard.service.account import account_of
    from inboxguard.service.memory import lines, open_journal

    check_output(output)
    with open_journal(config) as (journal, settings):
        names = [account] if account else sorted(settings.account)
        found = [line for name in names for line in lines(journal, name, now() - timedelta(days=days))]
        if account and not found:
            account_of(settings, account)  # an account that left the configuration is still remembered
    show(found, read_lines(found, source=", ".join(names), made=now()), form, output)
