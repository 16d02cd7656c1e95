"""What readers see: the published generation, which does not change under them."""

import threading
import weakref
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from typing import TYPE_CHECKING

from vouch.index.compatibility import Model, made_with, require_same, require_same_schema
from vouch.index.document_store import FILE, ArticleRecord, DocumentStore
from vouch.index.errors import (
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnreadableError,
    UnknownSourceError,
)
from vouch.index.integrity import verify_contents, verify_sizes
from vouch.index.store import Store, open_store
from vouch.index.vector_file import FOLDER as VECTORS
from vouch.index.vector_file import has_vector_file, nearest
from vouch.index.vector_store import CLOSEST, VectorReader
from vouch.index.vector_store import FOLDER as GRAPHS
from vouch.index.versions import Made, Published, hold
from vouch.settings import Settings
from vouch.types import Article, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


VERIFIED_AT_ONCE = 200_000_000
"""A lexicon of more bytes is compared with its hash in the background, after opening."""

SPARE = 50
"""How many neighbours more to ask for: a server also has vectors of other generations."""


class Snapshot:
    """One published generation, to be read; safe to use from several threads.

    It answers from the same state for as long as it is kept, also while newer
    generations are published. Its files are freed when it is dropped. Vectors
    are opened at their first use.
    """

    def __init__(self, published: Published, store: Store, resources: ExitStack) -> None:
        self.generation = published.generation
        self.identity = published.identity
        self.synced_at = published.synced_at
        self._made = published.made
        self._published = published
        self._store = store
        self._lexicon = DocumentStore(published.folder)
        self._collection: VectorReader | None = None
        self._opening = threading.Lock()
        self._resources = resources
        self.damage: IndexDamagedError | None = None
        resources.callback(self._lexicon.close)
        weakref.finalize(self, resources.close)

    @property
    def size(self) -> int:
        """The number of passages."""
        return self._lexicon.size

    def dense(self, query_vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Ids and cosine similarities of the nearest passages, the nearest first.

        A graph can have vectors that no way leads to, one unlike all others above all. Of a
        small index all are asked for, and compared one by one where the graph misses some.
        """
        if not self.size or limit <= 0:
            return []
        if len(query_vector) != self._made.dimension:
            raise IndexMismatchError("length of vectors", self._made.dimension, len(query_vector))
        small = self.size + SPARE <= CLOSEST
        wanted = self.size if small else min(limit, self.size)
        asked = max(wanted, limit) + SPARE
        while True:
            nearest = dict(self._vectors().search(query_vector, asked))
            ids = self._lexicon.by_vector(list(nearest))
            hits = [(id_, nearest[key]) for key in nearest for id_ in sorted(ids.get(key, ()))]
            if len(hits) >= wanted or (len(nearest) < asked and not small):
                return hits[:limit]
            # Writers that were cut short have left more vectors there than were to spare.
            if len(nearest) < asked or asked >= CLOSEST:
                return self._compared_with_each(query_vector, limit)
            asked *= 2

    def _compared_with_each(
        self, query_vector: Sequence[float], limit: int
    ) -> list[tuple[str, float]]:
        """What `dense` returns, without the graph: it cannot look past all that is left over."""
        import numpy as np

        ids = sorted(self.passage_ids())
        query = np.asarray(query_vector, dtype=np.float32)
        return nearest(ids, self.vectors(ids), query, limit)

    def lexical(self, query: str, limit: int) -> list[tuple[str, float]]:
        """Ids and BM25 scores (positive) of the passages with the query's words, best first."""
        return self._lexicon.search(query, limit)

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""
        return self._lexicon.passage_ids()

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, in this order; unknown ids are left out."""
        return self._lexicon.passages(ids)

    def passages_of(self, source: str) -> list[Passage]:
        """The passages of the article at this path, in order; empty where there is none."""
        return [passage for passage, _ in self._lexicon.passages_of(source)]

    def vectors(self, ids: Sequence[str]) -> "NDArray[np.float32]":
        """The unit vectors of these passages, one row each: shape (len(ids), dimension).

        Raises KeyError for an id that is not in this generation.
        """
        import numpy as np

        keys = self._lexicon.vector_keys(ids)
        found = self._vectors().vectors(list(dict.fromkeys(keys[id_] for id_ in ids)))
        if missing := {keys[id_] for id_ in ids} - found.keys():
            raise IndexDamagedError(f"{len(missing)} vectors are gone")
        rows = [found[keys[id_]] for id_ in ids]
        return np.array(rows, dtype=np.float32).reshape(len(ids), self._made.dimension)

    def article(self, source: str) -> Article:
        """The article at this path in the corpus. Raises KeyError where there is none."""
        return self._lexicon.article(source)

    def named(self, source: str) -> Article:
        """The article at this path. Raises UnknownSourceError, naming what comes close."""
        try:
            return self.article(source)
        except KeyError:
            sources = [record.source for record in self.articles()]
            raise UnknownSourceError(source, get_close_matches(source, sources, 3, 0.5)) from None

    def articles(self) -> list[ArticleRecord]:
        """All articles, in the order of their paths."""
        return self._lexicon.articles()

    def document_frequency(self, term: str) -> int:
        """In how many passages the term's stem stands, titles included."""
        return self.document_frequencies([term])[term]

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """The document frequency of each term."""
        return self._lexicon.document_frequencies(terms)

    def terms(self, prefix: str) -> list[str]:
        """The stems of the articles' words that begin with `prefix`, in order."""
        return self._lexicon.terms(prefix)

    def mentions(self, phrase: str) -> int:
        """In how many passages the words of the phrase stand next to each other."""
        return self.document_frequency(phrase)

    def _vectors(self) -> VectorReader:
        with self._opening:
            if self._collection is None:
                # a damaged graph can end the process that opens it
                folder = self._published.folder
                read = VECTORS if has_vector_file(folder) else GRAPHS
                verify_contents(folder, self._published.manifest, f"{read}/")
                self._collection = self._store.open(self._published)
                self._resources.callback(self._collection.close)
            return self._collection


class Index:
    """The index of a data directory, for reading; safe to use from several threads."""

    def __init__(self, settings: Settings, wanted: Made | None) -> None:
        self._store = open_store(settings)
        self._wanted = wanted
        self._lock = threading.Lock()
        self._latest: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The generation that is published now: one small file is read to tell which.

        Raises IndexMissingError, IndexMismatchError, IndexDamagedError or IndexUnreadableError.
        """
        try:
            return self._published()
        except OSError as error:
            raise IndexUnreadableError(self._store.data_dir, error) from error

    def _published(self) -> Snapshot:
        with self._lock:
            for _ in range(100):
                now = self._store.latest()
                if now is None:
                    raise IndexMissingError
                if self._latest is not None and self._latest.identity == now.identity:
                    if self._latest.damage is not None:
                        raise self._latest.damage
                    return self._latest
                require_same_schema(now.made)
                if self._wanted is not None:
                    require_same(now.made, self._wanted)
                opened = open_snapshot(now, self._store)
                if opened is not None:
                    self._latest = opened
                    return opened
            raise IndexDamagedError("what current.json points to is gone")


def open_snapshot(published: Published, store: Store) -> Snapshot | None:
    """A snapshot; None where a newer generation has been published meanwhile."""
    held = hold(published.folder)
    if held is None:
        return None
    resources = ExitStack()
    resources.callback(held.close)
    try:
        verify_sizes(published.folder, published.manifest)
        lexicon = published.folder / FILE
        small = lexicon.stat().st_size <= VERIFIED_AT_ONCE
        if small:
            verify_contents(published.folder, published.manifest, FILE)
        snapshot = Snapshot(published, store, resources)
        if not small:
            _verify_in_background(snapshot, published)
        return snapshot
    except BaseException:
        resources.close()
        raise


def _verify_in_background(snapshot: Snapshot, published: Published) -> None:
    """Compare the lexicon with its hash in a thread; the snapshot then has its `damage`."""
    watched = weakref.ref(snapshot)

    def verify() -> None:
        try:
            verify_contents(published.folder, published.manifest, FILE)
        except IndexDamagedError as error:
            if (opened := watched()) is not None:  # else it may have been removed meanwhile
                opened.damage = error

    threading.Thread(target=verify, name="vouch-verifying", daemon=True).start()


def open_index(settings: Settings, embedder: Model | None = None) -> Index:
    """The index that the settings name, for reading; nothing is opened or written yet.

    With an embedder, `snapshot` raises IndexMismatchError for an index that
    was made with another; without one only the lexicon is of use, which needs
    no model.
    """
    return Index(settings, made_with(settings, embedder) if embedder is not None else None)
