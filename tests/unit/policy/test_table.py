"""The policy: first row that holds wins, the last one leaves."""

from hypothesis import given
from hypothesis import strategies as st

from inboxguard.people.connection import Connection, Degree, Match, Strength
from inboxguard.pitch.reading import Gate
from inboxguard.pitch.verdict import Conclusion, Verdict
from inboxguard.policy.table import Action, Facts, Mode, decide

KNOWN = Match(Degree.CERTAIN, Connection("dana", "Dana Whitlock"))
HARD = Verdict(Conclusion.HARD_SELL, ("third pitch in nine days",), 4, 3)


def test_a_hard_sell_of_a_certain_connection_is_filed() -> None:
    """The one combination that moves mail."""
    assert decide(Facts(HARD, KNOWN)).action is Action.FILE


def test_a_possible_match_is_left() -> None:
    """Two people of one name never lead to an action."""
    decision = decide(Facts(HARD, Match(Degree.POSSIBLE, KNOWN.connection)))
    assert (decision.action, decision.row) == (Action.LEAVE, "not-a-connection")


def test_a_pending_connection_is_left() -> None:
    """An invitation that was never seen accepted supports no action."""
    pending = Match(Degree.CERTAIN, Connection("dana", "Dana Whitlock", strength=Strength.PENDING))
    assert decide(Facts(HARD, pending)).action is Action.LEAVE


def test_a_pitch_is_tagged_only_when_asked() -> None:
    """A single pitch stays where it is by default."""
    pitch = Verdict(Conclusion.PITCH, ("sells",), sure=True)
    assert decide(Facts(pitch, KNOWN)).action is Action.LEAVE
    assert decide(Facts(pitch, KNOWN, tag_pitches=True)).action is Action.TAG


def test_only_what_is_surely_a_pitch_is_tagged() -> None:
    """A likely pitch is reported and stays untouched, also where tags were asked for."""
    likely = Verdict(Conclusion.PITCH, ("sells",))
    assert decide(Facts(likely, KNOWN, tag_pitches=True)).action is Action.LEAVE


facts = st.builds(
    Facts,
    verdict=st.builds(Verdict, st.sampled_from(Conclusion), st.just(("because",))),
    match=st.builds(Match, st.sampled_from(Degree), st.sampled_from([None, KNOWN.connection])),
    gate=st.sampled_from([None, Gate("colleague", "same organisation")]),
    readable=st.booleans(),
    undone=st.booleans(),
    tag_pitches=st.booleans(),
    everyone=st.booleans(),
)


@given(facts)
def test_deciding_is_total_and_never_files_in_doubt(given_facts: Facts) -> None:
    """Whatever the facts, there is a decision, and nothing gated, unreadable or taken back is touched."""
    decision = decide(given_facts)
    assert decision.row
    if given_facts.gate or not given_facts.readable or given_facts.undone:
        assert decision.action is Action.LEAVE
    if decision.action is Action.FILE:
        assert given_facts.verdict.conclusion is Conclusion.HARD_SELL


@given(facts, st.sampled_from(Mode))
def test_a_mode_never_allows_more_than_was_decided(given_facts: Facts, mode: Mode) -> None:
    """Observe allows nothing, tag never moves, and no mode turns leave into a deed."""
    decided = decide(given_facts).action
    allowed = mode.allows(decided)
    assert not (mode is Mode.OBSERVE and allowed is not Action.LEAVE)
    assert not (mode is Mode.TAG and allowed is Action.FILE)
    assert not (decided is Action.LEAVE and allowed is not Action.LEAVE)
