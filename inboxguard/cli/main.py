"""The command line: which commands there are, and how an error becomes a message and an exit code.

The one fact a newcomer would get wrong: a command's module is imported only when that command runs, so that
`inboxguard --help` stays quick. Each module inboxguard/cli/NAME.py offers a click command called `command`.
"""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from inboxguard import __version__
from inboxguard.errors import ExitCode, InboxguardError

# name: (module, one line for --help). The order is the order of a user's first weeks.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Set up: find the server, test the sign-in, write a configuration."),
    "scan": ("scan", "Look at a mailbox or an archive once and print the etiquette report."),
    "run": ("run", "Watch the mailboxes of the configuration until told to stop."),
    "report": ("report", "Print what the guard has seen and done so far."),
    "explain": ("explain", "Say why one message was judged as it was."),
    "undo": ("undo", "Put filed messages back: one message, a sender, or a whole run."),
    "people": ("people", "Whom you accepted: import, list, show, forget, merge, unmerge, allow."),
    "pitch": ("pitch", "Say that a message is a pitch."),
    "not-a-pitch": ("not_a_pitch", "Say that a message is not a pitch."),
    "opted-out": ("opted_out", "Record that you asked somebody to stop."),
    "backtest": ("backtest", "Show what other settings would have done with your past mail."),
    "check": ("check", "Check one message or a mailbox for a working way out."),
    "lints": ("lints", "List the compliance lints, or print the page of one."),
    "login": ("login", "Sign in with OAuth2 and keep the token."),
    "doctor": ("doctor", "Check everything from DNS to permissions, and say what mends it."),
    "status": ("status", "Say how the running service is."),
    "settings": ("settings", "List every setting with its default and meaning."),
    "demo": ("demo", "Run the whole job on a sample mailbox, on this machine only."),
}

OF_PEOPLE = ("import", "list", "show", "forget", "merge", "unmerge", "allow")


def _nearest(typed: str) -> str:
    """What somebody who typed this may have meant: a command, a part of one's name, or a command of `people`."""
    from difflib import get_close_matches

    known = {**{name: name for name in COMMANDS}, **{name: f"people {name}" for name in OF_PEOPLE}}
    close = get_close_matches(typed.lower(), known, n=3) or [name for name in known if typed.lower() in name.split("-")]
    meant = " or ".join(f"`inboxguard {known[name]}`" for name in close)
    return f" Did you mean {meant}?" if meant else " `inboxguard --help` lists them all."


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"inboxguard.cli.{COMMANDS[cmd_name][0]}")
        found = module.command
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command the arguments begin with.

        Raises:
            click.UsageError: when there is none, with the nearest that there are.
        """
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"No such command {args[0]!r}.{_nearest(args[0])}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A first look that changes nothing:  inboxguard scan mbox:PATH --connections Connections.csv",
)
@click.version_option(__version__, prog_name="inboxguard")
def cli() -> None:
    """Recognise the hard sell that follows an accepted LinkedIn invitation.

    inboxguard reads a mailbox over IMAP (or an mbox, Maildir or folder of .eml), knows whom you recently accepted,
    recognises their repeated pitches, checks whether each offers a way out, files or tags the hard sell, and reports.
    A new account only observes.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; an error of ours becomes two lines on standard error."""
    try:
        result = cli.main(args=list(arguments), standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as shown:
        shown.show()
        return ExitCode.USAGE
    except click.exceptions.Abort:
        return ExitCode.INTERRUPTED
    except click.ClickException as trouble:
        trouble.show()
        return ExitCode.USAGE
    except InboxguardError as trouble:
        return _say(trouble, logged=list(arguments[:1]) == ["run"])
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    return int(result) if isinstance(result, int) else ExitCode.OK


def _say(trouble: InboxguardError, *, logged: bool) -> int:
    """Two lines; the person at the terminal sees the addresses they typed, the log of a service does not."""
    from inboxguard.log import mask, mask_secrets

    hide = mask if logged else mask_secrets
    print(f"inboxguard: {hide(str(trouble))}", file=sys.stderr)
    if trouble.mend:
        print(f"  try: {hide(trouble.mend)}", file=sys.stderr)
    return int(trouble.exit_code)
