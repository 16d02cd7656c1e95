"""The collection: the passages' vectors in Chroma, under keys made from their text.

Those of a small collection stand in a file too (`vouch.index.vector_file`), from which they are
read without Chroma. Chroma is used through chromadb itself: langchain-chroma cannot take vectors
that are made already, nor a store that has vectors and no documents.
"""

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from vouch.index import vector_file
from vouch.index.errors import IndexDamagedError

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as ChromaCollection
    from numpy.typing import NDArray

FOLDER = "chroma"
NAME = "passages"
DATABASE = "chroma.sqlite3"

SAVED_GRAPH = "index_metadata.pickle"
"""The file that tells a graph (HNSW) that Chroma has saved."""

CLOSEST = 400
"""How many neighbours one search can ask for: what HNSW keeps in sight (ef_search)."""

_DENSE_GRAPH = {"max_neighbors": 64, "ef_construction": 200}
"""With Chroma's 16 neighbours, a text unlike all the others can be out of reach of a search."""

_AT_ONCE = 2000
_SAVE_EVERY = 1000
_SPARE_PLACES = 2000  # Chroma makes room for a thousand vectors at a time


class VectorReader(Protocol):
    """Vectors by key, to be read by several threads; `Collection` says what each method does."""

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]: ...
    def vectors(self, keys: Sequence[str]) -> "dict[str, NDArray[np.float32]]": ...
    def keys(self) -> set[str]: ...
    def close(self) -> None: ...


class Collection:
    """Vectors by key. Safe to use from several threads for reading.

    `named` gives what the store raises in its use a name and a mending step.
    """

    def __init__(
        self,
        collection: "ChromaCollection",
        named: Callable[[], AbstractContextManager[None]],
        resources: ExitStack,
    ) -> None:
        self._collection = collection
        self._named = named
        self._resources = resources

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Keys and cosine similarities of the nearest vectors, the nearest first."""
        with self._named():
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(limit, CLOSEST), include=["distances"]
            )
        distances = found["distances"] or [[]]
        return [(key, 1.0 - d) for key, d in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, keys: Sequence[str]) -> "dict[str, NDArray[np.float32]]":
        """The vectors under these keys; keys that are not there are left out."""
        import numpy as np

        vectors: dict[str, NDArray[np.float32]] = {}
        for first in range(0, len(keys), _AT_ONCE):
            with self._named():
                some = list(keys[first : first + _AT_ONCE])
                found = self._collection.get(ids=some, include=["embeddings"])
            rows = np.asarray(found["embeddings"], dtype=np.float32)
            vectors.update(zip(found["ids"], rows, strict=True))
        return vectors

    def add(self, keys: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Store vectors under their keys."""
        for first in range(0, len(keys), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            with self._named():
                self._collection.upsert(ids=list(keys[some]), embeddings=vectors[some])

    def delete(self, keys: Sequence[str]) -> None:
        """Remove what is stored under these keys."""
        for first in range(0, len(keys), _AT_ONCE):
            with self._named():
                self._collection.delete(ids=list(keys[first : first + _AT_ONCE]))

    def keys(self) -> set[str]:
        """The keys of all vectors."""
        with self._named():
            return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Free what was opened for it."""
        self._resources.close()


class FiledCollection(Collection):
    """A collection that writes its vectors to a file as well."""

    def __init__(self, collection: "ChromaCollection", file: vector_file.VectorFileWriter) -> None:
        super().__init__(collection, nullcontext, ExitStack())
        self._file = file

    def add(self, keys: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        super().add(keys, vectors)
        self._file.add(keys, vectors)

    def delete(self, keys: Sequence[str]) -> None:
        super().delete(keys)
        self._file.delete(keys)


@contextmanager
def staged_collection(folder: Path, before: Path | None) -> Iterator[Collection]:
    """The collection of a generation that is not published yet, to be written.

    It starts with what the generation in the folder `before` has.
    """
    path = folder / FOLDER
    worn = before is not None and is_worn(before)
    if before is not None and not worn:
        shutil.copytree(before / FOLDER, path)
    with _opened(path) as client:
        collection = get_or_create(client, NAME)
        if before is not None and worn:
            with closing(open_collection(before)) as old:
                _copy_vectors(old, Collection(collection, nullcontext, ExitStack()))
        file = vector_file.VectorFileWriter(folder, before)
        staged = FiledCollection(collection, file)
        if len(file) != collection.count() <= vector_file.LARGEST:
            _copy_vectors(staged, file)
        yield staged
        file.finish()
        emptied = collection.count() == 0
        collection.modify(configuration={"hnsw": {"sync_threshold": 2}})
    if emptied:
        _begin_anew(path)
    _save_graph(path)
    _shrink(path / DATABASE)


def open_vectors(folder: Path) -> VectorReader:
    """A published generation's vectors, to be read: from the file where there is one."""
    if vector_file.has_vector_file(folder):
        return vector_file.VectorFile(folder)
    return open_collection(folder)


def open_collection(folder: Path) -> Collection:
    """A published generation's collection, to be read.

    Chroma writes to its database on opening, and to a graph that it has not
    saved yet on the first query. It is given a copy of the database, which is
    small, and links to saved graphs, which it only reads; it makes the others
    again from the database's log.
    """
    resources = ExitStack()
    try:
        temporary = tempfile.TemporaryDirectory(prefix="vouch-", ignore_cleanup_errors=True)
        view = Path(resources.enter_context(temporary))
        with _damage_named():
            for path in (folder / FOLDER).iterdir():
                if (path / SAVED_GRAPH).exists():
                    (view / path.name).symlink_to(path.resolve())
            shutil.copyfile(folder / FOLDER / DATABASE, view / DATABASE)
            client = _client(view)
            resources.callback(client.close)
            collection = client.get_collection(NAME, embedding_function=None)
        return Collection(collection, _damage_named, resources)
    except BaseException:
        resources.close()
        raise


def _client(path: Path) -> "Client":
    import chromadb
    from chromadb.config import Settings

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(path), settings))


