"""The temperature that makes a logit a probability, and how far from one it is."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression


def temperature(labels: Sequence[bool], logits: Sequence[float]) -> float:
    """The divisor of the logits of least log loss (Guo et al. 2017, section 4.2).

    Logistic regression on the logit alone, without intercept or penalty, finds its inverse.
    Infinite where the logits tell nothing, or the opposite.
    """
    fit = LogisticRegression(C=1e6, fit_intercept=False)
    fit.fit(np.asarray(logits)[:, None], np.asarray(labels))
    inverse = float(fit.coef_[0, 0])
    return 1 / inverse if inverse > 0 else float("inf")


def calibration_error(labels: Sequence[bool], logits: Sequence[float], bins: int = 10) -> float:
    """The expected calibration error over bins of equal width (Guo et al. 2017, section 2)."""
    truth, scores = np.asarray(labels, dtype=float), np.asarray(logits)
    probability = 1 / (1 + np.exp(-scores))
    index = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [
        abs(truth[index == i].mean() - probability[index == i].mean()) * float(np.mean(index == i))
        for i in range(bins)
        if (index == i).any()
    ]
    return float(sum(gaps))
