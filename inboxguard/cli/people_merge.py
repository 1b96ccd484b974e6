"""`inboxguard people merge` and `unmerge`: two entries that are one person, and the way back."""

from pathlib import Path

import click

from inboxguard.cli.people_known import dry_run_option, one_of, open_store, safe, state_option
from inboxguard.errors import UsageProblem


@click.command("merge", short_help="Say that two entries are one person.")
@click.argument("other")
@click.argument("stays")
@state_option
@dry_run_option
def merge(other: str, stays: str, state: Path, dry_run: bool) -> None:
    """Say that OTHER is the same person as STAYS.

    STAYS leads: id, name, company, position and profile are theirs; OTHER fills what is missing, and gives its
    addresses and dates. `people unmerge` takes it back.
    """
    from inboxguard.clock import now
    from inboxguard.people import merging

    with open_store(state) as store:
        facts = store.load()
        one, kept = one_of(facts, other), one_of(facts, stays)
        if one.id == kept.id:
            raise UsageProblem("these are one person already", mend=f"inboxguard people show {safe(kept.id)}")
        if not dry_run:
            store.save(merging.merge(facts, one, kept, now()))
    click.echo(f"{'Dry run: ' if dry_run else ''}{safe(one.id)} is {safe(kept.id)}, called {safe(kept.name)}.")


@click.command("unmerge", short_help="Take a merge back.")
@click.argument("person")
@state_option
@dry_run_option
def unmerge(person: str, state: Path, dry_run: bool) -> None:
    """Take a merge back: PERSON is the id that was merged away, or whom it was merged into."""
    from inboxguard.clock import now
    from inboxguard.people.merging import merges, split

    with open_store(state) as store:
        facts = store.load()
        held = merges(facts)
        found = [one for one in held if one.other == person]
        if not found:
            kept = one_of(facts, person)
            found = [one for one in held if one.stays == kept.id]
        if not found:
            raise UsageProblem(f"nobody was merged into {safe(person)}", mend="inboxguard people show PERSON")
        if len(found) > 1:
            several = ", ".join(safe(one.other) for one in found[:5])
            raise UsageProblem(f"{len(found)} were merged into {safe(person)}: {several}", mend="name one by its id")
        if not dry_run:
            store.save(split(facts, found[0], now()))
    merged = found[0]
    click.echo(f"{'Dry run: ' if dry_run else ''}{safe(merged.other)} and {safe(merged.stays)} are two people again.")
