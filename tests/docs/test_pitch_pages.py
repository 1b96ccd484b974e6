"""The pages on the judgement say what the program holds."""

import pytest

from tests.docs import generate_evaluation, generate_signals


@pytest.mark.parametrize("made", [generate_evaluation, generate_signals])
def test_the_page_is_up_to_date(made):
    """The generated page is the committed one; `make docs` mends a difference."""
    assert made.PAGE.read_text("utf-8") == made.page()
