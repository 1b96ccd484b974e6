"""`inboxguard undo`: put back what was filed, and take away tags."""

import click


@click.command("undo")
@click.argument("message", required=False)
@click.option("--account", metavar="NAME", help="The account; needed when there are several.")
@click.option(
    "--sender", metavar="ADDRESS", help="Everything of the person behind this address, whatever address they used."
)
@click.option("--run", "run_id", metavar="RUN", help="Everything of one run; “last” for the latest.")
@click.option("--config", metavar="FILE", help="The configuration.")
@click.option("--dry-run", is_flag=True, help="Only list what would be put back.")
def command(
    message: str | None,
    account: str | None,
    sender: str | None,
    run_id: str | None,
    config: str | None,
    *,
    dry_run: bool,
) -> int:
    """Put back what was filed and take tags away: one MESSAGE, a sender, or a whole run.

    MESSAGE is a key, a Message-ID or a part of the subject. What was put back is never filed again.
    While `inboxguard run` works on the same state, it is asked to do it, which takes a second or two.

    \b
    Examples:
      inboxguard undo --run last
      inboxguard undo --sender dana@tryacme.example
      inboxguard undo "quick question about Northpine"
    """
    from inboxguard.service.take_back import Choice, take_back

    handled = take_back(Choice(message, sender, run_id), account, config, dry_run=dry_run)
    for one in handled:
        click.echo(f"{one.done:<12} {one.subject[:50]:<50} {one.where}")
    if dry_run:
        click.echo(f"{len(handled)} would be put back; nothing was changed.")
        return 0
    click.echo(f"{sum(one.done == 'put back' for one in handled)} of {len(handled)} put back.")
    if any(one.done == "asked for" for one in handled):
        click.echo("The process that works on this state was asked for the others; it puts them back when it can.")
    return 0 if all(one.done == "put back" for one in handled) else 7
