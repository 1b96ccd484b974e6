"""`inboxguard not-a-pitch`: the user says that a message is not a pitch."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from inboxguard.ports import Remembered


@click.command("not-a-pitch")
@click.argument("message")
@click.option("--config", metavar="FILE", help="The configuration.")
@click.option("--leave", is_flag=True, help="Leave the message where it was filed.")
@click.option("--revoke", is_flag=True, help="Take back what you said of this person.")
def command(message: str, config: str | None, *, leave: bool, revoke: bool) -> int:
    """Say that MESSAGE is not a pitch; what was filed or tagged of it is put back.

    MESSAGE is a key, a Message-ID, a sender's address or a part of the subject.
    From now on this person's mail is left alone.
    """
    from inboxguard.service.memory import correct

    found = correct(config, message, "revoked" if revoke else "not-a-pitch")
    if revoke:
        click.echo(f"Noted: what you said of {found.sender} is taken back.")
        return 0
    click.echo(f"Noted: “{found.subject[:50]}” is not a pitch; {found.sender} is left alone from now on.")
    return _put_back(found, config, leave=leave)


def _put_back(found: "Remembered", config: str | None, *, leave: bool) -> int:
    """Put the message back, or say by which command it comes back; what else of this person may be put back."""
    from inboxguard.errors import ExitCode, InboxguardError
    from inboxguard.service.memory import filed_of
    from inboxguard.service.take_back import Choice, take_back

    filed, others = filed_of(config, found)
    code = ExitCode.OK
    back = f"inboxguard undo {found.key} --account {found.ref.account}"
    if filed and leave:
        click.echo(f"It stays where it was filed; {back} puts it back.")
    elif filed:
        try:
            handled = take_back(Choice(message=str(found.key)), found.ref.account, config)
        except InboxguardError as problem:
            click.echo(f"It could not be put back now: {problem}. Later: {back}")
            return problem.exit_code
        for one in handled:
            click.echo(f"{one.done}: {one.where}")
        code = ExitCode.OK if all(one.done == "put back" for one in handled) else ExitCode.PARTIAL
    if others:
        click.echo(
            f"{others} more of this person {'was' if others == 1 else 'were'} filed or tagged: "
            f"inboxguard undo --sender {found.sender} --account {found.ref.account}"
        )
    return code
