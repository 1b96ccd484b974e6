"""The page of vectors argues every disagreement, and nothing else."""

from collections import Counter

from tests.benchmark.vectors import committed
from tests.docs.generate_vectors import PAGE, page

VECTORS = committed()


def test_every_disagreement_has_a_reason_and_every_reason_a_disagreement() -> None:
    """A vector is argued if and only if its answer is not the one its class lets one expect."""
    assert [one for one in VECTORS if one.agrees == bool(one.why)] == []


def test_every_vector_is_there_once() -> None:
    """All header values and all body samples are numbered through."""
    assert Counter(one.set for one in VECTORS) == {"header": 49, "body": 209}
    numbers = [(one.set, one.number) for one in VECTORS]
    assert numbers == [
        (name, number) for name, most in (("header", 49), ("body", 209)) for number in range(1, most + 1)
    ]


def test_page_is_the_generated_one() -> None:
    """The committed page is what the generator writes."""
    assert PAGE.read_text(encoding="utf-8") == page(VECTORS).rstrip("\n") + "\n"
