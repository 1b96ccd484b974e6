"""`inboxguard not-a-pitch`: the user says that a message is not a pitch."""

import click


@click.command("not-a-pitch")
@click.argument("message")
@click.option("--config", metavar="FILE", help="The configuration.")
@click.option("--revoke", is_flag=True, help="Take back what you said of this person.")
def command(message: str, config: str | None, *, revoke: bool) -> None:
    """Say that MESSAGE is not a pitch.

    MESSAGE is a key, a Message-ID, a sender's address or a part of the subject.
    From now on this person's mail is left alone.
    """
    from inboxguard.service.memory import correct

    found = correct(config, message, "revoked" if revoke else "not-a-pitch")
    if revoke:
        click.echo(f"Noted: what you said of {found.sender} is taken back.")
        return
    click.echo(f"Noted: “{found.subject[:50]}” is not a pitch; {found.sender} is left alone from now on.")
    click.echo("What was filed before stays where it is; inboxguard undo puts it back.")
