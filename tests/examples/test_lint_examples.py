"""The examples that lints declare about themselves, run one by one."""

import pytest

from inboxguard.compliance.case import case_of_example
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.outcome import Breach, Kept, OutOfScope, Undecided
from inboxguard.compliance.run import run_one
from inboxguard.compliance.spec import Example, Lint

EXAMPLES = [(lint, example) for lint in catalogue() for example in lint.examples]


@pytest.mark.parametrize(("lint", "example"), EXAMPLES, ids=[f"{one.code}-{two.title}" for one, two in EXAMPLES])
def test_example_has_the_outcome_its_lint_declares(lint: Lint, example: Example) -> None:
    """A lint says of each of its examples what it declares there, and for no other reason than a crash-free check."""
    outcome = run_one(lint, case_of_example(example)).outcome
    assert isinstance(outcome, example.outcome), outcome
    assert not (isinstance(outcome, Undecided) and outcome.says.startswith("the lint failed")), outcome


@pytest.mark.parametrize("lint", catalogue(), ids=lambda lint: lint.code)
def test_examples_show_the_outcomes(lint: Lint) -> None:
    """Every lint shows a breach, a message that keeps to it, and one it does not judge."""
    shown = {example.outcome for example in lint.examples}
    assert Breach in shown
    assert Kept in shown
    assert shown & {OutOfScope, Undecided}
    titles = [example.title for example in lint.examples]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(("lint", "example"), EXAMPLES, ids=[f"{one.code}-{two.title}" for one, two in EXAMPLES])
def test_breach_can_be_reported(lint: Lint, example: Example) -> None:
    """A breach comes with words, a place, a citation in force, and never with a verdict of law."""
    ran = run_one(lint, case_of_example(example))
    if isinstance(ran.outcome, Breach):
        assert ran.outcome.evidence.place
        assert ran.outcome.evidence.words.strip()
        assert ran.cites
        assert "illegal" not in ran.outcome.says.lower()
        assert not ran.outcome.says.endswith(".")
        assert ran.outcome.level is None or ran.outcome.level.weight <= lint.level.weight
    elif isinstance(ran.outcome, OutOfScope | Undecided):
        assert ran.outcome.says.strip()


def test_without_a_probe_the_network_lints_say_nothing() -> None:
    """Lints that read probes are undecided on every example that has none."""
    asked = [(lint, one) for lint, one in EXAMPLES if lint.network and one.probes is None]
    assert asked
    assert all(isinstance(run_one(lint, case_of_example(one)).outcome, Undecided) for lint, one in asked)
