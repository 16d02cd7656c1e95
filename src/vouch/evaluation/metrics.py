"""Measures of decisions by score, from scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vouch.evaluation.errors import EvaluationExtraError, UnmeasurableError

Truth = Sequence[bool]
Scores = Sequence[float]

ANSWERED = 0.9
"""The share of the answerable that `refused_at` asks to be answered."""

BINS = 10
"""Bins of equal width that calibration is measured in."""


def sklearn_metrics() -> Any:
    """`sklearn.metrics`. Raises EvaluationExtraError where it is not installed."""
    try:
        from sklearn import metrics
    except ImportError:
        raise EvaluationExtraError("scikit-learn") from None
    return metrics


def require_both(truth: Truth, name: str) -> None:
    """Raises UnmeasurableError where the records are all of one class."""
    if len(set(truth)) < 2:
        only = "true" if all(truth) else "false"
        raise UnmeasurableError(
            f"Every record has “{name}”: {only}, so nothing tells the two kinds apart.",
            f"Add records whose “{name}” is {'false' if all(truth) else 'true'}.",
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """What refusing below each threshold gives, the highest threshold first.

    `coverage` is the share of all that is answered, `risk` the share of the
    answered that is wrong.
    """

    coverage: tuple[float, ...]
    risk: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """In each bin of probabilities that is not empty: the mean told, the share true, the number."""

    told: tuple[float, ...]
    true: tuple[float, ...]
    counts: tuple[int, ...]


def auroc(truth: Truth, scores: Scores) -> float:
    """The area under the ROC curve: 0 to 1, 0.5 by chance."""
    return float(sklearn_metrics().roc_auc_score(truth, scores))


def average_precision(truth: Truth, scores: Scores) -> float:
    """The average precision of the positives: 0 to 1, by chance their share."""
    return float(sklearn_metrics().average_precision_score(truth, scores))


def balanced_accuracy(truth: Truth, scores: Scores, threshold: float) -> float:
    """The mean of the shares of positives at or above the threshold and negatives below it."""
    decided = [score >= threshold for score in scores]
    return float(sklearn_metrics().balanced_accuracy_score(truth, decided))


def refused_at(truth: Truth, scores: Scores, answered: float = ANSWERED) -> float:
    """The share of negatives below the highest threshold that `answered` of the positives reach."""
    false_rate, true_rate, _ = sklearn_metrics().roc_curve(truth, scores, drop_intermediate=False)
    first = int(np.argmax(true_rate >= answered))
    return float(1 - false_rate[first])


def calibration_error(truth: Truth, probabilities: Scores) -> float:
    """The expected calibration error over bins of equal width: 0 is perfect.

    Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities
    Using Bayesian Binning" (2015): the mean over the records of the distance,
    in their bin, between the mean probability and the share that is true.
    """
    bins = reliability(truth, probabilities)
    gaps = np.abs(np.subtract(bins.told, bins.true))
    return float(np.average(gaps, weights=bins.counts))


def reliability(truth: Truth, probabilities: Scores) -> Reliability:
    """What the probabilities promise, and what came of it, by bins of equal width."""
    try:
        from sklearn.calibration import calibration_curve
    except ImportError:
        raise EvaluationExtraError("scikit-learn") from None
    true, told = calibration_curve(truth, probabilities, n_bins=BINS, strategy="uniform")
    edges = np.linspace(0, 1, BINS + 1)[1:-1]  # the bins that calibration_curve makes
    counts = np.bincount(np.searchsorted(edges, probabilities), minlength=BINS)
    return Reliability(
        told=tuple(map(float, told)),
        true=tuple(map(float, true)),
        counts=tuple(int(count) for count in counts if count),
    )


def risk_by_coverage(truth: Truth, scores: Scores) -> Curve:
    """The risk of answering the best-scored share, for each share that a threshold can give.

    El-Yaniv and Wiener, "On the Foundations of Noise-free Selective
    Classification" (2010).
    """
    order = np.argsort(np.negative(scores), kind="stable")
    wrong = np.cumsum(~np.asarray(truth, dtype=bool)[order])
    ranked: NDArray[np.float64] = np.asarray(scores, dtype=np.float64)[order]
    last_of_ties = np.flatnonzero(np.append(np.diff(ranked) != 0, True))
    answered = last_of_ties + 1
    return Curve(
        coverage=tuple((answered / len(order)).tolist()),
        risk=tuple((wrong[last_of_ties] / answered).tolist()),
    )


def refusal_figures(truth: Truth, answered: Truth) -> dict[str, float]:
    """`refusal_precision` (1 where nothing is refused), `refusal_recall` and `answered_share`."""
    metrics = sklearn_metrics()
    negative = {"pos_label": False}
    return {
        "refusal_precision": float(
            metrics.precision_score(truth, answered, zero_division=1.0, **negative)
        ),
        "refusal_recall": float(metrics.recall_score(truth, answered, **negative)),
        "answered_share": float(metrics.recall_score(truth, answered)),
    }
