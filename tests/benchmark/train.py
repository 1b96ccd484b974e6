"""Fits the weights of the pitch model anew: `make train`.

From shippable data only: the train split of the benchmark and the honest mail of the SpamAssassin corpus. What comes
out is the same in every run. Persons are kept together in the cross-validation, so that no fold has read another mail
of the person it judges.

Each weight starts from the catalogue's, is drawn to it and stays between a fifth and twice of it, so that a selling
move always speaks for a pitch and an honest one against it, and no chance of the benchmark weighs more than sense. The learned part is fitted first, on themes alone, and enters as one score that was made by folds that had
not seen the message.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.pitch.context import NOTHING_KNOWN
from inboxguard.pitch.gates import gate
from inboxguard.pitch.history import HISTORY
from inboxguard.pitch.model import CAP, observe
from inboxguard.pitch.signals import catalogue
from inboxguard.pitch.text import read_text
from inboxguard.pitch.themes import read_themes, theme_names
from tests.benchmark.corpus import SPAMASSASSIN, by_owner, read_cases, read_ham
from tests.benchmark.features import Observed, observe_mailbox

MODEL = Path(__file__).parents[2] / "inboxguard" / "pitch" / "model.json"
SEED = 20_261_122
FOLDS = 5
HAM = 4000
HAM_WEIGHT = 0.4
GATED_WEIGHT = 0.4
HARD_WEIGHT = 0.6  # honest mail written to resemble pitches, and pitches written to avoid set phrases
FILE_WEIGHTS = {"dev": 1.6, "more_e": 1.2, "more_f": 1.2}  # written as people usually write
PULL = 3.0
THEME_C = 0.5
WIDEST = 2.2  # how many spreads of the theme score count either way
LEAST = 0.2
MOST = 2.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One message as the fit sees it."""

    id: str
    group: str
    names: frozenset[str]
    themes: dict[str, float]
    pitch: bool
    weight: float
    gated: bool
    language: str = ""
    kind: str = ""


def ham_samples() -> list[Sample]:
    """Honest mail of the SpamAssassin corpus that no gate keeps out."""
    picked = list(read_ham(SPAMASSASSIN))
    random.Random(SEED).shuffle(picked)
    samples: list[Sample] = []
    for ham in picked:
        message = parse(RawMessage(ham.data, ham.name))
        text = read_text(message)
        if gate(message, NOTHING_KNOWN, text) is not None:
            continue
        found = observe(message, NOTHING_KNOWN, text)
        sender = str(message.sender_address)
        samples.append(Sample(ham.name, sender, frozenset(found), {theme.name: theme.amount for theme in read_themes(text)}, False, HAM_WEIGHT, False))  # fmt: skip
        if len(samples) == HAM:
            break
    return samples


def sample_of(seen: Observed) -> Sample:
    """The sample of an observed message; one that two readers may see differently counts half."""
    case = seen.case
    weight = (GATED_WEIGHT if seen.gate else 1.0) * (0.5 if case.ambiguous else 1.0)
    weight *= FILE_WEIGHTS.get(case.id.rpartition("-")[0], HARD_WEIGHT)
    return Sample(case.id, case.person, frozenset(seen.found), seen.themes, case.pitch, weight, bool(seen.gate), case.language, case.kind)  # fmt: skip


def folds_of(samples: list[Sample]) -> np.ndarray:
    """The fold of each sample, the same for all of a person."""
    groups = sorted({sample.group for sample in samples})
    random.Random(SEED).shuffle(groups)
    number = {group: at % FOLDS for at, group in enumerate(groups)}
    return np.array([number[sample.group] for sample in samples])


@dataclass(frozen=True, slots=True)
class Themes:
    """Weights of the themes, and the middle and the spread of the scores they gave where they were fitted."""

    weights: np.ndarray
    middle: float
    spread: float

    def scores(self, samples: list[Sample]) -> np.ndarray:
        """The scores in units of their spread, cut where the program cuts them."""
        raw = theme_matrix(samples) @ self.weights
        return np.clip((raw - self.middle) / self.spread, -WIDEST, WIDEST)


def theme_matrix(samples: list[Sample]) -> np.ndarray:
    """How much each sample talks of each theme."""
    names = theme_names()
    return np.array([[sample.themes.get(name, 0.0) for name in names] for sample in samples])


