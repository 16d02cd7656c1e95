"""A small true embedder: texts that share words have near vectors. It needs no weights."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vouch.index import Snapshot


class WordEmbedder:
    """Each word has a random direction; a text's vector is the unit vector of their sum."""

    name = "all-MiniLM-L6-v2"
    dimension = 64
    max_tokens = 40

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def keep_for_questions(self, data_dir: Path) -> None:
        """Nothing to keep: there are no weights."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return np.array([_direction(text) for text in texts], dtype=np.float32)

    def embed_query(self, text: str) -> list[float]:
        return [float(number) for number in _direction(text)]


def _direction(text: str) -> NDArray[np.float32]:
    total = np.full(WordEmbedder.dimension, 1e-3)
    for word in re.findall(r"\w+", text.lower()):
        seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        total += np.random.default_rng(seed).normal(size=WordEmbedder.dimension)
    unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
    return unit


Contents = dict[str, tuple[object, ...]]


def contents(snapshot: Snapshot) -> tuple[list[object], Contents, NDArray[np.float32]]:
    """All that a snapshot holds: articles, passages by id, and the vectors in the ids' order."""
    articles: list[object] = [snapshot.article(a.source) for a in snapshot.articles()]
    stale: list[object] = [(a.source, a.stale, a.passages) for a in snapshot.articles()]
    ids = sorted(snapshot.passage_ids())
    passages = snapshot.passages(ids)
    vectors = snapshot.vectors(ids)
    fields: Contents = {
        id_: (p.source, p.text, p.start, p.end, p.sentences, p.page, p.line)
        for id_, p in passages.items()
    }
    return articles + stale, fields, vectors


def assert_same(one: Snapshot, other: Snapshot) -> None:
    """Two snapshots hold the same, passage by passage and vector by vector."""
    articles, passages, vectors = contents(one)
    other_articles, other_passages, other_vectors = contents(other)
    assert articles == other_articles
    assert passages == other_passages
    assert np.allclose(vectors, other_vectors, atol=1e-5)
