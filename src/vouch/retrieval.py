"""A question becomes candidates: dense and BM25 search, fused, without near-duplicates."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vouch.text.tokens import numbers
from vouch.types import Article, Passage, Source

Scores = Mapping[str, float]
Vectors = NDArray[np.float32]
Preference = Callable[[Source, Passage], float]
"""How well a passage suits a question beside what it says: the higher, the better."""

POOL = 100
"""How many passages each search brings to the fusion."""

DENSE_WEIGHT = 0.5
"""The share of the dense score in the convex sum, chosen by nDCG@10 on SciFact."""

LEVEL = 0.5
"""The share of the best fused score from which a passage may be preferred to a better one."""

NEAR_DUPLICATE = 0.97
"""Passages of different articles this similar (cosine) tell the same in the same words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with its score at every stage so far.

    `scores` has `dense` (cosine similarity), `fused` (0 to 1) and, where that
    search found the passage, `bm25`. `duplicates` are passages of other
    articles that tell nearly the same in the same words.
    """

    id: str
    source: Source
    passage: Passage
    scores: Scores
    duplicates: tuple[tuple[Source, Passage], ...] = ()


class Searchable(Protocol):
    """What retrieval needs of a snapshot of the index."""

    def dense(self, query_vector: Sequence[float], limit: int) -> list[tuple[str, float]]: ...
    def lexical(self, query: str, limit: int) -> list[tuple[str, float]]: ...
    def passages(self, ids: Sequence[str]) -> dict[str, Passage]: ...
    def vectors(self, ids: Sequence[str]) -> Vectors: ...
    def article(self, source: str) -> Article: ...


def retrieve(
    snapshot: Searchable,
    question: str,
    query_vector: Sequence[float],
    limit: int,
    preferred: Preference | None = None,
) -> list[Candidate]:
    """At most `limit` candidates for a question, the best first.

    Near-duplicates of a better candidate are left out, and no article takes
    more than half of the places while others have something to offer. Half of
    the places are given by what is `preferred`, where that is told.
    """
    dense = dict(snapshot.dense(query_vector, POOL))
    bm25 = dict(snapshot.lexical(question, POOL))
    fused = fuse(dense, bm25)
    ids = sorted(fused, key=lambda id_: (-fused[id_], id_))[: limit * (6 if preferred else 3)]
    passages = snapshot.passages(ids)
    ids = [id_ for id_ in ids if id_ in passages]
    found = [passages[id_] for id_ in ids]
    paths = {passage.source for passage in found}
    sources = {path: snapshot.article(path).source for path in paths}
    vectors = snapshot.vectors(ids)
    similarities = vectors @ np.asarray(query_vector, dtype=np.float32)
    figures = [frozenset(numbers(passage.text)) for passage in found]
    twins = near_duplicates([passage.source for passage in found], vectors, figures)
    rows = list(twins)
    if preferred:
        merits = [preferred(sources[passage.source], passage) for passage in found]
        rows = by_preference(rows, [fused[id_] for id_ in ids], merits, limit)
    kept = set(spread([(row, found[row].source) for row in rows], limit))
    return [
        Candidate(
            id=ids[row],
            source=sources[found[row].source],
            passage=found[row],
            scores={
                "dense": float(similarities[row]),
                **({"bm25": bm25[ids[row]]} if ids[row] in bm25 else {}),
                "fused": fused[ids[row]],
            },
            duplicates=tuple((sources[found[r].source], found[r]) for r in twins[row]),
        )
        for row in twins
        if row in kept
    ]


def fuse(dense: Scores, bm25: Scores, weight: float = DENSE_WEIGHT) -> dict[str, float]:
    """The convex sum of two rankings, each scaled to 0..1; what one lacks counts 0 there.

    Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
    Retrieval" (2023), section 4, with each score scaled by its lowest and highest.
    """
    scaled_dense, scaled_bm25 = _scaled(dense), _scaled(bm25)
    return {
        id_: weight * scaled_dense.get(id_, 0.0) + (1 - weight) * scaled_bm25.get(id_, 0.0)
        for id_ in {**dense, **bm25}
    }


def _scaled(scores: Scores) -> dict[str, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {id_: (s - low) / (high - low) if high > low else 1.0 for id_, s in scores.items()}


def by_preference(
    rows: Sequence[int], fused: Sequence[float], merits: Sequence[float], limit: int
) -> list[int]:
    """The rows, the first half of `limit` as they come and the others by their merits.

    A row whose fused score is far below the best is not preferred to any.
    """
    first, others = list(rows[: limit // 2]), rows[limit // 2 :]
    level = LEVEL * max((fused[row] for row in rows), default=0.0)
    return first + sorted(others, key=lambda r: -merits[r] if fused[r] >= level else inf)


def near_duplicates(
    articles: Sequence[str], vectors: Vectors, figures: Sequence[frozenset[str]]
) -> dict[int, list[int]]:
    """The rows to keep, each with the later rows that nearly equal it.

    Row r is a passage of `articles[r]` with the unit vector `vectors[r]` and
    the numbers `figures[r]`: a report of the same in the same words with
    another number is news, not a duplicate. Nor are neighbours in one article,
    which overlap.
    """
    kept: dict[int, list[int]] = {}
    for row, article in enumerate(articles):
        similar = (
            other
            for other in kept
            if articles[other] != article
            and figures[other] == figures[row]
            and float(vectors[row] @ vectors[other]) >= NEAR_DUPLICATE
        )
        original = next(similar, None)
        if original is None:
            kept[row] = []
        else:
            kept[original].append(row)
    return kept


def spread(rows: Sequence[tuple[int, str]], limit: int) -> list[int]:
    """The first `limit` of (row, article) pairs, at most half of them from one article.

    What that leaves out fills the places that nothing else takes.
    """
    taken: Counter[str] = Counter()
    chosen: list[int] = []
    left_out: list[int] = []
    for row, article in rows:
        (chosen if taken[article] < max(1, limit // 2) else left_out).append(row)
        taken[article] += 1
    kept = set((chosen + left_out)[:limit])
    return [row for row, _ in rows if row in kept]
