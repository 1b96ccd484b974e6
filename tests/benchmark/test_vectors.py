"""The answers to the vectors of the public-domain corpus are the committed ones."""

from tests.benchmark.vectors import committed, name_in_corpus, read_corpus, whole_answer


def test_samples_of_the_corpus_get_the_committed_answers() -> None:
    """Every sample that is at hand is read whole again."""
    corpus = read_corpus()
    at_hand = [(one, name) for one in committed() if (name := name_in_corpus(one.source)) in corpus]
    assert len(at_hand) >= 50
    wrong = [one for one, name in at_hand if whole_answer(corpus[name], name) != one.answer]
    assert wrong == []
