"""The outcomes over a fixed tenth of the public-domain corpus are the committed ones."""

import json

from tests.benchmark.corpus_counts import COMMITTED, count_sample, differences


def test_the_counts_of_the_sample_are_the_committed_ones() -> None:
    """No lint crashes on old mail, and a changed count is written down with `python -m tests.benchmark.corpus_counts --write`."""
    counted = count_sample()
    assert not [what for what, kinds in counted.items() if any("failed" in outcomes for outcomes in kinds.values())]
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))["sample"]
    assert differences(committed, counted) == []
