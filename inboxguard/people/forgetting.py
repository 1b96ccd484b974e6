"""What is known, without one person.

The one fact a newcomer would get wrong: a message on the network often names nobody by profile, and writes the name in
another form ("Dr. Jane Doé, MBA"). When in doubt whose such a fact is, it goes: it costs at most a probable acceptance,
while keeping it would keep what somebody wanted forgotten.
"""

from dataclasses import replace

from inboxguard.people.connection import Connection
from inboxguard.people.facts import PeopleFacts, fold_name
from inboxguard.people.learn import entries_of
from inboxguard.people.likeness import Level, compare
from inboxguard.people.names import read_name


def ids_of(facts: PeopleFacts, person: Connection) -> frozenset[str]:
    """Every id the person was ever known by: their entries', and those merged into them."""
    return frozenset(
        {person.id, *entries_of(facts, person.id), *(old for old, new in facts.merged if new == person.id)}
    )


def without(facts: PeopleFacts, person: Connection) -> PeopleFacts:
    """These facts without any about that person."""
    ids = ids_of(facts, person)
    entries = [one for one in facts.connections if one.id in ids]
    profiles = {one.profile for one in (person, *entries) if one.profile}
    names = {one.name for one in (person, *entries)}
    folded = {address.folded for one in (person, *entries) for address in one.addresses}

    def about(name: str, profile: str, company: str) -> bool:
        if profile and profiles:
            return profile in profiles
        same_firm = not company or not person.company or fold_name(company) == fold_name(person.company)
        return same_firm and any(is_name_of(name, known) for known in names)

    return replace(
        facts,
        connections=tuple(
            one
            for one in facts.connections
            if one.id not in ids
            and not _same_entry(one, profiles, names, person.company)
            and not folded & {address.folded for address in one.addresses}
        ),
        invitations=tuple(one for one in facts.invitations if not about(one.name, one.profile, one.company)),
        conversations=tuple(one for one in facts.conversations if not about(one.name, one.profile, "")),
        merged=tuple((old, new) for old, new in facts.merged if old not in ids and new not in ids),
        changes=tuple(one for one in facts.changes if ids.isdisjoint((one.other, one.stays, *one.entries))),
        allowed=frozenset(entry for entry in facts.allowed if entry not in folded),
    )


def _same_entry(one: Connection, profiles: set[str], names: set[str], company: str) -> bool:
    """Whether an entry of the book is the person's by profile, or by the same name at no other company."""
    if one.profile and profiles:
        return one.profile in profiles
    same_firm = not one.company or not company or fold_name(one.company) == fold_name(company)
    return same_firm and fold_name(one.name) in {fold_name(name) for name in names}


def is_name_of(name: str, known: str) -> bool:
    """Whether a name is the known one in any form: titles, degrees, short forms, order, spelling of accents."""
    if fold_name(name) == fold_name(known):
        return True
    return compare(read_name(name)[0], read_name(known)[0]).level >= Level.SHORT
