"""`inboxguard opted-out`: the user asked somebody to stop, by other means than mail."""

import click


@click.command("opted-out")
@click.argument("address")
@click.option("--on", "on", metavar="DATE", help="The day you asked; today when absent.")
@click.option("--account", metavar="NAME", help="The account; needed when there are several.")
@click.option("--config", metavar="FILE", help="The configuration.")
def command(address: str, on: str | None, account: str | None, config: str | None) -> None:
    """Record that you asked ADDRESS to stop writing.

    Your own mails that say so are found in your sent mail; this is for telephone, web forms and the like.
    What arrives afterwards counts as sent after a refusal.
    """
    from inboxguard.service.memory import opt_out

    when, names = opt_out(config, account, address, on)
    click.echo(f"Noted: you asked {names} to stop on {when:%Y-%m-%d}.")
