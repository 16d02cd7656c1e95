"""The figures of a reader that tells one kind of record from the other."""

from collections.abc import Sequence

from vouch.evaluation import metrics
from vouch.evaluation.figures import Judged


def judged(
    name: str,
    kinds: tuple[str, str],
    texts: Sequence[str],
    truth: Sequence[bool],
    scores: Sequence[float],
    threshold: float,
    **more: float,
) -> Judged:
    """What is measured of `scores` (probabilities) of records that are of the first kind or not.

    Balanced accuracy is at `threshold`; `more` are figures of this measure alone.
    """
    figures = {
        "auroc": metrics.auroc(truth, scores),
        "average_precision": metrics.average_precision(truth, scores),
        "balanced_accuracy": metrics.balanced_accuracy(truth, scores, threshold),
        "ece": metrics.calibration_error(truth, scores),
        **more,
        "threshold": threshold,
        "n": len(truth),
    }
    return Judged(
        name=name,
        positive=kinds[0],
        negative=kinds[1],
        figures=figures,
        texts=tuple(texts),
        truth=tuple(truth),
        scores=tuple(scores),
        threshold=threshold,
    )
