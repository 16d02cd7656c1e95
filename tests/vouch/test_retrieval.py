"""Fusion, near-duplicates and the spread over articles."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.retrieval import Vectors, by_preference, fuse, near_duplicates, retrieve, spread
from vouch.types import Article, Passage, Source

SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-5, 5), max_size=8)


def test_the_convex_sum_weighs_both_searches() -> None:
    fused = fuse({"a": 0.9, "b": 0.5, "c": 0.1}, {"b": 8.0, "d": 4.0}, weight=0.5)
    assert fused == pytest.approx({"a": 0.5, "b": 0.75, "c": 0.0, "d": 0.0})


@given(SCORES, SCORES, st.floats(0, 1))
def test_fused_scores_stay_between_nought_and_one(
    dense: dict[str, float], bm25: dict[str, float], weight: float
) -> None:
    fused = fuse(dense, bm25, weight)
    assert set(fused) == set(dense) | set(bm25)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.values())


def test_near_duplicates_of_other_articles_are_put_under_the_first() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1], [1, 0]], dtype=np.float32)
    none: list[frozenset[str]] = [frozenset()] * 4
    assert near_duplicates(["x", "y", "y", "x"], vectors, none) == {0: [1], 2: [], 3: []}


def test_the_same_words_with_another_number_are_no_duplicate() -> None:
    vectors = np.array([[1, 0], [1, 0], [1, 0]], dtype=np.float32)
    figures = [frozenset({"14"}), frozenset({"19"}), frozenset({"14"})]
    assert near_duplicates(["x", "y", "z"], vectors, figures) == {0: [2], 1: []}


def test_half_of_the_places_go_by_preference_to_what_is_near_enough() -> None:
    fused = [1.0, 0.9, 0.8, 0.7, 0.6, 0.1]
    merits = [0.0, 0.0, 0.0, 0.0, 1.0, 9.0]
    assert by_preference(range(6), fused, merits, limit=4) == [0, 1, 4, 2, 3, 5]


def test_no_article_takes_more_than_half_while_others_have_something() -> None:
    rows = [(0, "x"), (1, "x"), (2, "x"), (3, "y"), (4, "z")]
    assert spread(rows, 4) == [0, 1, 3, 4]
    assert spread(rows[:3], 4) == [0, 1, 2]


class Shelf:
    """Three passages of two articles, searched by hand."""

    def __init__(self) -> None:
        texts = {"p": "Ferries run daily.", "q": "Ferries run every day.", "r": "Bridges close."}
        articles = {"p": "one", "q": "two", "r": "two"}
        self._passages = {
            id_: Passage(articles[id_], text, 0, len(text), ((0, len(text)),))
            for id_, text in texts.items()
        }
        self._vectors = {"p": [1.0, 0.0], "q": [0.999, 0.04], "r": [0.0, 1.0]}

    def dense(self, query_vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        return [("p", 0.9), ("q", 0.89)][:limit]

    def lexical(self, query: str, limit: int) -> list[tuple[str, float]]:
        return [("q", 3.0), ("r", 1.0)][:limit]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        return {id_: self._passages[id_] for id_ in ids}

    def vectors(self, ids: Sequence[str]) -> Vectors:
        return np.array([self._vectors[id_] for id_ in ids], dtype=np.float32)

    def article(self, source: str) -> Article:
        return Article(Source(source, source.title()), "Ferries run daily.")


def test_candidates_keep_the_score_of_every_stage() -> None:
    first, second = retrieve(Shelf(), "ferries", [1.0, 0.0], limit=5)
    assert (first.id, second.id) == ("p", "r")
    assert first.scores.keys() == {"dense", "fused"}
    assert second.scores == pytest.approx({"dense": 0.0, "bm25": 1.0, "fused": 0.0})
    assert [passage.source for _, passage in first.duplicates] == ["two"]
