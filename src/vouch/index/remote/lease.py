"""The head: which generation a Chroma server has published, and who is writing the next.

It is the metadata of the collection of records, which Chroma replaces in one
step. Chroma has no compare-and-set: two hosts that take the lease within the
same fraction of a second are told apart by looking again, and a host whose
lease was taken over does not publish.
"""

import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from vouch.errors import StoreError
from vouch.index.errors import IndexLockedError
from vouch.index.remote.connection import ChromaServer
from vouch.index.versions import Identity, Made, Published

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as ChromaCollection

BEAT_S = 5.0
"""How often a writer shows that it lives."""

DEAD_S = 60.0
"""A writer of another host that has not shown itself for so long is taken for dead."""

_LOOK_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True)
class Head:
    """The published generation: `manifest` is the id of the record that lists its articles."""

    generation: int
    build: str
    manifest: str
    made: Made
    synced_at: str

    @property
    def identity(self) -> Identity:
        return self.generation, self.build, self.synced_at

    @classmethod
    def of(cls, metadata: Mapping[str, Any] | None) -> Self | None:
        """The head in a collection's metadata; None where nothing is published yet."""
        if not metadata or not metadata.get("generation"):
            return None
        made = Made(**json.loads(metadata["made"]))
        number, build = int(metadata["generation"]), str(metadata["build"])
        return cls(number, build, str(metadata["manifest"]), made, str(metadata["synced_at"]))

    @classmethod
    def following(cls, former: Self | None, staged: Published) -> Self:
        """The head that publishes a staged generation."""
        number = former.generation + 1 if former is not None else 1
        manifest = f"manifest-{number}-{secrets.token_hex(8)}"
        return cls(number, staged.build, manifest, staged.made, staged.synced_at)

    def published(self, folder: Path) -> Published:
        """The generation as this host keeps it, in a folder."""
        return Published(self.generation, folder, self.made, self.synced_at, self.build)

    def to_metadata(self) -> dict[str, Any]:
        return {**asdict(self), "made": json.dumps(asdict(self.made))}


def read_head(server: ChromaServer, name: str) -> Head | None:
    """The published head: one small request. None where there is nothing at all."""
    from chromadb.errors import NotFoundError

    with server.named():
        try:
            found = server.client().get_collection(name, embedding_function=None)
        except NotFoundError:
            return None
        return Head.of(found.metadata)


class Lease:
    """The right to publish, which one writer among all hosts holds."""

    def __init__(
        self, server: ChromaServer, collection: "Callable[[], ChromaCollection]", data_dir: Path
    ) -> None:
        self._server = server
        self._collection = collection
        self._place = f"{socket.gethostname()}:{data_dir.resolve()}"
        self._me = f"{os.getpid()}@{self._place}"
        self._writing = threading.Lock()
        self.head: Head | None = None

    @contextmanager
    def held(self, wait: bool, waiting: Callable[[str], None]) -> Iterator[bool]:
        """Hold it; whether the one before was cut short, and may have left things behind.

        The caller holds the lock on its own data directory. Raises
        IndexLockedError where another writer is alive and `wait` is not set.
        """
        left_behind = self._take(wait, waiting)
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(done,), daemon=True)
        beating.start()
        complete = False
        try:
            yield left_behind
            complete = True
        finally:
            done.set()
            beating.join()
            with suppress(StoreError):  # where the server is away, the lease ends by itself
                if self._is_mine():
                    self._write(writer="", dirty=not complete)

    def publish(self, head: Head) -> None:
        """Replace the head. Raises IndexLockedError where the lease was taken over."""
        if not self._is_mine():
            raise IndexLockedError("another process, which has taken over")
        self.head = head
        self._write(writer=self._me, dirty=True)

    def _is_mine(self) -> bool:
        with self._server.named():
            return (self._collection().metadata or {}).get("writer") == self._me

    def _take(self, wait: bool, waiting: Callable[[str], None]) -> bool:
        told = False
        while True:
            with self._server.named():
                now = self._collection().metadata or {}
            self.head = Head.of(now)
            writer = str(now.get("writer") or "")
            if not writer or self._is_dead(writer, float(now.get("beat") or 0)):
                self._write(writer=self._me, dirty=bool(writer) or bool(now.get("dirty")))
                time.sleep(_LOOK_AGAIN_S)
                if self._is_mine():
                    return bool(writer) or bool(now.get("dirty"))
                continue
            if not wait:
                raise IndexLockedError(_described(writer))
            if not told:
                waiting(_described(writer))
                told = True
            time.sleep(_LOOK_AGAIN_S)

    def _is_dead(self, writer: str, beat: float) -> bool:
        process, _, place = writer.partition("@")
        if place == self._place:  # it would have the lock that this one has
            return True
        if place.partition(":")[0] == socket.gethostname():
            return not _lives(int(process))
        return time.time() - beat > DEAD_S

    def _beat(self, done: threading.Event) -> None:
        while not done.wait(BEAT_S):
            with suppress(StoreError):  # the sync itself meets it as well
                if not self._is_mine():
                    return
                self._write(writer=self._me, dirty=True)

    def _write(self, writer: str, dirty: bool) -> None:
        with self._writing, self._server.named():
            head = self.head.to_metadata() if self.head is not None else {"generation": 0}
            lease = {"writer": writer, "dirty": dirty, "beat": time.time()}
            self._collection().modify(metadata={**head, **lease})


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _described(writer: str) -> str:
    process, _, place = writer.partition("@")
    return f"process {process} on {place.partition(':')[0]}"
