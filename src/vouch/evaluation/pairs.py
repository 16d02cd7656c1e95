"""A labelled question and passage become what a reader reads."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from vouch.chunking import embedding_text
from vouch.embedding import Embedder
from vouch.evaluation.datasets import PassageRecord
from vouch.reader.features import QuestionTerms, question_terms
from vouch.retrieval import Candidate
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import content_words, stem, stems
from vouch.types import Passage, Source

UNTITLED = "Untitled"


class PassageCollection:
    """The passages of a labelled file, as if they were the whole corpus.

    Each distinct passage is embedded once and counts once in the document
    frequencies.
    """

    def __init__(self, records: Sequence[PassageRecord], embedder: Embedder) -> None:
        texts = list(dict.fromkeys(_titled(record) for record in records))
        self._vectors = dict(zip(texts, embedder.encode(texts), strict=True))
        self._frequencies = _stem_frequencies(texts)
        self._embedder = embedder

    def terms(self, question: str) -> QuestionTerms:
        """The question's terms, weighed by the passages of the file."""
        counts = {word: self._frequencies.get(stem(word), 0) for word in content_words(question)}
        return question_terms(question, counts, len(self._vectors))

    def candidate(self, record: PassageRecord) -> Candidate:
        """The record's passage as the only candidate for its question."""
        query = np.asarray(self._embedder.embed_query(record.question), dtype=np.float32)
        dense = float(self._vectors[_titled(record)] @ query)
        return candidate_of(record.passage, record.title, dense)


def candidate_of(text: str, title: str | None, dense: float) -> Candidate:
    """A whole text as one candidate; `dense` is its cosine similarity to the question."""
    spans = tuple(sentence_spans(text)) or ((0, len(text)),)
    return Candidate(
        id="passage",
        source=Source("passage", title or UNTITLED),
        passage=Passage("passage", text, 0, len(text), spans),
        scores={"dense": dense, "fused": 1.0},
    )


def _titled(record: PassageRecord) -> str:
    return embedding_text(record.title or UNTITLED, record.passage)


def _stem_frequencies(texts: Sequence[str]) -> Mapping[str, int]:
    return Counter(s for text in texts for s in stems(text))