def get_or_create(client: "ClientAPI", name: str) -> "ChromaCollection":
    """The collection of that name, as Vouch makes it: by cosine."""
    configuration: Any = {"hnsw": {"space": "cosine", "ef_search": CLOSEST, **_DENSE_GRAPH}}
    return client.get_or_create_collection(
        name, configuration=configuration, embedding_function=None
    )


def is_worn(folder: Path) -> bool:
    """Whether most of a generation's graph is of vectors that were removed.

    A graph never gives up their place: a collection that changes all day would
    grow, and be searched ever more slowly.
    """
    graph = next((folder / FOLDER).glob(f"*/{SAVED_GRAPH}"), None)
    if graph is None:
        return False
    places = graph.with_name("length.bin").stat().st_size // 4  # one 32-bit number for each
    with closing(
        sqlite3.connect(f"{(folder / FOLDER / DATABASE).as_uri()}?mode=ro", uri=True)
    ) as db:
        vectors = int(db.execute("SELECT count(*) FROM embeddings").fetchone()[0])
    return places > 2 * vectors + _SPARE_PLACES


def _copy_vectors(old: VectorReader, new: "Collection | vector_file.VectorFileWriter") -> None:
    """Put all vectors there, in parts."""
    import numpy as np

    keys = sorted(old.keys())
    for first in range(0, len(keys), _AT_ONCE):
        found = old.vectors(keys[first : first + _AT_ONCE])
        new.add(list(found), np.stack(list(found.values())))


def _begin_anew(path: Path) -> None:
    """An empty collection without a graph: of one that was emptied Chroma writes on reading."""
    shutil.rmtree(path)
    with _opened(path) as client:
        get_or_create(client, NAME)


def _save_graph(path: Path) -> None:
    """Have Chroma save the graph with all vectors, its threshold for saving being the lowest.

    It saves every thousand vectors by itself, and whoever opens the collection
    has to work in the rest again, which can take a second. The threshold takes
    effect on opening, and is set back so that readers never save.
    """
    with _opened(path) as client:
        collection = client.get_collection(NAME, embedding_function=None)
        some = collection.get(limit=1, include=["embeddings"])
        if some["ids"]:
            collection.query(query_embeddings=some["embeddings"], n_results=1)
        collection.modify(configuration={"hnsw": {"sync_threshold": _SAVE_EVERY}})


@contextmanager
def _opened(path: Path) -> "Iterator[Client]":
    client = _client(path)
    try:
        yield client
    finally:
        client.close()


def _shrink(database: Path) -> None:
    """Give back the space of Chroma's write-ahead log, which is most of a new database."""
    with closing(sqlite3.connect(database)) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        if db.execute("PRAGMA freelist_count").fetchone()[0] > pages // 4:
            db.execute("VACUUM")


@contextmanager
def _damage_named() -> Iterator[None]:
    """What Chroma raises over an unreadable store becomes IndexDamagedError."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, ValueError) as error:
        raise IndexDamagedError(f"Chroma cannot read its collection ({error})") from error
