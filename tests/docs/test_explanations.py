"""The explained messages are what the program says today."""

from tests.docs.generate_explanations import PAGE, page


def test_the_explanations_are_the_programs_own() -> None:
    """docs/reference/explanations.md equals what `explain` prints; `make docs` writes it anew."""
    assert PAGE.read_text() == page()


def test_no_explanation_is_wider_than_a_terminal() -> None:
    """Every line fits 80 columns, so that it can be read where it is printed."""
    assert [line for line in PAGE.read_text().splitlines() if len(line) > 80 and not line.startswith("Generated")] == []