def fit_themes(samples: list[Sample]) -> Themes:
    """The weights of the themes.

    How often mail of a language is a pitch here is the benchmark's choice and says nothing of the world, so each language
    has a feature of its own that takes this up and is thrown away.
    """
    amounts = theme_matrix(samples)
    languages = sorted({sample.language for sample in samples if sample.language})
    spoken = np.array([[2.0 * ((sample.language or "en") == language) for language in languages] for sample in samples])
    model = LogisticRegression(C=THEME_C, solver="liblinear", random_state=SEED, max_iter=2000)
    model.fit(
        np.hstack([amounts, spoken]),
        [sample.pitch for sample in samples],
        sample_weight=[sample.weight for sample in samples],
    )
    weights = model.coef_[0][: amounts.shape[1]]
    raw = amounts @ weights
    return Themes(weights, float(np.median(raw)), float(raw.std()) or 1.0)


@dataclass(slots=True)
class Fitted:
    """Weights of the symbols in the order of the catalogue, of the theme score, and the bias."""

    weights: np.ndarray
    scale: float
    bias: float

    def logits(self, matrix: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """The logits of samples."""
        return matrix @ self.weights + self.scale * scores + self.bias


def matrix_of(samples: list[Sample]) -> np.ndarray:
    """Which symbols each sample has."""
    names = list(catalogue())
    place = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(samples), len(names)))
    for at, sample in enumerate(samples):
        for name in sample.names:
            if name in place:
                matrix[at, place[name]] = 1.0
    return matrix


def fit_symbols(matrix: np.ndarray, scores: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> Fitted:
    """The most likely weights near the catalogue's, none on the wrong side."""
    meanings = list(catalogue().values())
    start = np.array([meaning.prior for meaning in meanings])
    least = [LEAST * meaning.prior for meaning in meanings]
    most = [MOST * meaning.prior for meaning in meanings]
    bounds = [tuple(sorted(pair)) for pair in zip(least, most, strict=True)]
    design = np.hstack([matrix, scores[:, None], np.ones((len(scores), 1))])
    centre = np.concatenate([start, [1.0, -2.0]])
    pull = np.concatenate([np.full(len(start), PULL), [0.05, 0.01]])

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        logits = design @ values
        margin = np.where(labels, logits, -logits)
        off = values - centre
        value = float(weights @ np.logaddexp(0.0, -margin) + 0.5 * (pull * off) @ off)
        wrong = weights * (1.0 / (1.0 + np.exp(-logits)) - labels)
        return value, design.T @ wrong + pull * off

    found = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=[*bounds, (0.0, 1.0), (None, None)])
    return Fitted(found.x[: len(start)], float(found.x[-2]), float(found.x[-1]))


@dataclass(slots=True)
class Validated:
    """What folds that had not seen a person say of the person's messages; `history` is what earlier mail adds."""

    logits: np.ndarray
    history: np.ndarray


@dataclass(slots=True)
class ThemeScores:
    """Scores of the learned part by fold: for those inside a fold's training set, and for those held out."""

    inside: list[np.ndarray]
    outside: list[np.ndarray]
    whole: np.ndarray


def theme_scores(samples: list[Sample]) -> ThemeScores:
    """The scores of the learned part that no fold's own messages went into; they rest on themes alone."""
    folds = folds_of(samples)
    inside, outside = [], []
    for fold in range(FOLDS):
        own = [sample for sample, of in zip(samples, folds, strict=True) if of != fold]
        inside.append(inner_scores(own, folds[folds != fold]))
        held = [sample for sample, of in zip(samples, folds, strict=True) if of == fold]
        outside.append(fit_themes(own).scores(held))
    return ThemeScores(inside, outside, inner_scores(samples, folds))


def cross_validate(samples: list[Sample], learned: ThemeScores) -> Validated:
    """Out-of-fold logits of the whole model, the learned part included."""
    folds = folds_of(samples)
    matrix, labels = matrix_of(samples), np.array([sample.pitch for sample in samples])
    weights = np.array([sample.weight for sample in samples])
    logits, history = np.zeros(len(samples)), np.zeros(len(samples))
    of_history = np.array([name in HISTORY for name in catalogue()])
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold)
        outside = np.flatnonzero(folds == fold)
        fitted = fit_symbols(matrix[inside], learned.inside[fold], labels[inside], weights[inside])
        logits[outside] = fitted.logits(matrix[outside], learned.outside[fold])
        history[outside] = matrix[outside] @ np.where(of_history, fitted.weights, 0.0)
    return Validated(logits, history)


def inner_scores(samples: list[Sample], folds: np.ndarray) -> np.ndarray:
    """Scores of the learned part for samples, each made without the sample's fold."""
    scores = np.zeros(len(samples))
    for fold in np.unique(folds):
        others = [sample for sample, of in zip(samples, folds, strict=True) if of != fold]
        held = np.flatnonzero(folds == fold)
        scores[held] = fit_themes(others).scores([samples[at] for at in held])
    return scores


