"""Articles and manifests as records in a Chroma collection, for hosts to follow.

A record is JSON, compressed, in as many documents as the limits of Chroma's
services ask for. It is written once under an id of its own and never changed.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.models.Collection import Collection as ChromaCollection
    from chromadb.api.types import Where
    from numpy.typing import NDArray

_CHUNK = 12_000  # characters; Chroma Cloud takes documents of 16 KiB
_WRITE = 100  # chunks in a request
_READ = 50  # records in a request


class MissingRecordError(Exception):
    """A record is not there, or not all of it: the generation it is of has been replaced."""


class Records:
    """JSON values by id. `named` gives the store's errors a name and a mending step."""

    def __init__(
        self,
        collection: "ChromaCollection",
        named: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._collection = collection
        self._named = named

    def write(self, values: Iterable[tuple[str, Any]]) -> None:
        """Store values under their ids."""
        chunks: list[tuple[str, str, dict[str, Any]]] = []
        for id_, value in values:
            chunks += _chunks(id_, value)
            while len(chunks) >= _WRITE:
                self._write(chunks[:_WRITE])
                del chunks[:_WRITE]
        if chunks:
            self._write(chunks)

    def _write(self, chunks: Sequence[tuple[str, str, dict[str, Any]]]) -> None:
        ids, documents, metadatas = zip(*chunks, strict=True)
        with self._named():
            self._collection.upsert(
                ids=list(ids),
                documents=list(documents),
                metadatas=list(metadatas),
                embeddings=_places(ids),
            )

    def read(self, ids: Sequence[str]) -> dict[str, Any]:
        """The values under these ids. Raises MissingRecordError where one is not there."""
        values = {}
        for first in range(0, len(ids), _READ):
            some = list(ids[first : first + _READ])
            with self._named():
                found = self._collection.get(
                    where=_any_of(some), include=["documents", "metadatas"]
                )
            parts: dict[str, dict[int, tuple[int, str]]] = {}
            documents, metadatas = found["documents"] or [], found["metadatas"] or []
            for document, metadata in zip(documents, metadatas, strict=True):
                part: Any = metadata
                parts.setdefault(part["record"], {})[part["part"]] = (part["parts"], document)
            values.update({id_: _value(id_, parts.get(id_, {})) for id_ in some})
        return values

    def delete(self, ids: Sequence[str]) -> None:
        """Remove records, if they are there."""
        for first in range(0, len(ids), _READ):
            with self._named():
                self._collection.delete(where=_any_of(ids[first : first + _READ]))

    def ids(self) -> set[str]:
        """The ids of all records."""
        with self._named():
            return {id_.rpartition(".")[0] for id_ in self._collection.get(include=[])["ids"]}


def _chunks(id_: str, value: Any) -> list[tuple[str, str, dict[str, Any]]]:
    packed = base64.b85encode(zlib.compress(json.dumps(value).encode())).decode("ascii")
    texts = [packed[first : first + _CHUNK] for first in range(0, len(packed), _CHUNK)]
    return [
        (f"{id_}.{part}", text, {"record": id_, "part": part, "parts": len(texts)})
        for part, text in enumerate(texts)
    ]


def _value(id_: str, parts: dict[int, tuple[int, str]]) -> Any:
    if not parts or len(parts) != next(iter(parts.values()))[0]:
        raise MissingRecordError(id_)
    packed = "".join(parts[part][1] for part in range(len(parts)))
    return json.loads(zlib.decompress(base64.b85decode(packed)))


def _any_of(ids: Sequence[str]) -> "Where":
    """A filter for the chunks of any of these records."""
    where: Where = {"record": {"$in": [*ids]}}  # type: ignore[dict-item] # lists are invariant
    return where


def _places(ids: Sequence[str]) -> "NDArray[np.float32]":
    """Vectors, which Chroma wants for everything; nobody searches records by them."""
    import numpy as np

    digests = [hashlib.blake2b(id_.encode(), digest_size=2).digest() for id_ in ids]
    return np.array([list(digest) for digest in digests], dtype=np.float32) + 1
