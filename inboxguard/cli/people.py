"""`inboxguard people`: whom you accepted. Import, list, show, forget, merge, allow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from inboxguard.errors import ConfigProblem, UsageProblem

if TYPE_CHECKING:
    from inboxguard.people.connection import Connection
    from inboxguard.people.facts import PeopleFacts
    from inboxguard.people.learnt import Learnt
    from inboxguard.ports import PeopleStore

_CONFIG = "inboxguard.config"
_Function = TypeVar("_Function", bound=Callable[..., object])


def _keep_config(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    ctx.meta[_CONFIG] = value


def _state_of(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    from inboxguard.config.load import load

    return value or load(ctx.meta.get(_CONFIG)).general.state


def _state(function: _Function) -> _Function:
    """The two options that say where the people are kept: what the service reads, unless told otherwise."""
    state = click.option(
        "--state", type=click.Path(dir_okay=False, path_type=Path), callback=_state_of,
        help="The state file; that of the configuration when absent.",
    )  # fmt: skip
    config = click.option(
        "--config", metavar="FILE", is_eager=True, expose_value=False, callback=_keep_config, help="The configuration."
    )
    return config(state(function))


_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done and change nothing.")
MOST_LINES = 20


@click.group("people")
def command() -> None:
    """Whom you accepted: what is known of them, and from where."""


@contextmanager
def _store(state: Path) -> Iterator["PeopleStore"]:
    from inboxguard.journal.people_store import SqlitePeopleStore

    store = SqlitePeopleStore(state.expanduser())
    try:
        yield store
    finally:
        store.close()


def _read(path: Path) -> "Learnt":
    from inboxguard.people.importing import MAX_FILE, read_any

    try:
        with path.open("rb") as source:
            data = source.read(MAX_FILE + 1)
    except OSError as problem:
        mend = "name a LinkedIn export, an address book or a list of your own"
        raise ConfigProblem(f"{path} cannot be read: {problem.strerror}", mend=mend) from problem
    return read_any(path.name, data)


def _safe(text: str) -> str:
    """The text without control characters, so that a name cannot steer the terminal."""
    return "".join(ch if ch.isprintable() else "?" for ch in text)


@command.command("import", short_help="Learn people from exports, address books or lists of your own.")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@_state
@_dry_run
def import_files(files: tuple[Path, ...], state: Path, dry_run: bool) -> None:
    """Learn people from LinkedIn exports (zip or CSV), vCards, Google, Outlook or XING tables, or lists of your own."""
    from inboxguard.people.facts import PeopleFacts
    from inboxguard.people.learn import connections_of

    parts = []
    for path in files:
        learnt = _read(path)
        parts.append(learnt)
        _say_learnt(path, learnt)
    if not any(part.count for part in parts):
        reasons = any(part.skipped for part in parts)
        mend = "see the reasons above" if reasons else "export again: there is not a single row in it"
        raise ConfigProblem("nothing was learnt", mend=mend)
    if dry_run:
        found = connections_of(PeopleFacts().with_learnt(parts))
        click.echo(f"Dry run: {len(found)} people in these files; nothing was kept.")
        return
    with _store(state) as store:
        before = store.load()
        after = before.with_learnt(parts)
        store.save(after)
        known, now = len(connections_of(before)), len(connections_of(after))
    click.echo(f"{now} {'person is' if now == 1 else 'people are'} known now, {now - known} of them new.")


def _say_learnt(path: Path, learnt: "Learnt") -> None:
    click.echo(
        f"{_safe(path.name)}: {learnt.kind}, {learnt.rows_read} rows read, {len(learnt.skipped)} skipped, "
        f"{len(learnt.connections)} people, {len(learnt.invitations)} invitations, "
        f"{len(learnt.conversations)} conversations learnt"
    )
    for word, several in (("skipped", learnt.skipped), ("mended", learnt.mended)):
        for one in several[:MOST_LINES]:
            place = f"line {one.line}" if one.line else "the file"
            click.echo(f"  {word} {place}: {_safe(one.reason)}")
        if len(several) > MOST_LINES:
            click.echo(f"  and {len(several) - MOST_LINES} more {word}")


@command.command("list", short_help="List the people known, or those that fit a text.")
@click.argument("text", default="")
@_state
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def list_people(text: str, state: Path, form: str) -> None:
    """List the people known, or those whose name, company or address holds TEXT."""
    with _store(state) as store:
        found = _matching(store.load(), text) if text else _everybody(store.load())
    for person in found:
        click.echo(_as_json(person) if form == "jsonl" else _as_line(person))
    if form == "text":
        click.echo(f"{len(found)} {'person' if len(found) == 1 else 'people'}")


def _everybody(facts: "PeopleFacts") -> list["Connection"]:
    from inboxguard.people.learn import connections_of

    return sorted(connections_of(facts), key=lambda one: (one.name.casefold(), one.id))


def _matching(facts: "PeopleFacts", text: str) -> list["Connection"]:
    wanted = text.casefold()
    return [
        one
        for one in _everybody(facts)
        if wanted
        in f"{one.name}\n{one.company}\n{one.id}\n{one.profile}\n{' '.join(map(str, one.addresses))}".casefold()
    ]


def _one(facts: "PeopleFacts", text: str) -> "Connection":
    """The one person meant: by id, else by a text only they have.

    Raises:
        UsageProblem: when nobody or several are meant.
    """
    found = [one for one in _everybody(facts) if one.id == text] or _matching(facts, text)
    if not found:
        raise UsageProblem(f"nobody known is called {_safe(text)}", mend="see `inboxguard people list`")
    if len(found) > 1:
        several = ", ".join(_safe(one.id) for one in found[:5])
        raise UsageProblem(f"{len(found)} people fit {_safe(text)}: {several}", mend="name one by its id")
    return found[0]


def _as_line(person: "Connection") -> str:
    since = f"{person.accepted:%Y-%m-%d}" if person.accepted else "-"
    return _safe(f"{since:10}  {person.name}  |  {person.company or '-'}  |  {person.rests_on}  |  {person.id}")


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
@_state
def show_person(person: str, state: Path) -> None:
    """Show everything known about one person, and where it was learnt."""
    with _store(state) as store:
        found = _one(store.load(), person)
    for name, value in (
        ("id", found.id), ("name", found.name), ("company", found.company), ("position", found.position),
        ("profile", found.profile), ("addresses", ", ".join(map(str, found.addresses))),
        ("accepted", f"{found.accepted:%Y-%m-%d}" if found.accepted else ""),
        ("invited", f"{found.invited:%Y-%m-%d}" if found.invited else ""), ("who asked", found.direction.value),
        ("rests on", found.rests_on), ("network", found.network),
    ):  # fmt: skip
        if value:
            click.echo(f"{name + ':':11} {_safe(value)}")
    for source in found.sources:
        click.echo(f"{'learnt:':11} {_safe(source.kind)} {_safe(source.where)}")


@command.command("forget", short_help="Remove everything about a person.")
@click.argument("person")
@_state
@_dry_run
def forget_person(person: str, state: Path, dry_run: bool) -> None:
    """Remove everything about a person: what was learnt of them, and what was remembered of their mail."""
    from inboxguard.people.identity import key_of

    with _store(state) as store:
        found = _one(store.load(), person)
        if dry_run:
            click.echo(f"Dry run: {_safe(found.name)} ({_safe(found.id)}) would be forgotten.")
            return
        gone = store.forget(found, (key_of(f"connection:{found.id}", "").id,))
    click.echo(
        f"Forgot {_safe(found.name)}: {gone.facts} {'fact' if gone.facts == 1 else 'facts'} and "
        f"{gone.messages} remembered {'message' if gone.messages == 1 else 'messages'}."
    )
    click.echo("An export that still names them teaches them again when it is read again.")


@command.command("merge")
@click.argument("other")
@click.argument("stays")
@_state
@_dry_run
def merge_people(other: str, stays: str, state: Path, dry_run: bool) -> None:
    """Say that OTHER is the same person as STAYS."""
    with _store(state) as store:
        facts = store.load()
        one, kept = _one(facts, other), _one(facts, stays)
        if one.id == kept.id:
            raise UsageProblem("these are one person already")
        if not dry_run:
            store.save(
                replace(facts, merged=(*(pair for pair in facts.merged if pair[0] != one.id), (one.id, kept.id)))
            )
    click.echo(f"{'Dry run: ' if dry_run else ''}{_safe(one.id)} is {_safe(kept.id)}.")


@command.command("allow", short_help="Never act on an address, a domain or a list.")
@click.argument("entries", nargs=-1)
@_state
@_dry_run
@click.option("--remove", is_flag=True, help="Take the entries off the list again.")
def allow(entries: tuple[str, ...], state: Path, dry_run: bool, remove: bool) -> None:
    """Never act on an address (a@b.example), a domain (@b.example) or a list (list:ID); without any, show them."""
    from inboxguard.people.contacts import allow_entry

    wanted = {}
    for text in entries:
        wanted[text] = allow_entry(text)
        if not wanted[text]:
            raise UsageProblem(
                f"{_safe(text)} is no address, domain or list", mend="write a@b.example, @b.example or list:ID"
            )
    with _store(state) as store:
        facts = store.load()
        changed = facts.allowed - set(wanted.values()) if remove else facts.allowed | set(wanted.values())
        if wanted and not dry_run:
            store.save(replace(facts, allowed=frozenset(changed)))
    for entry in sorted(changed if not wanted else wanted.values()):
        click.echo(
            f"{'Dry run: ' if dry_run and wanted else ''}{'removed ' if remove and wanted else ''}{_safe(entry)}"
        )
