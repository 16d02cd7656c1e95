"""The stages of the search, measured on a small corpus with the real index."""

from collections.abc import Sequence

import pytest

from tests.vouch.evaluation.conftest import DOCUMENTS
from vouch.embedding import Embedder
from vouch.evaluation.corpus import MeasuredCorpus
from vouch.evaluation.datasets import QueryRecord
from vouch.evaluation.errors import UnmeasurableError
from vouch.evaluation.ranking import (
    Searched,
    first,
    measure_retrieval,
    ranking_figures,
    require_relevant,
)
from vouch.reader.features import QuestionTerms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate

QUERIES = [
    QueryRecord(id="1", query="when does the ferry Tern sail", relevant=("ferry/1",)),
    QueryRecord(id="2", query="Kingsreach bridge closed", relevant=("bridge",)),
    QueryRecord(id="3", query="opening hours of the clock museum", relevant=("museum",)),
]


class Contrary:
    """A reader that prefers what retrieval likes least."""

    name = "contrary"

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        return [Reading(1 - c.scores["fused"], None, (0.5,)) for c in candidates]

    def threshold(self, max_risk: float) -> float:
        return 0.5


def test_figures_of_a_known_run() -> None:
    run = {
        "1": {"bridge": 2.0, "ferry/1": 1.0},
        "2": {"bridge": 1.0},
    }
    figures = ranking_figures(QUERIES, run)
    # The logarithm of the second rank's discount is that of 3 to base 2; query 3 found nothing.
    assert figures["ndcg@10"] == pytest.approx((0.63093 + 1 + 0) / 3, abs=1e-4)
    assert figures["recall@10"] == figures["recall@100"] == pytest.approx(2 / 3)


def test_each_stage_finds_what_is_asked_for_in_plain_words(
    indexed: MeasuredCorpus, embedder: Embedder
) -> None:
    done: list[None] = []
    ranked = measure_retrieval(indexed, QUERIES, embedder, advance=lambda: done.append(None))
    assert ranked.stages.keys() == {"dense", "bm25", "fused"}
    assert all(figures["recall@10"] == 1 for figures in ranked.stages.values())
    assert ranked.stages["fused"]["ndcg@10"] == 1
    assert ranked.n == len(done) == 3


def test_a_reader_orders_the_candidates_that_it_reads(
    indexed: MeasuredCorpus, embedder: Embedder
) -> None:
    ranked = measure_retrieval(indexed, QUERIES, embedder, Contrary(), read=2)
    assert ranked.stages["read"]["ndcg@10"] == pytest.approx(0.63093, abs=1e-4)
    assert ranked.stages["fused"]["ndcg@10"] == 1


def test_the_best_passage_speaks_for_its_document() -> None:
    documents = {"p": "one", "q": "one", "r": "two"}
    searched = Searched(QUERIES[0], [], {}, {}, documents)
    assert searched.by_document({"p": -2.0, "q": -1.0, "r": 0.5}) == {"one": -1.0, "two": 0.5}


def test_the_first_scores_are_the_highest() -> None:
    assert first({"a": 1.0, "b": 3.0, "c": 2.0, "d": 2.0}, 3) == {"b": 3.0, "c": 2.0, "d": 2.0}


def test_ids_that_are_doubled_or_unknown_are_named() -> None:
    require_relevant(DOCUMENTS, QUERIES)
    with pytest.raises(UnmeasurableError, match="document id “salmon”"):
        require_relevant([*DOCUMENTS, DOCUMENTS[-1]], QUERIES)
    with pytest.raises(UnmeasurableError, match="query id “3”"):
        require_relevant(DOCUMENTS, [*QUERIES, QUERIES[-1]])
    with pytest.raises(UnmeasurableError, match=r"“3” names the document “museum”"):
        require_relevant(DOCUMENTS[:2], QUERIES)
