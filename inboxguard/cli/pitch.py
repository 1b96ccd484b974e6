"""`inboxguard pitch`: the user says that a message is a pitch."""

import click


@click.command("pitch")
@click.argument("message")
@click.option("--config", metavar="FILE", help="The configuration.")
@click.option("--revoke", is_flag=True, help="Take back what you said of this person.")
def command(message: str, config: str | None, *, revoke: bool) -> None:
    """Say that MESSAGE is a pitch.

    MESSAGE is a key, a Message-ID, a sender's address or a part of the subject.
    From now on mail of this person is more readily taken for a pitch.
    """
    from inboxguard.service.memory import correct

    found = correct(config, message, "revoked" if revoke else "pitch")
    if revoke:
        click.echo(f"Noted: what you said of {found.sender} is taken back.")
    else:
        click.echo(f"Noted: “{found.subject[:50]}” of {found.sender} is a pitch.")
