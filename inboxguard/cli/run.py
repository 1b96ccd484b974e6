"""`inboxguard run`: watch the accounts of the configuration until told to stop."""

import click


@click.command("run")
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT]...")
@click.option("--config", metavar="FILE", help="The configuration.")
def command(accounts: tuple[str, ...], config: str | None) -> int:
    """Watch the mailboxes of the ACCOUNTs, all of the configuration when none is named.

    Reacts as soon as the server tells of new mail. Events are written to standard error as JSON lines.
    SIGTERM and SIGINT end it in order; SIGHUP reads the configuration again, and a broken one is refused.

    \b
    Examples:
      inboxguard run
      inboxguard run home work --config inboxguard.toml
    """
    from inboxguard.service.run import run

    return run(accounts, config)
