"""The next generation while it is being made."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from vouch.chunking import embedding_text
from vouch.index.document_store_writer import DocumentStoreWriter
from vouch.index.embedding_cache import EmbeddingCache
from vouch.index.store import Store, new_build
from vouch.index.vector_store import Collection
from vouch.index.versions import Made, Published
from vouch.rendering import render
from vouch.types import Article, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 512
"""Passages that are encoded together: enough to sort by length, few enough to keep in memory."""


class Encoder(Protocol):
    """What making an index needs of an embedder."""

    name: str

    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...
    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]": ...
    def keep_for_questions(self, data_dir: Path) -> None: ...


class IndexWriter:
    """A generation in the making: articles go in and out, passages are encoded in windows.

    It starts as the generation `before`, if there is one; nothing is written
    before the first change. Texts that have a vector already (`known` has the
    keys) are not encoded again, whatever article they stand in now.
    """

    def __init__(
        self,
        store: Store,
        before: Published | None,
        embedder: Encoder,
        known: set[str],
        salvage: EmbeddingCache,
    ) -> None:
        self.begun = False
        self.encoded = 0
        self._store = store
        self._before = before
        self._build = before.build if before else new_build()
        self._embedder = embedder
        self._known = known
        self._salvage = salvage
        self._waiting: dict[str, str] = {}
        self._then: list[Callable[[], None]] = []
        self._released: set[str] = set()
        self._put: set[str] = set()
        self._stack = ExitStack()
        self._writing = ExitStack()

    def put(
        self,
        article: Article,
        content: str,
        passages: Sequence[Passage],
        then: Callable[[], None],
    ) -> None:
        """Store an article; `then` is called when the last of its passages is encoded."""
        self._begin()
        title = article.source.title
        texts = [embedding_text(title, render(p).text, p.section) for p in passages]
        keys = [vector_key(text) for text in texts]
        self._put.add(article.source.path)
        self._released |= self._lexicon.put(article, content, passages, keys)
        for key, text in zip(keys, texts, strict=True):
            if key not in self._known:
                self._waiting[key] = text
                self._known.add(key)
        self._then.append(then)
        if len(self._waiting) >= WINDOW:
            self._encode()

    def delete(self, source: str) -> None:
        """Remove an article."""
        self._begin()
        self._released |= self._lexicon.delete(source)

    def mark_stale(self, source: str, reason: str | None) -> None:
        """Say why an article's file could not be read again; None where it could."""
        self._begin()
        self._lexicon.mark_stale(source, reason)

    def publish(self, made: Made) -> int:
        """Finish the generation and make it the one that readers see; returns its number."""
        self._begin()
        self._encode()
        self._store.release(self._collection, self._lexicon.unneeded(self._released))
        self._lexicon.finish()
        self._writing.close()
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        number, folder = self._staged.number, self._staged.folder
        return self._store.publish(Published(number, folder, made, now, self._build), self._put)

    def _begin(self) -> None:
        if self.begun:
            return
        self.begun = True
        self._staged = self._store.stage(self._before)
        self._stack.enter_context(self._staged.held)
        self._stack.enter_context(self._writing)
        before = self._before.folder if self._before else None
        self._lexicon = self._writing.enter_context(
            DocumentStoreWriter(self._staged.folder, before)
        )
        self._collection: Collection = self._writing.enter_context(
            self._store.staged_vectors(self._staged, self._build, self._before)
        )

    def _encode(self) -> None:
        keys, texts = list(self._waiting), list(self._waiting.values())
        self._waiting.clear()
        if texts:
            self._collection.add(keys, self._encoded(keys, texts))
        done, self._then = self._then, []
        for then in done:
            then()

    def _encoded(self, keys: list[str], texts: list[str]) -> "NDArray[np.float32]":
        """The texts' vectors: what an interrupted sync has made of them is taken over."""
        import numpy as np

        found = self._salvage.find(keys)
        new = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in found]
        if new:
            vectors = self._embedder.encode([text for _, text in new])
            found.update(zip((key for key, _ in new), vectors, strict=True))
            if len(keys) >= WINDOW:
                self._salvage.keep([key for key, _ in new], vectors)
        self.encoded += len(new)
        return np.array([found[key] for key in keys], dtype=np.float32)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)


def vector_key(text: str) -> str:
    """The key of the vector of an embedded text: equal texts share one."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
