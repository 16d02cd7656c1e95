"""The index as if it had only the articles of a selection: filtered before anything is ranked."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vouch.index.errors import IndexMismatchError
from vouch.index.snapshot import Index, Snapshot
from vouch.index.vector_file import nearest
from vouch.index.vector_store import VectorReader
from vouch.selection import EmptySelectionError, Selection, choices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SelectedSnapshot(Snapshot):
    """A generation as if it had only the articles of a selection: nothing else is ranked.

    Its vectors are kept in memory from the first search on (1.5 KB a passage with the packaged
    model), and each is compared: a graph cannot be searched in a part of it without loss.
    """

    def __init__(self, whole: Snapshot, selection: Selection) -> None:
        self.generation, self.identity = whole.generation, whole.identity
        self.synced_at, self.damage = whole.synced_at, whole.damage
        self._made, self._whole = whole._made, whole
        self._lexicon = whole._lexicon.within(selection)
        self._opening = threading.Lock()
        self._held: tuple[list[str], NDArray[np.float32]] | None = None

    def dense(self, query_vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Ids and cosine similarities of the nearest passages, the nearest first."""
        import numpy as np

        if not self.size or limit <= 0:
            return []
        if len(query_vector) != self._made.dimension:
            raise IndexMismatchError("length of vectors", self._made.dimension, len(query_vector))
        with self._opening:
            if self._held is None:
                ids = sorted(self.passage_ids())
                self._held = ids, self.vectors(ids)
        return nearest(*self._held, np.asarray(query_vector, dtype=np.float32), limit)

    def _vectors(self) -> VectorReader:
        return self._whole._vectors()


def select(snapshot: Snapshot, selection: Selection) -> Snapshot:
    """The snapshot with only the articles of a selection. Raises EmptySelectionError."""
    chosen = SelectedSnapshot(snapshot, selection)
    if not chosen.size:
        known = choices((article.source, article.tags) for article in snapshot.articles())
        raise EmptySelectionError(str(selection), known)
    return chosen


class SelectedIndex:
    """The articles of a selection in an index; safe to use from several threads."""

    def __init__(self, index: Index, selection: Selection) -> None:
        self._index = index
        self._selection = selection
        self._lock = threading.Lock()
        self._latest: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """What `Index.snapshot` returns, of the selection; EmptySelectionError without articles.

        An index without any article is returned as it is.
        """
        whole = self._index.snapshot()
        if not whole.size:
            return whole
        with self._lock:
            if self._latest is None or self._latest.identity != whole.identity:
                self._latest = select(whole, self._selection)
            return self._latest
