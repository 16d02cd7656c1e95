"""What a measurement comes to: its figures, what each means, and what they were made of."""

from collections.abc import Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]

MEANINGS = {
    "n": "records",
    "auroc": "area under the ROC curve; 0.5 by chance, 1 is perfect",
    "average_precision": "average precision of the positives",
    "balanced_accuracy": "mean share right of both kinds, at the shipped threshold",
    "refused_at_90": "share of the unanswerable refused where 90% of the answerable are answered",
    "exact": "marked words equal an answer (SQuAD), of the answerable",
    "f1": "words shared by the marked words and an answer (SQuAD), of the answerable",
    "ece": "expected calibration error of the probabilities; 0 is perfect",
    "threshold": "the support from which on a record counts as the positive kind",
    "refusal_precision": "of the refused, the share that is unanswerable",
    "refusal_recall": "of the unanswerable, the share that is refused",
    "risk": "of the answers given, the share that quotes nothing that answers",
    "answered_share": "of the answerable, the share that is answered",
    "citation_precision": "of the sentences quoted to answerable questions, the share that answers",
    "citation_recall": "of the sentences that answer answered questions, the share quoted",
    "citation_recall_all": "the same over all answerable questions, the refused ones too",
    "citation_f1": "harmonic mean of citation precision and recall",
    "hit_at_1": "answerable questions whose article is the first candidate's",
    "hit_at_3": "answerable questions whose article is among the first 3 of the candidates",
    "hit_at_10": "answerable questions whose article is among the first 10 of the candidates",
    "latency_p50": "median seconds for a reply",
    "latency_p95": "95th percentile of the seconds for a reply",
    "reader_share": "share of the time that the reader takes",
    "ndcg@10": "nDCG of the first 10 documents",
    "recall@10": "share of the relevant among the first 10 documents",
    "recall@100": "share of the relevant among the first 100 documents",
}
"""What each figure means, in a line."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The figures of a yes-or-no question, with text, truth and score of each record.

    `name` is the command that measures it; `positive` and `negative` name the
    two kinds of records; `threshold` is the score from which on a record
    counts as positive. Where questions were asked, `replies` has what was said to each,
    `wrong` the rows of positive records that were answered with something else, and
    `unknown_sources` the articles that records name and the index does not have.
    """

    name: str
    positive: str
    negative: str
    figures: Figures
    texts: tuple[str, ...]
    truth: tuple[bool, ...]
    scores: tuple[float, ...]
    threshold: float
    replies: tuple[str, ...] = ()
    wrong: tuple[int, ...] = ()
    unknown_sources: tuple[str, ...] = ()

    def mistaken(self, truth: bool) -> list[tuple[float, str, str]]:
        """Score, text and reply of the records of one kind taken for the other, the worst first."""
        wrong = [
            row
            for row, (score, true) in enumerate(zip(self.scores, self.truth, strict=True))
            if true is truth and (score >= self.threshold) is not truth
        ]
        return sorted(map(self._row, wrong), reverse=not truth)

    def answered_wrongly(self) -> list[tuple[float, str, str]]:
        """Score, text and reply of the positive records that were answered with something else."""
        return sorted(map(self._row, self.wrong), reverse=True)

    def _row(self, row: int) -> tuple[float, str, str]:
        return self.scores[row], self.texts[row], self.replies[row] if self.replies else ""

    def to_json(self) -> dict[str, float]:
        return rounded(self.figures)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The figures of every stage of a search over `n` queries."""

    name: str
    stages: Mapping[str, Figures]
    n: int

    def to_json(self) -> dict[str, object]:
        return {**{stage: rounded(f) for stage, f in self.stages.items()}, "n": self.n}


def rounded(figures: Figures) -> dict[str, float]:
    """The figures with four decimals; counts stay whole."""
    return {k: v if isinstance(v, int) else round(v, 4) for k, v in figures.items()}


def shown(value: float) -> str:
    """A figure for a person: counts whole, shares with three decimals."""
    return str(value) if isinstance(value, int) else f"{value:.3f}"
