"""`inboxguard check`: does a message offer a way out that works, and which published norms does it not meet."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from inboxguard.compliance.check import CheckResult
    from inboxguard.compliance.history import Answer
    from inboxguard.mail.message import Message
    from inboxguard.mail.ref import RawMessage

_LEVELS = ("error", "warn", "info")


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--profile", "profiles", multiple=True, metavar="NAME", help="Only what this profile asks for; repeatable."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl", "sarif"]), default="text", show_default=True
)
@click.option(
    "--fail-on", type=click.Choice([*_LEVELS, "never"]), default="error", show_default=True, help="Exit 1 then."
)
@click.option(
    "--trusted-id",
    "trusted",
    multiple=True,
    metavar="HOST",
    help="A server of yours whose Authentication-Results count.",
)
@click.option(
    "--commercial",
    type=click.Choice(["auto", "yes", "maybe", "no"]),
    default="auto",
    show_default=True,
    help="Whether the messages sell; auto reads them.",
)
def command(
    paths: tuple[str, ...],
    profiles: tuple[str, ...],
    form: str,
    fail_on: str,
    trusted: tuple[str, ...],
    commercial: str,
) -> int:
    """Check messages for a way out that works: .eml, mbox, Maildir, a folder, or - for standard input.

    \b
    Examples:
      inboxguard check pitch.eml
      inboxguard check ~/Maildir --profile gmail --profile yahoo --format jsonl
    """
    from inboxguard.compliance.profiles import PROFILES, profile_of
    from inboxguard.errors import ExitCode, UsageProblem

    unknown = next((name for name in profiles if profile_of(name) is None), None)
    if unknown is not None:
        known = ", ".join(profile.name for profile in PROFILES)
        raise UsageProblem(f"there is no profile {unknown}", mend=f"one of {known}")
    results = _results(paths, tuple(name.strip().lower() for name in profiles), trusted, commercial)
    worst = _print(results, form)
    failed = fail_on != "never" and worst > 0 and worst >= 3 - _LEVELS.index(fail_on)
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _results(
    paths: tuple[str, ...], profiles: tuple[str, ...], trusted: tuple[str, ...], commercial: str
) -> "Iterator[CheckResult]":
    from inboxguard.compliance.check import check_message
    from inboxguard.mail.parse import parse

    for raw in _messages(paths):
        message = parse(raw)
        yield check_message(
            message, profiles=profiles, trusted_ids=trusted, commercial=_commercial(message, commercial)
        )


def _messages(paths: tuple[str, ...]) -> "Iterator[RawMessage]":
    from inboxguard.archive.open import open_path, open_stdin

    for path in paths:
        yield from (open_stdin() if path == "-" else open_path(path)).messages()


def _commercial(message: "Message", said: str) -> "Answer":
    """Whether the message sells: as said, or by its reading; a reading never says a plain no."""
    from inboxguard.compliance.history import Answer

    if said != "auto":
        return Answer(said)
    from inboxguard.pitch.context import NOTHING_KNOWN
    from inboxguard.pitch.model import read
    from inboxguard.pitch.reading import Judged

    return Answer.YES if read(message, NOTHING_KNOWN).judged is Judged.PITCH else Answer.MAYBE


def _print(results: "Iterator[CheckResult]", form: str) -> int:
    """Print all results in a format; gives the weight of the gravest finding, 0 without any."""
    seen: list[int] = [0]

    def watched() -> "Iterator[CheckResult]":
        for result in results:
            seen.extend(finding.level.weight for finding in result.findings[:1])
            yield result

    if form == "sarif":
        from inboxguard.report.sarif import sarif

        click.echo(sarif(watched()))
    elif form == "json":
        from inboxguard.report.check_json import document

        click.echo(document(watched()))
    elif form == "jsonl":
        _print_lines(watched())
    else:
        _print_text(watched())
    return max(seen)


def _print_lines(results: "Iterator[CheckResult]") -> None:
    from inboxguard.report.check_json import line, result_object, summary_object

    options, levels = Counter[str](), Counter[str]()
    for result in results:
        options[result.ways_out.offer.value] += 1
        levels.update(finding.level.value for finding in result.findings)
        click.echo(line(result_object(result)))
    click.echo(line(summary_object(options, levels)))


def _print_text(results: "Iterator[CheckResult]") -> None:
    from inboxguard.report.check_text import render, summary

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    options = Counter[str]()
    for result in results:
        options[result.ways_out.offer.value] += 1
        click.echo(render(result, colour=colour), nl=False, color=colour or None)
    if sum(options.values()) != 1:
        click.echo(summary(options.most_common()), nl=False)
