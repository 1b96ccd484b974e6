"""`inboxguard explain`: why one message was judged as it was."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from inboxguard.report.line import Line


@click.command("explain")
@click.argument("message")
@click.option("--config", metavar="FILE", help="The configuration whose journal is asked.")
@click.option(
    "--source", metavar="ARCHIVE", help="Explain a message of an archive instead: mbox:PATH, maildir:PATH, eml:PATH."
)
@click.option("--connections", multiple=True, metavar="FILE", help="With --source: whom you accepted.")
@click.option("--me", multiple=True, metavar="ADDRESS", help="With --source: an address of yours.")
@click.option("--scope", type=click.Choice(["connections", "everyone"]), default="connections", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    message: str, config: str | None, source: str | None, connections: tuple[str, ...], me: tuple[str, ...], scope: str,
    form: str,
) -> None:  # fmt: skip
    """Say why MESSAGE was judged as it was.

    MESSAGE is a key, a Message-ID, a part of the subject, or a sender's address or name (for the latest message).

    \b
    Examples:
      inboxguard explain "quick question about Northpine"
      inboxguard explain "Dana Whitlock" --format json
      inboxguard explain abc@mail.example --source mbox:takeout.mbox
    """
    import json

    from inboxguard.report.explanation import as_explained, explanation

    line = _in_archive(message, source, config, connections, me, scope) if source else _in_journal(message, config)
    click.echo(
        explanation(line) if form == "text" else f"{json.dumps(as_explained(line), ensure_ascii=False)}\n", nl=False
    )


def _in_journal(message: str, config: str | None) -> "Line":
    from inboxguard.service.memory import line_of, only, open_journal

    with open_journal(config) as (journal, _):
        found = only(journal.find(message), message, by_sender=True)
        return line_of(found, journal.deeds(found.ref.account, key=found.key))


def _in_archive(
    message: str, source: str, config: str | None, connections: tuple[str, ...], me: tuple[str, ...], scope: str
) -> "Line":
    from inboxguard.cli.progress import Progress
    from inboxguard.errors import UsageProblem
    from inboxguard.service.replay import replay
    from inboxguard.service.wishes import Wishes

    wishes = Wishes.read(connections=connections, me=me, everyone=scope == "everyone")
    with Progress() as progress:
        lines = replay(source, config, wishes, progress).lines
    wanted = message.strip("<> ").lower()
    found = [
        one for one in lines if wanted in {one.key, one.message_id.lower(), one.sender.lower(), one.source.lower()}
    ]
    found = found or [one for one in lines if wanted and wanted in one.subject.lower()]
    found = found or [one for one in lines if wanted and wanted in {one.name.lower(), one.person.lower()}]
    if not found:
        raise UsageProblem(f"no message of {source} fits “{message}”", mend=f"inboxguard scan {source} --format jsonl")
    if len(found) > 1:
        click.echo(
            f"{len(found)} messages fit “{message}”; this is the latest. Name another by its Message-ID.", err=True
        )
    return found[-1]
