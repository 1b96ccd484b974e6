"""Ways to write mail and to tell a story."""

import pytest

from tests.unit.pitch.sample import Story, context, write


@pytest.fixture
def story():
    return Story


@pytest.fixture
def mail():
    return write


@pytest.fixture
def known():
    return context
