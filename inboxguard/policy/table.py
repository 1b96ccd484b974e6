"""What the user wants done, as an ordered table; the first row that holds wins and the last one leaves.

The one fact a newcomer would get wrong: there is no delete. The strongest thing that can be decided is to file a
message into another mailbox, from where `inboxguard undo` brings it back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from inboxguard.people.connection import Match
from inboxguard.pitch.reading import Gate
from inboxguard.pitch.verdict import Conclusion, Verdict


class Action(StrEnum):
    """What may be done with a message."""

    FILE = "file"
    TAG = "tag"
    LEAVE = "leave"


class Mode(StrEnum):
    """The most that may be done in an account; a new account observes."""

    OBSERVE = "observe"
    TAG = "tag"
    FILE = "file"

    def allows(self, action: Action) -> Action:
        """The action cut down to what this mode may do: filing becomes tagging in TAG, all becomes LEAVE in OBSERVE."""
        if self is Mode.OBSERVE or action is Action.LEAVE:
            return Action.LEAVE
        return Action.TAG if self is Mode.TAG else action


@dataclass(frozen=True, slots=True)
class Facts:
    """All a row may look at. `undone`: the user took this very message back once."""

    verdict: Verdict
    match: Match
    gate: Gate | None = None
    readable: bool = True
    undone: bool = False
    tag_pitches: bool = False
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the policy: `name` is what the report cites, `because` what it says to a person."""

    name: str
    when: Callable[[Facts], bool]
    then: Action
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Policy applied to a verdict; what is carried out is at most what the account's mode allows."""

    action: Action
    row: str
    because: str


POLICY: tuple[Row, ...] = (
    Row("unreadable", lambda f: not f.readable, Action.LEAVE, "the message could not be read whole"),
    Row("taken-back", lambda f: f.undone, Action.LEAVE, "you took this message back before"),
    Row("gate", lambda f: f.gate is not None, Action.LEAVE, "mail like this is never acted on"),
    Row(
        "not-a-connection",
        lambda f: not f.everyone and not f.match.may_act,
        Action.LEAVE,
        "the sender is not certainly or probably a person you accepted",
    ),
    Row("unsure", lambda f: f.verdict.conclusion is Conclusion.UNSURE, Action.LEAVE, "in doubt, a message stays"),
    Row(
        "hard-sell",
        lambda f: f.verdict.conclusion is Conclusion.HARD_SELL,
        Action.FILE,
        "a repeated pitch of a recent connection without a way out",
    ),
    Row(
        "pitch-tagged",
        lambda f: f.verdict.conclusion is Conclusion.PITCH and f.verdict.sure and f.tag_pitches,
        Action.TAG,
        "surely a pitch, and you asked to have pitches tagged",
    ),
    Row("pitch", lambda f: f.verdict.conclusion is Conclusion.PITCH, Action.LEAVE, "a pitch, but not yet a hard sell"),
    Row("otherwise", lambda _: True, Action.LEAVE, "nothing speaks against it"),
)


def decide(facts: Facts, policy: tuple[Row, ...] = POLICY) -> Decision:
    """What the first row that holds asks for."""
    for row in policy:
        if row.when(facts):
            return Decision(row.then, row.name, row.because)
    return Decision(Action.LEAVE, "otherwise", "nothing speaks against it")
