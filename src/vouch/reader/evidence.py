"""The reader that decides by likeness, shared words, names and the kind of answer."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vouch.reader.features import QuestionTerms, passage_features, sentence_features
from vouch.reader.kinds import spans_of_kind
from vouch.reader.logistic import Calibration
from vouch.reader.reading import Reading
from vouch.retrieval import Candidate
from vouch.types import Span
from vouch.words import words

Embed = Callable[[list[str]], list[list[float]]]


class EvidenceReader:
    """Weighs the features of `vouch.reader.features` by a fitted calibration."""

    name = "evidence"

    def __init__(self, embed: Embed, calibration: Calibration) -> None:
        self._embed = embed
        self._calibration = calibration

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        """A reading for each candidate, in order."""
        similarities = self._sentence_similarities(terms.question, candidates)
        return [
            self._reading(terms, candidate, row)
            for candidate, row in zip(candidates, similarities, strict=True)
        ]

    def threshold(self, max_risk: float) -> float:
        """The support from which on at most `max_risk` of the answers are expected to be wrong."""
        return self._calibration.threshold(max_risk)

    def _sentence_similarities(
        self, question: str, candidates: Sequence[Candidate]
    ) -> list[NDArray[np.float32]]:
        """The cosine of each sentence to the question, each sentence encoded once."""
        texts = [[c.passage.sentence(span) for span in c.passage.sentences] for c in candidates]
        distinct = list(dict.fromkeys(text for row in texts for text in row))
        query, *rows = np.asarray(self._embed([question, *distinct]), dtype=np.float32)
        cosine = dict(zip(distinct, (float(row @ query) for row in rows), strict=True))
        return [np.array([cosine[text] for text in row], dtype=np.float32) for row in texts]

    def _reading(
        self, terms: QuestionTerms, candidate: Candidate, similarities: NDArray[np.float32]
    ) -> Reading:
        passage = candidate.passage
        sentences = sentence_features(terms, passage, similarities.tolist())
        evidence = passage_features(
            terms, candidate.source.title, passage, candidate.scores["dense"], sentences
        )
        scores = tuple(self._calibration.sentence.probability(s) for s in sentences)
        return Reading(
            support=self._calibration.passage.probability(evidence),
            span=_span(terms, candidate, scores),
            sentences=scores,
            evidence=evidence,
        )


def _span(terms: QuestionTerms, candidate: Candidate, scores: Sequence[float]) -> Span | None:
    """The words of the kind asked for in the best sentence, where there is just one such."""
    passage = candidate.passage
    start, end = passage.sentences[max(range(len(scores)), key=scores.__getitem__)]
    known = frozenset(words(terms.question))
    spans = spans_of_kind(passage.sentence((start, end)), terms.kind, known)
    return (start + spans[0][0], start + spans[0][1]) if len(spans) == 1 else None
