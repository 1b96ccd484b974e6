"""`inboxguard demo`: the whole job on a sample mailbox, over a real IMAP conversation on this machine."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from inboxguard.demo.stage import Stage
    from inboxguard.report.line import Line

_SHOWN = 6


@click.command("demo")
@click.option(
    "--mode", type=click.Choice(["observe", "tag", "file"]), default="file", show_default=True,
    help="The most that may be done to the sample mailbox.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Where the HTML report is put; a temporary folder when absent.",
)  # fmt: skip
@click.option("--keep", is_flag=True, help="Keep the server and the state until Ctrl-C, to try further commands.")
def command(mode: str, out: Path | None, *, keep: bool) -> int:
    """Run the whole job on a sample mailbox, on this machine only.

    A small IMAP server starts inside this process and serves a made-up mailbox to the ordinary scan.
    Nothing leaves this machine, and no account of yours is touched.

    \b
    Examples:
      inboxguard demo
      inboxguard demo --mode observe
      inboxguard demo --out report --keep
    """
    from rich.console import Console

    from inboxguard.cli.progress import Progress
    from inboxguard.cli.scan import show
    from inboxguard.clock import now
    from inboxguard.demo.stage import ACCOUNT, stage
    from inboxguard.service.account import scan_account
    from inboxguard.service.wishes import Wishes

    _forget_settings_of_the_environment()
    console = Console(highlight=False)
    with _ending_in_order(), stage(now(), mode=mode, out=out) as scene:
        with Progress() as progress:
            progress.say(_opening(scene))
            outcome = scan_account(ACCOUNT, str(scene.config), Wishes.read(), progress)
        _deeds(console, outcome.lines)
        show(outcome.lines, outcome.report, "text", None)
        _mailboxes(console, scene.before, scene.server.counts())
        page = scene.out / "report.html"
        show(outcome.lines, outcome.report, "html", page)
        _closing(console, page, _undoable(scene) if mode != "observe" else 0, stays=keep)
        if keep:
            _wait(scene)
    return 0


@contextlib.contextmanager
def _ending_in_order() -> "Iterator[None]":
    """SIGTERM, and the end of the terminal, leave the block as Ctrl-C does: what the demo made is taken away."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    wanted = [signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.signal(number, end) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _forget_settings_of_the_environment() -> None:
    """Settings of the user's own account must not reach the demo, nor the demo fail over them."""
    for name in [name for name in os.environ if name.startswith("INBOXGUARD_")]:
        del os.environ[name]


def _opening(scene: "Stage") -> str:
    from inboxguard.demo.sample import OWNER_NAME

    held = ", ".join(f"{count} in {name}" for name, count in scene.before.items())
    return (
        f"A made-up mailbox is served on {scene.server.address}, on this machine only.\n"
        f"{OWNER_NAME} has {sum(scene.before.values())} messages ({held})\n"
        f"and an export of {scene.connections} LinkedIn connections.\n"
    )


def _deeds(console: "Console", lines: "Sequence[Line]") -> None:
    from rich.text import Text

    from inboxguard.report.text import plain

    done = [line for line in lines if line.done and not line.done.startswith(("not ", "left"))]
    for line in done[:_SHOWN]:
        text = Text("  ")
        text.append(f"{plain(line.done, 11):<11} ", style="red" if line.done.endswith(("filed", "file")) else "yellow")
        text.append(f"{plain(line.name, 20):<20} ", style="bold")
        text.append(plain(line.subject, 44))
        console.print(text, no_wrap=True, overflow="ellipsis")
    if len(done) > _SHOWN:
        console.print(f"  … and {len(done) - _SHOWN} more", style="dim")
    if done:
        console.print()


def _mailboxes(console: "Console", before: dict[str, int], after: dict[str, int]) -> None:
    from rich.text import Text

    console.print(Text(f"\n{'mailbox':<20}{'before':>8}{'after':>8}", style="bold"))
    for name in sorted(before | after, key=lambda name: (name != "INBOX", name)):
        was, now = before.get(name), after.get(name)
        style = "" if was == now else "bold"
        console.print(Text(f"{name:<20}{'–' if was is None else was:>8}{'–' if now is None else now:>8}", style=style))


def _undoable(scene: "Stage") -> int:
    """How many messages `inboxguard undo` would put back, asked of undo itself."""
    from inboxguard.demo.stage import ACCOUNT
    from inboxguard.errors import UsageProblem
    from inboxguard.service.take_back import Choice, take_back

    try:
        return len(take_back(Choice(run="last"), ACCOUNT, str(scene.config), dry_run=True))
    except UsageProblem:
        return 0


def _closing(console: "Console", page: Path, undoable: int, *, stays: bool) -> None:
    console.print(f"\nThe same report as a page: {page}", soft_wrap=True, markup=False)
    if undoable:
        console.print(f"Nothing was deleted: “inboxguard undo --run last” would put back all {undoable}.")
    if undoable and not stays:
        console.print("To try it on this mailbox, start the demo with --keep.", style="dim")
    console.print(
        "\nA first look at your own mail, which changes nothing:\n"
        "  inboxguard scan mbox:PATH --connections Connections.csv --me you@example.com",
        style="dim",
        markup=False,
    )


def _wait(scene: "Stage") -> None:
    """Say what can be tried on the server, and wait for Ctrl-C."""
    print(
        f"""
The server stays at {scene.server.address} until Ctrl-C, for other commands in another terminal:
  inboxguard explain "Re: our conversation" --config {scene.config}
  inboxguard undo --run last --config {scene.config}
  a mail program: user {scene.server.user}, password {scene.server.password}, no encryption""",
        file=sys.stderr,
    )
    with contextlib.suppress(KeyboardInterrupt):
        while scene.server.running:
            time.sleep(0.5)
    print("The server has ended and forgotten everything.", file=sys.stderr)
