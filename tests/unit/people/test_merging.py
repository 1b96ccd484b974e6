"""Two entries said to be one person: who leads, and the way back."""

from datetime import timedelta

import pytest

from inboxguard.people.connection import Connection, Direction, Strength
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.learn import connections_of
from inboxguard.people.learnt import Invitation
from inboxguard.people.merging import merge, merges, split
from tests.unit.people.sample import NOON, address, known

OLD = known("linkedin:old", "J. Doe-Smith", "Oldfirm", addresses=(address("jane@home.example"),), accepted=NOON)
STAYS = known("linkedin:jane-1", "Jane Doe", "Acme", profile="jane-1")
OTHER = known("linkedin:kim", "Kim Astor", "Pulse")
FACTS = PeopleFacts((OLD, STAYS, OTHER))


def by_id(facts: PeopleFacts) -> dict[str, Connection]:
    return {one.id: one for one in connections_of(facts)}


@pytest.mark.parametrize("order", [(OLD, STAYS, OTHER), (STAYS, OLD, OTHER)], ids=["other first", "stays first"])
def test_the_person_who_stays_leads(order: tuple[Connection, ...]) -> None:
    """Id, name, company and profile are those of the one who stays, whichever was learnt first."""
    merged = by_id(merge(PeopleFacts(order), OLD, STAYS, NOON))
    assert set(merged) == {"linkedin:jane-1", "linkedin:kim"}
    jane = merged["linkedin:jane-1"]
    assert (jane.name, jane.company, jane.profile) == ("Jane Doe", "Acme", "jane-1")


def test_the_other_fills_what_is_missing() -> None:
    """Addresses and the day of acceptance come from the entry that was merged away."""
    jane = by_id(merge(FACTS, OLD, STAYS, NOON))["linkedin:jane-1"]
    assert (jane.addresses, jane.accepted) == ((address("jane@home.example"),), NOON)


def test_a_merge_is_taken_back_whole() -> None:
    """After the split everybody is as before; that there was a merge and a split stays on record."""
    joined = merge(FACTS, OLD, STAYS, NOON)
    (held,) = merges(joined)
    assert (held.other, held.stays, held.at) == ("linkedin:old", "linkedin:jane-1", NOON)
    apart = split(joined, held, NOON + timedelta(hours=1))
    assert connections_of(apart) == connections_of(FACTS)
    assert merges(apart) == ()
    assert [one.what for one in apart.changes] == ["merge", "split"]


def test_merges_follow_one_another() -> None:
    """Who was merged into somebody goes along when that one is merged further, and stays when only that is undone."""
    first = merge(FACTS, OLD, STAYS, NOON)
    both = merge(first, by_id(first)["linkedin:jane-1"], OTHER, NOON + timedelta(hours=1))
    assert set(by_id(both)) == {"linkedin:kim"}
    last = merges(both)[-1]
    assert set(by_id(split(both, last, NOON))) == {"linkedin:jane-1", "linkedin:kim"}


def test_a_merge_from_an_older_file_is_undone_too() -> None:
    """A pair without a recorded change counts as a merge of its own."""
    facts = PeopleFacts((OLD, STAYS), merged=(("linkedin:old", "linkedin:jane-1"),))
    (held,) = merges(facts)
    assert held.at is None
    assert set(by_id(split(facts, held, NOON))) == {"linkedin:old", "linkedin:jane-1"}


def test_somebody_known_by_an_invitation_alone_may_stay() -> None:
    """A pending person leads with their name, and gains the certainty of the entry merged into them."""
    asked = Invitation("Dana Whitlock", "dana-w", NOON, Direction.INCOMING)
    facts = PeopleFacts((OLD,), (asked,))
    pending = next(one for one in connections_of(facts) if one.strength is Strength.PENDING)
    (one,) = connections_of(merge(facts, OLD, pending, NOON))
    assert (one.id, one.name, one.strength, one.invited) == (pending.id, "Dana Whitlock", Strength.CERTAIN, NOON)


def test_an_invitation_goes_along_with_whom_it_belongs_to() -> None:
    """What was asked by the person merged away is said of the one who stays, though profile and name differ."""
    plain = known("linkedin:ines@north", "Ines Okafor", "North")
    asked = Invitation("Ines Okafor", "ines-okafor", NOON, Direction.INCOMING, where="i.csv:2")
    facts = PeopleFacts((plain, STAYS), (asked,))
    (one,) = connections_of(merge(facts, plain, STAYS, NOON))
    assert (one.id, one.direction, one.invited) == ("linkedin:jane-1", Direction.INCOMING, NOON)


def test_merges_in_a_circle_end() -> None:
    """Pairs that point at one another hang nothing and lose nobody."""
    facts = PeopleFacts((OLD, STAYS), merged=(("linkedin:old", "linkedin:jane-1"), ("linkedin:jane-1", "linkedin:old")))
    assert len(connections_of(facts)) >= 1
