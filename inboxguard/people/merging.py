"""Two entries said to be one person by the user, and the way back.

The rule: the person who stays leads. Id, name, company, position and profile are theirs; the other entry only fills
what is missing, and gives its addresses and dates. The one fact a newcomer would get wrong: nothing is rewritten. The
entries stay as they were learnt and only point at one another, so that a merge is undone by forgetting the pointers.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from inboxguard.people.connection import Connection
from inboxguard.people.facts import Change, PeopleFacts
from inboxguard.people.learn import entries_of

MERGE, SPLIT = "merge", "split"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that holds: `other` was said to be `stays`; `at` is None for one made before changes were recorded."""

    other: str
    stays: str
    entries: tuple[str, ...]
    at: datetime | None = None


def merge(facts: PeopleFacts, other: Connection, stays: Connection, at: datetime) -> PeopleFacts:
    """The facts with OTHER being STAYS, and the change recorded."""
    held = dict(facts.merged)
    entries = {other.id, *entries_of(facts, other.id), *entries_of(facts, stays.id)}
    joined = sorted(entry for entry in entries - {stays.id} if entry not in held)
    change = Change(at, MERGE, other.id, stays.id, tuple(joined))
    pairs = held | dict.fromkeys(joined, stays.id)
    return replace(facts, merged=tuple(sorted(pairs.items())), changes=(*facts.changes, change))


def merges(facts: PeopleFacts) -> tuple[Merged, ...]:
    """The merges that hold, oldest first."""
    held = dict(facts.merged)
    found: list[Merged] = []
    told: set[str] = set()
    for change in facts.changes:
        entries = tuple(entry for entry in change.entries if held.get(entry) == change.stays)
        if change.what == MERGE and entries and not told.issuperset(entries):
            found.append(Merged(change.other, change.stays, entries, change.at))
            told.update(entries)
    older = [Merged(old, new, (old,)) for old, new in facts.merged if old not in told]
    return (*older, *found)


def split(facts: PeopleFacts, merged: Merged, at: datetime) -> PeopleFacts:
    """The facts with that merge taken back, and the change recorded."""
    pairs = tuple((old, new) for old, new in facts.merged if old not in merged.entries)
    change = Change(at, SPLIT, merged.other, merged.stays, merged.entries)
    return replace(facts, merged=pairs, changes=(*facts.changes, change))
