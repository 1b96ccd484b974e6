"""`inboxguard people`: whom you accepted. Import, list, show, forget, merge, unmerge, allow."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inboxguard.cli.people_known import dry_run_option, everybody, matching, one_of, open_store, safe, state_option
from inboxguard.cli.people_merge import merge, unmerge
from inboxguard.errors import ConfigProblem, UsageProblem

if TYPE_CHECKING:
    from inboxguard.people.connection import Connection
    from inboxguard.people.learnt import Learnt

MOST_LINES = 20


@click.group("people")
def command() -> None:
    """Whom you accepted: what is known of them, and from where."""


command.add_command(merge)
command.add_command(unmerge)


def _read(path: Path) -> "Learnt":
    from inboxguard.people.importing import MAX_FILE, read_any

    try:
        with path.open("rb") as source:
            data = source.read(MAX_FILE + 1)
    except OSError as problem:
        mend = "name a LinkedIn export, an address book or a list of your own"
        raise ConfigProblem(f"{path} cannot be read: {problem.strerror}", mend=mend) from problem
    return read_any(path.name, data)


@command.command("import", short_help="Learn people from exports, address books or lists of your own.")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@state_option
@dry_run_option
def import_files(files: tuple[Path, ...], state: Path, dry_run: bool) -> None:
    """Learn people from FILES; what is in a file decides how it is read, not its name.

    \b
    LinkedIn's zip     as downloaded: Settings, Data privacy, Get a copy of
                       your data (connections, invitations, messages)
    Connections.csv    out of that zip; also Invitations.csv, messages.csv
    contacts.vcf       vCards; also the CSV of Google Contacts, Outlook, XING
    people.csv         your own: a line of column names, one of them "name";
                       also company, position, email, profile, accepted
    people.toml        your own: [[connection]] with name = "Jane Doe" and the
                       same keys, email = ["a@b.example"], direction

    Dates are read as 2026-10-01, 01 Oct 2026 and the like. Only people with a day of acceptance can be acted on.

    \b
    Examples:
      inboxguard people import Basic_LinkedInDataExport.zip --dry-run
      inboxguard people import Connections.csv contacts.vcf
    """
    from inboxguard.people.facts import PeopleFacts
    from inboxguard.people.learn import connections_of

    parts = []
    for path in files:
        learnt = _read(path)
        parts.append(learnt)
        _say_learnt(path, learnt)
    if not any(part.count for part in parts):
        reasons = any(part.skipped for part in parts)
        mend = (
            "see the reasons above, and `inboxguard people import --help` for the formats"
            if reasons
            else "export again: there is not a single row in it"
        )
        raise ConfigProblem("nothing was learnt", mend=mend)
    if dry_run:
        found = connections_of(PeopleFacts().with_learnt(parts))
        click.echo(f"Dry run: {len(found)} people in these files; nothing was kept.")
        return
    with open_store(state, make=True) as store:
        before = store.load()
        after = before.with_learnt(parts)
        store.save(after)
        known, now = len(connections_of(before)), len(connections_of(after))
    click.echo(f"{now} {'person is' if now == 1 else 'people are'} known now, {now - known} of them new.")


def _say_learnt(path: Path, learnt: "Learnt") -> None:
    click.echo(
        f"{safe(path.name)}: {learnt.kind}, {learnt.rows_read} rows read, {len(learnt.skipped)} skipped, "
        f"{len(learnt.connections)} people, {len(learnt.invitations)} invitations, "
        f"{len(learnt.conversations)} conversations learnt"
    )
    for word, several in (("skipped", learnt.skipped), ("mended", learnt.mended)):
        for one in several[:MOST_LINES]:
            place = f"line {one.line}" if one.line else "the file"
            click.echo(f"  {word} {place}: {safe(one.reason)}")
        if len(several) > MOST_LINES:
            click.echo(f"  and {len(several) - MOST_LINES} more {word}")


@command.command("list", short_help="List the people known, or those that fit a text.")
@click.argument("text", default="")
@state_option
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def list_people(text: str, state: Path, form: str) -> None:
    """List the people known, or those whose name, company or address holds TEXT."""
    with open_store(state) as store:
        found = matching(store.load(), text) if text else everybody(store.load())
    for person in found:
        click.echo(_as_json(person) if form == "jsonl" else _as_line(person))
    if form == "text":
        click.echo(f"{len(found)} {'person' if len(found) == 1 else 'people'}")


def _as_line(person: "Connection") -> str:
    since = f"{person.accepted:%Y-%m-%d}" if person.accepted else "-"
    return safe(f"{since:10}  {person.name}  |  {person.company or '-'}  |  {person.rests_on}  |  {person.id}")


def _as_json(person: "Connection") -> str:
    import json

    return json.dumps({
        "id": person.id, "name": person.name, "company": person.company, "position": person.position,
        "profile": person.profile, "addresses": [str(address) for address in person.addresses],
        "accepted": person.accepted.isoformat() if person.accepted else None, "direction": person.direction.value,
        "strength": person.strength.value, "rests_on": person.rests_on, "network": person.network,
    })  # fmt: skip


@command.command("show")
@click.argument("person")
@state_option
def show_person(person: str, state: Path) -> None:
    """Show everything known about one person, and where it was learnt."""
    from inboxguard.people.merging import merges

    with open_store(state) as store:
        facts = store.load()
    found = one_of(facts, person)
    for name, value in (
        ("id", found.id), ("name", found.name), ("company", found.company), ("position", found.position),
        ("profile", found.profile), ("addresses", ", ".join(map(str, found.addresses))),
        ("accepted", f"{found.accepted:%Y-%m-%d}" if found.accepted else ""),
        ("invited", f"{found.invited:%Y-%m-%d}" if found.invited else ""), ("who asked", found.direction.value),
        ("rests on", found.rests_on), ("network", found.network),
    ):  # fmt: skip
        if value:
            click.echo(f"{name + ':':11} {safe(value)}")
    for source in found.sources:
        click.echo(f"{'learnt:':11} {safe(source.kind)} {safe(source.where)}")
    for one in merges(facts):
        if one.stays == found.id:
            click.echo(f"{'merged:':11} {safe(one.other)}{f' on {one.at:%Y-%m-%d}' if one.at else ''}")


@command.command("forget", short_help="Remove everything about a person.")
@click.argument("person")
@state_option
@dry_run_option
def forget_person(person: str, state: Path, dry_run: bool) -> None:
    """Remove everything about a person: what was learnt of them, and what was remembered of their mail."""
    from inboxguard.people.forgetting import ids_of, is_name_of
    from inboxguard.people.identity import key_of

    with open_store(state) as store:
        found = one_of(store.load(), person)
        if dry_run:
            click.echo(f"Dry run: {safe(found.name)} ({safe(found.id)}) would be forgotten.")
            return
        facts = store.load()
        gone = store.forget(found, [key_of(f"connection:{one}", "").id for one in sorted(ids_of(facts, found))])
        alike = [one for one in everybody(store.load()) if is_name_of(one.name, found.name)]
    click.echo(
        f"Forgot {safe(found.name)}: {gone.facts} {'fact' if gone.facts == 1 else 'facts'} and "
        f"{gone.messages} remembered {'message' if gone.messages == 1 else 'messages'}."
    )
    for one in alike:
        click.echo(f"Still known, by a name like it: {safe(one.id)}")
    click.echo("An export that still names them teaches them again when it is read again.")


@command.command("allow", short_help="Never act on an address, a domain or a list.")
@click.argument("entries", nargs=-1)
@state_option
@dry_run_option
@click.option("--remove", is_flag=True, help="Take the entries off the list again.")
def allow(entries: tuple[str, ...], state: Path, dry_run: bool, remove: bool) -> None:
    """Never act on an address (a@b.example), a domain (@b.example) or a list (list:ID); without any, show them."""
    from dataclasses import replace

    from inboxguard.people.contacts import allow_entry

    wanted = {}
    for text in entries:
        wanted[text] = allow_entry(text)
        if not wanted[text]:
            raise UsageProblem(
                f"{safe(text)} is no address, domain or list", mend="write a@b.example, @b.example or list:ID"
            )
    with open_store(state, make=bool(wanted) and not dry_run) as store:
        facts = store.load()
        changed = facts.allowed - set(wanted.values()) if remove else facts.allowed | set(wanted.values())
        if wanted and not dry_run:
            store.save(replace(facts, allowed=frozenset(changed)))
    for entry in sorted(changed if not wanted else wanted.values()):
        click.echo(f"{'Dry run: ' if dry_run and wanted else ''}{'removed ' if remove and wanted else ''}{safe(entry)}")
