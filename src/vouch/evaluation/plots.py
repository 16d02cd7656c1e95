"""Plots of a measurement, as PNG files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vouch.evaluation.errors import EvaluationExtraError
from vouch.evaluation.figures import Judged
from vouch.evaluation.metrics import BINS, reliability, risk_by_coverage

PLOTS: dict[str, str] = {
    "risk-coverage.png": "Risk against coverage",
    "reliability.png": "Reliability",
    "support.png": "Support of the two kinds",
}
"""Each plot's file, and its title."""


def draw_plots(judged: Judged, folder: Path) -> None:
    """Write every plot of `PLOTS` into a folder that is there.

    Raises EvaluationExtraError where matplotlib is not installed.
    """
    draw: dict[str, Callable[[Any, Judged], None]] = {
        "risk-coverage.png": _risk_against_coverage,
        "reliability.png": _reliability,
        "support.png": _histograms,
    }
    for file, title in PLOTS.items():
        figure = _figure()
        axes = figure.add_subplot()
        draw[file](axes, judged)
        axes.set_title(f"{title} ({len(judged.truth)} records)")
        axes.grid(alpha=0.3)
        figure.savefig(folder / file, dpi=120)


def _figure() -> Any:
    """A figure that needs no screen and no state of matplotlib's own."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise EvaluationExtraError("matplotlib") from None
    figure = Figure(figsize=(6.4, 4.4), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _risk_against_coverage(axes: Any, judged: Judged) -> None:
    curve = risk_by_coverage(judged.truth, judged.scores)
    axes.step(curve.coverage, curve.risk, where="post")
    answered = [
        t for t, s in zip(judged.truth, judged.scores, strict=True) if s >= judged.threshold
    ]
    if answered:
        at = (len(answered) / len(judged.truth), answered.count(False) / len(answered))
        axes.plot(*at, "o", label=f"shipped threshold, {judged.threshold:.2f}")
        axes.legend()
    axes.set(xlabel="share accepted", ylabel=f"of these, share {judged.negative}")
    axes.set(xlim=(0, 1.02), ylim=(0, None))


def _reliability(axes: Any, judged: Judged) -> None:
    bins = reliability(judged.truth, judged.scores)
    axes.plot([0, 1], [0, 1], "--", color="gray", label="perfect")
    axes.plot(bins.told, bins.true, "o-", label="measured")
    for told, true, count in zip(bins.told, bins.true, bins.counts, strict=True):
        axes.annotate(str(count), (told, true), textcoords="offset points", xytext=(6, -10))
    axes.set(xlabel="support told", ylabel=f"share {judged.positive}", xlim=(0, 1), ylim=(0, 1))
    axes.legend()


def _histograms(axes: Any, judged: Judged) -> None:
    for positive, name in ((True, judged.positive), (False, judged.negative)):
        kind = [s for t, s in zip(judged.truth, judged.scores, strict=True) if t is positive]
        axes.hist(kind, bins=2 * BINS, range=(0, 1), alpha=0.6, label=name)
    axes.axvline(judged.threshold, linestyle="--", color="black", label="threshold")
    axes.set(xlabel="support", ylabel="records", xlim=(0, 1))
    axes.legend()
