"""Where the index is kept: in the data directory, or with a Chroma server."""

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from vouch.index import vector_store as vectors
from vouch.index.lock import writer_lock
from vouch.index.versions import Published, Staged, publish, published, remove_unused, stage
from vouch.settings import Settings

Waiting = Callable[[str], None]


class Store(Protocol):
    """Keeps generations: their lexicons in `data_dir`, their vectors where it likes."""

    data_dir: Path

    def latest(self) -> Published | None:
        """The published generation, its lexicon in `data_dir`; None where there is none."""

    def open(self, generation: Published) -> vectors.VectorReader:
        """A published generation's vectors, to be read; the caller closes them."""

    def writing(self, wait: bool, waiting: Waiting) -> AbstractContextManager[None]:
        """Be the only writer. Raises IndexLockedError where there is one, without `wait`."""

    def stage(self, before: Published | None) -> Staged:
        """Begin the generation that follows `before`."""

    def staged_vectors(
        self, staged: Staged, build: str, before: Published | None
    ) -> AbstractContextManager[vectors.Collection]:
        """The vectors of a staged generation, to be written; they start as those of `before`."""

    def release(self, staged: vectors.Collection, keys: Sequence[str]) -> None:
        """Vectors that the staged generation does not need."""

    def leaving(self) -> set[str]:
        """Keys of vectors that the published generation does not need and that go with the next."""

    def publish(self, staged: Published, put: Collection[str]) -> int:
        """Make a staged generation, complete but for its manifest, the published one.

        Returns its number. `put` are the sources whose articles differ from
        those of the one before.
        """

    def clean(self) -> None:
        """Remove what no generation in use needs."""


class EmbeddedStore:
    """Everything in the data directory; Chroma runs in this process."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def latest(self) -> Published | None:
        return published(self.data_dir)

    def open(self, generation: Published) -> vectors.VectorReader:
        return vectors.open_vectors(generation.folder)

    def writing(self, wait: bool, waiting: Waiting) -> AbstractContextManager[None]:
        return writer_lock(self.data_dir, wait, waiting)

    def stage(self, before: Published | None) -> Staged:
        return stage(self.data_dir)

    @contextmanager
    def staged_vectors(
        self, staged: Staged, build: str, before: Published | None
    ) -> Iterator[vectors.Collection]:
        with vectors.staged_collection(staged.folder, before.folder if before else None) as opened:
            yield opened

    def release(self, staged: vectors.Collection, keys: Sequence[str]) -> None:
        staged.delete(keys)

    def leaving(self) -> set[str]:
        return set()

    def publish(self, staged: Published, put: Collection[str]) -> int:
        publish(self.data_dir, staged)
        return staged.generation

    def clean(self) -> None:
        remove_unused(self.data_dir)


def new_build() -> str:
    """A name for a generation that is made from nothing, and those that follow it."""
    return secrets.token_hex(8)


def open_store(settings: Settings) -> Store:
    """The store that the settings name; nothing is opened or written yet."""
    if settings.chroma_url is None:
        return EmbeddedStore(settings.data_dir)
    from vouch.index.remote.store import ServerStore

    return ServerStore(settings)
