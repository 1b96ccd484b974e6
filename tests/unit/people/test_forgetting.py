"""Forgetting a person: what goes with them and what stays."""

import pytest

from inboxguard.people.connection import Direction
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.forgetting import ids_of, without
from inboxguard.people.learn import connections_of
from inboxguard.people.learnt import Conversation, Invitation
from inboxguard.people.merging import merge
from tests.unit.people.sample import NOON, address, known

JANE = known("linkedin:jane-1", "Jane Doe", "Acme", profile="jane-1", addresses=(address("jane@acme.example"),))
KIM = known("linkedin:kim", "Kim Astor", "Pulse", profile="kim")


@pytest.mark.parametrize(
    "form", ["Jane Doe", "jane doé", "Dr. Jane Doe, MBA", "Doe, Jane", "Jane Doe (Acme)", "DOE Jane"]
)
def test_a_conversation_without_a_profile_goes_in_any_form_of_the_name(form: str) -> None:
    """Messages on the network that name the person in another form are forgotten with them."""
    facts = PeopleFacts((JANE, KIM), conversations=(Conversation(form, first=NOON), Conversation("Kim Astor")))
    assert [one.name for one in without(facts, JANE).conversations] == ["Kim Astor"]


def test_a_conversation_with_another_profile_stays() -> None:
    """A namesake with a profile of their own is not forgotten along."""
    facts = PeopleFacts((JANE,), conversations=(Conversation("Jane Doe", "jane-2"),))
    assert without(facts, JANE).conversations == facts.conversations


@pytest.mark.parametrize("form", ["Jane Dole", "June Doe", "John Doe", "Doe Consulting"])
def test_another_name_stays(form: str) -> None:
    """A name that is only like it is somebody else's."""
    facts = PeopleFacts((JANE,), conversations=(Conversation(form),))
    assert without(facts, JANE).conversations == facts.conversations


def test_an_invitation_in_another_form_goes_too() -> None:
    """An invitation that bears the name with a title is the person's."""
    facts = PeopleFacts((JANE,), (Invitation("Dr. Jane Doe", at=NOON, direction=Direction.INCOMING),))
    assert without(facts, JANE).invitations == ()


def test_whoever_was_merged_in_is_forgotten_along() -> None:
    """Both entries, their merge and its record go; others stay."""
    other = known("linkedin:jd", "J. Smith-Doe", "Elsewhere")
    facts = merge(PeopleFacts((JANE, other, KIM), conversations=(Conversation("J. Smith-Doe"),)), other, JANE, NOON)
    jane = next(one for one in connections_of(facts) if one.id == JANE.id)
    assert ids_of(facts, jane) == {"linkedin:jane-1", "linkedin:jd"}
    left = without(facts, jane)
    assert left == PeopleFacts((KIM,))
