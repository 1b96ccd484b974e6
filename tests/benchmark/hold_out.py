"""What the model reaches on authors it has not read: each group of files is judged by a fit on all the others.

`python -m tests.benchmark.hold_out`. Cross-validation by person flatters, since an author's persons sound alike; this
does so less. The phrases of the signals were widened with the whole train split before the eyes, so the last word has
the test split. Nothing is written.
"""

import numpy as np
from sklearn.metrics import roc_auc_score

from tests.benchmark import train
from tests.benchmark.train import Sample

GROUPS = {
    "development": ("dev",),
    "hard, first authors": ("pitches_a", "pitches_b", "honest_a"),
    "hard, second authors": ("more_c", "more_d"),
    "usual, third authors": ("more_e", "more_f"),
}
ROUNDS = 3
PRECISION = 0.95
CALLED_AT = 0.65


def main() -> None:
    """Print a row for each group."""
    ham = train.ham_samples()
    print("group                  honest pitches   AUC  precision and recall at .65   recall at precision .95")
    for title, files in GROUPS.items():
        held, chances = judge_held_out(files, ham)
        print(f"{title:22} {_row(held, chances)}", flush=True)


def judge_held_out(files: tuple[str, ...], ham: list[Sample]) -> tuple[list[Sample], np.ndarray]:
    """The messages of these files that no gate holds, and how likely a fit on the others finds each a pitch."""
    known: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        samples = train.collect(known) + ham
        held = [sample for sample in samples if sample.id.rpartition("-")[0] in files]
        others = _without(samples, held)
        fitted, themes, slope, offset = fit(others)
        known |= _chances(others, fitted, themes, slope, offset)
        known |= _chances(held, fitted, themes, slope, offset)
    kept = [sample for sample in held if not sample.gated]
    return kept, np.array([known[sample.id][0] for sample in kept])


def fit(samples: list[Sample]) -> tuple[train.Fitted, train.Themes, float, float]:
    """The weights, the themes, and the slope and offset that calibrate them, as `make train` makes them."""
    labels = np.array([sample.pitch for sample in samples])
    weights = np.array([sample.weight for sample in samples])
    learned = train.theme_scores(samples)
    checked = train.cross_validate(samples, learned)
    open_ = np.array([not sample.gated for sample in samples])
    slope, offset = train.calibration(checked.logits[open_], labels[open_], weights[open_])
    fitted = train.fit_symbols(train.matrix_of(samples), learned.whole, labels, weights)
    return fitted, train.fit_themes(samples), slope, offset


def _without(samples: list[Sample], held: list[Sample]) -> list[Sample]:
    left_out = {sample.id for sample in held}
    return [sample for sample in samples if sample.id not in left_out]


def _chances(
    samples: list[Sample], fitted: train.Fitted, themes: train.Themes, slope: float, offset: float
) -> dict[str, tuple[float, float]]:
    matrix = train.matrix_of(samples)
    logits = fitted.logits(matrix, themes.scores(samples))
    of_history = np.array([name in train.HISTORY for name in train.catalogue()])
    alone = logits - matrix @ np.where(of_history, fitted.weights, 0.0)
    pairs = zip(samples, _chance(slope * logits + offset), _chance(slope * alone + offset), strict=True)
    return {sample.id: (float(whole), float(by_itself)) for sample, whole, by_itself in pairs}


def _chance(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))


def _row(samples: list[Sample], chances: np.ndarray) -> str:
    pitch = np.array([sample.pitch for sample in samples])
    called = chances >= CALLED_AT
    right = (called & pitch).sum()
    order = np.argsort(-chances)
    found = np.cumsum(pitch[order])
    good = np.flatnonzero(found / np.arange(1, len(order) + 1) >= PRECISION)
    reach = found[good[-1]] / pitch.sum() if len(good) else 0.0
    return (
        f"{(~pitch).sum():6} {pitch.sum():7} {roc_auc_score(pitch, chances):6.3f}"
        f" {right / max(1, called.sum()):10.3f} {right / pitch.sum():10.3f} {reach:20.3f}"
    )


if __name__ == "__main__":
    main()
