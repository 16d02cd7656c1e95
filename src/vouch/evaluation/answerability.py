"""Does the reader know whether a passage answers, and with which words?"""

from collections.abc import Callable, Sequence

import numpy as np

from vouch.evaluation import metrics
from vouch.evaluation.datasets import PassageRecord
from vouch.evaluation.figures import Judged
from vouch.evaluation.judging import judged
from vouch.evaluation.pairs import PassageCollection
from vouch.evaluation.spans import exact_match, token_f1
from vouch.reader.protocol import Reader, Reading


def measure_answerability(
    records: Sequence[PassageRecord],
    collection: PassageCollection,
    reader: Reader,
    max_risk: float,
    advance: Callable[[], object] = lambda: None,
) -> Judged:
    """The reader's figures on questions with a passage each.

    `exact` and `f1` are means over the answerable records that list answers,
    and left out where none does. `advance` is called after each record.
    Raises UnmeasurableError where all records are of one kind.
    """
    truth = tuple(record.answerable for record in records)
    metrics.require_both(truth, "answerable")
    readings = []
    for record in records:
        candidates = [collection.candidate(record)]
        readings += reader.read(collection.terms(record.question), candidates)
        advance()
    scores = tuple(reading.support for reading in readings)
    return judged(
        "answerability",
        ("answerable", "unanswerable"),
        [record.question for record in records],
        truth,
        scores,
        reader.threshold(max_risk),
        refused_at_90=metrics.refused_at(truth, scores),
        **_span_figures(records, readings),
    )


def _span_figures(
    records: Sequence[PassageRecord], readings: Sequence[Reading]
) -> dict[str, float]:
    marked = [
        (_words(record, reading), record.answers)
        for record, reading in zip(records, readings, strict=True)
        if record.answerable and record.answers
    ]
    if not marked:
        return {}
    return {
        "exact": float(np.mean([exact_match(*pair) for pair in marked])),
        "f1": float(np.mean([token_f1(*pair) for pair in marked])),
    }


def _words(record: PassageRecord, reading: Reading) -> str:
    return record.passage[slice(*reading.span)] if reading.span else ""
