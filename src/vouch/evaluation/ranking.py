"""How well each stage of the search ranks the documents that are relevant."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vouch.embedding import Embedder
from vouch.evaluation.corpus import MeasuredCorpus
from vouch.evaluation.datasets import DocumentRecord, QueryRecord
from vouch.evaluation.errors import EvaluationExtraError, UnmeasurableError
from vouch.evaluation.figures import Figures, Ranked
from vouch.index import Snapshot, open_index
from vouch.reader.features import question_terms
from vouch.reader.protocol import Reader
from vouch.retrieval import POOL, Scores, fuse, retrieve
from vouch.text.tokens import content_words

DEPTH = 300
"""Passages that one search brings, so that they come from more than 100 documents."""

Vector = Sequence[float]
Run = Mapping[str, Scores]
"""For each query's id, the score of each document found."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What both searches found for a query, and the document of each passage found."""

    query: QueryRecord
    vector: Vector
    dense: Scores
    bm25: Scores
    documents: Mapping[str, str]

    def by_document(self, scores: Scores) -> dict[str, float]:
        """Scores of passages as scores of documents: that of the best passage counts."""
        best: dict[str, float] = {}
        for id_, score in scores.items():
            document = self.documents[id_]
            best[document] = max(score, best.get(document, score))
        return best


def measure_retrieval(
    corpus: MeasuredCorpus,
    queries: Sequence[QueryRecord],
    embedder: Embedder,
    reader: Reader | None = None,
    read: int = 0,
    advance: Callable[[], object] = lambda: None,
) -> Ranked:
    """The figures of `dense`, `bm25` and `fused`, and of `read` with a reader.

    That is the fused order with its first `read` candidates ordered by the
    reader's support. `advance` is called after each query.
    """
    snapshot = open_index(corpus.settings, embedder).snapshot()
    vectors = embedder.embed_documents([query.query for query in queries])
    runs: dict[str, dict[str, Scores]] = {}
    for searched in search(snapshot, corpus.ids, queries, vectors):
        found = stage_scores(searched)
        if reader is not None:
            found["read"] = read_scores(snapshot, corpus.ids, searched, reader, read)
        for stage, scores in found.items():
            runs.setdefault(stage, {})[searched.query.id] = scores
        advance()
    stages = {stage: ranking_figures(queries, run) for stage, run in runs.items()}
    return Ranked("retrieval", stages, len(queries))


def require_relevant(documents: Iterable[DocumentRecord], queries: Iterable[QueryRecord]) -> None:
    """Raises UnmeasurableError for an id that is there twice, or relevant but not there."""
    ids = _once("document", [document.id for document in documents])
    queries = list(queries)
    _once("query", [query.id for query in queries])
    for query in queries:
        for id_ in query.relevant:
            if id_ not in ids:
                raise UnmeasurableError(
                    f"The query “{query.id}” names the document “{id_}”, which is not in the "
                    "corpus.",
                    "Add the document, or take its id out of the query's “relevant”.",
                )


def _once(kind: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise UnmeasurableError(f"Two records have the {kind} id “{id_}”.", "Keep one of them.")
        seen.add(id_)
    return seen


def search(
    snapshot: Snapshot,
    documents: Mapping[str, str],
    queries: Sequence[QueryRecord],
    vectors: Iterable[Vector],
    depth: int = DEPTH,
) -> Iterator[Searched]:
    """Both searches for each query; `documents` maps an article's path to its document's id."""
    for query, vector in zip(queries, vectors, strict=True):
        dense = dict(snapshot.dense(vector, depth))
        bm25 = dict(snapshot.lexical(query.query, depth))
        passages = snapshot.passages([*{**dense, **bm25}])
        found = {id_: documents[passage.source] for id_, passage in passages.items()}
        yield Searched(query, vector, dense, bm25, found)


def first(scores: Scores, count: int) -> dict[str, float]:
    """The `count` best scores."""
    return {id_: scores[id_] for id_ in sorted(scores, key=lambda i: (-scores[i], i))[:count]}


def stage_scores(searched: Searched) -> dict[str, Scores]:
    """A query's documents by `dense`, `bm25` and `fused`, which fuses what a question fuses."""
    return {
        "dense": searched.by_document(searched.dense),
        "bm25": searched.by_document(searched.bm25),
        "fused": searched.by_document(_fused(searched)),
    }


def _fused(searched: Searched) -> dict[str, float]:
    return fuse(first(searched.dense, POOL), first(searched.bm25, POOL))


def read_scores(
    snapshot: Snapshot,
    documents: Mapping[str, str],
    searched: Searched,
    reader: Reader,
    count: int,
) -> Scores:
    """A query's fused documents, the first `count` candidates ordered by the reader's support."""
    question = searched.query.query
    frequencies = snapshot.document_frequencies(content_words(question))
    terms = question_terms(question, frequencies, snapshot.size)
    candidates = retrieve(snapshot, question, searched.vector, count)
    read: dict[str, float] = {}
    for candidate, reading in zip(candidates, reader.read(terms, candidates), strict=True):
        for source in (candidate.source, *(source for source, _ in candidate.duplicates)):
            document = documents[source.path]
            read[document] = max(reading.support, read.get(document, 0.0))
    # Fused scores end at 1: what was read comes before what was not.
    return {**searched.by_document(_fused(searched)), **{id_: 1 + s for id_, s in read.items()}}


def ranking_figures(queries: Iterable[QueryRecord], run: Run) -> Figures:
    """nDCG@10, recall@10 and recall@100 of a run, means over the queries, by ir-measures.

    Raises EvaluationExtraError where that is not installed.
    """
    try:
        import ir_measures
    except ImportError:
        raise EvaluationExtraError("ir-measures") from None
    named = {
        "ndcg@10": ir_measures.nDCG @ 10,
        "recall@10": ir_measures.R @ 10,
        "recall@100": ir_measures.R @ 100,
    }
    relevant = {query.id: dict.fromkeys(query.relevant, 1) for query in queries}
    means = ir_measures.calc_aggregate(list(named.values()), relevant, run)
    return {name: float(means[measure]) for name, measure in named.items()}