def calibration(logits: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make the logits say how often they are right (Platt)."""
    model = LogisticRegression(C=1e6, max_iter=1000)
    model.fit(logits[:, None], labels, sample_weight=weights)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def collect(probability: dict[str, tuple[float, float]]) -> list[Sample]:
    """The samples of the train split; earlier mails count as what `probability` says of them."""
    samples: list[Sample] = []
    for me, cases in _MAILBOXES.items():
        seen = observe_mailbox(me, cases, _PARSED, lambda name: probability.get(name, (0.0, 0.0)))
        samples += [sample_of(one) for one in seen]
    return samples


_MAILBOXES = by_owner(read_cases(["train"]))
_PARSED = {case.id: case.message() for cases in _MAILBOXES.values() for case in cases}


def main() -> None:
    """Fit, report what the cross-validation says, and write model.json."""
    ham = ham_samples()
    probability: dict[str, tuple[float, float]] = {}
    samples = collect(probability) + ham
    learned = theme_scores(samples)
    for _ in range(4):
        samples = collect(probability) + ham
        checked = cross_validate(samples, learned)
        open_ = np.array([not sample.gated for sample in samples])
        labels = np.array([sample.pitch for sample in samples])
        weights = np.array([sample.weight for sample in samples])
        slope, offset = calibration(checked.logits[open_], labels[open_], weights[open_])
        chances = 1.0 / (1.0 + np.exp(-(slope * checked.logits + offset)))
        alone = 1.0 / (1.0 + np.exp(-(slope * (checked.logits - checked.history) + offset)))
        probability = {
            sample.id: (float(chance), float(by_itself))
            for sample, chance, by_itself in zip(samples, chances, alone, strict=True)
        }
        report(samples, chances)
    fitted = fit_symbols(matrix_of(samples), learned.whole, labels, weights)
    write(fitted, fit_themes(samples), slope, offset, samples)


def report(samples: list[Sample], chances: np.ndarray) -> None:
    """Print what folds that had not seen the person reach."""
    bench = [(s, p) for s, p in zip(samples, chances, strict=True) if s.language]
    open_ = [(s, p) for s, p in bench if not s.gated]
    print(f"samples {len(samples)}, benchmark {len(bench)}, gated {len(bench) - len(open_)}, gated pitches {sum(s.gated and s.pitch for s, _ in bench)}")  # fmt: skip
    print(f"AUC all {roc_auc_score([s.pitch for s, _ in bench], [p for _, p in bench]):.3f}, open {roc_auc_score([s.pitch for s, _ in open_], [p for _, p in open_]):.3f}, fused {roc_auc_score([s.pitch for s, _ in bench], [0.0 if s.gated else p for s, p in bench]):.3f}")  # fmt: skip
    for at in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        called = [s for s, p in open_ if p >= at]
        right = sum(s.pitch for s in called)
        pitches = sum(s.pitch for s, _ in bench)
        reach = sum(s.pitch and not s.gated for s, _ in bench)
        print(f"  at {at}: precision {right / max(1, len(called)):.3f} recall {right / pitches:.3f} of those not gated {right / reach:.3f}")  # fmt: skip
    ham = [p for s, p in zip(samples, chances, strict=True) if not s.language]
    print(
        f"  ham not gated {len(ham)}: at .5 {np.mean(np.array(ham) >= 0.5):.4f}, at .7 {np.mean(np.array(ham) >= 0.7):.4f}"
    )
    for language in sorted({s.language for s, _ in bench}):
        own = [(s, p) for s, p in open_ if s.language == language and s.pitch]
        print(f"  {language}: {sum(p >= 0.5 for _, p in own)} of {len(own)}", end="")
    print()


def write(fitted: Fitted, themes: Themes, slope: float, offset: float, samples: Iterable[Sample]) -> None:
    """Write the model, calibrated: slope and offset go into the weights, so that they still sum to the logit."""
    names = list(catalogue())
    unit = slope * fitted.scale / themes.spread
    data = {
        "version": 1,
        "trained_on": dict(sorted(Counter("benchmark" if s.language else "spamassassin ham" for s in samples).items())),
        "bias": round(slope * fitted.bias + offset, 3),
        "theme_centre": round(unit * themes.middle, 3),
        "theme_cap": round(min(CAP, WIDEST * slope * fitted.scale), 3),
        "pitch_at": 0.65,
        "clear_below": 0.35,
        "weights": {name: round(slope * float(weight), 3) for name, weight in zip(names, fitted.weights, strict=True)},
        "themes": {
            name: round(unit * float(weight), 3) for name, weight in zip(theme_names(), themes.weights, strict=True)
        },
    }
    MODEL.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=False) + "\n", "utf-8")
    print(f"{MODEL.name}: {MODEL.stat().st_size} bytes, {len(data['themes'])} themes, bias {data['bias']}")


if __name__ == "__main__":
    main()
