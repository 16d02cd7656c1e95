"""An index whose vectors are with a Chroma server, shared by several hosts.

The server has, beside the vectors, every article as a record, a manifest that
lists the articles of a generation, and the head: which generation is published.
Replacing the head publishes. Each host keeps a copy of the lexicon and brings
it up to date when it sees a newer head, reading only what differs.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from vouch.index import vector_store as vectors
from vouch.index.document_store import DocumentStore
from vouch.index.errors import IndexDamagedError
from vouch.index.integrity import verify_contents, verify_sizes
from vouch.index.lock import writer_lock
from vouch.index.private import private_folder
from vouch.index.remote.connection import ChromaServer
from vouch.index.remote.lease import Head, Lease, read_head
from vouch.index.remote.records import MissingRecordError, Records
from vouch.index.remote.replica import Manifest, bring_up_to_date, pack_article, record_id
from vouch.index.versions import (
    Identity,
    Published,
    Staged,
    publish,
    published,
    remove_unused,
    stage,
)
from vouch.settings import Settings

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as ChromaCollection

PULL_LOCK = "pull.lock"

_TRIES = 20


class ServerStore:
    """The store that VOUCH_CHROMA_URL names; `data_dir` has this host's copy of its lexicon."""

    def __init__(self, settings: Settings) -> None:
        self._server = ChromaServer(settings)
        self._name = settings.chroma_collection
        place = f"{settings.chroma_url} {settings.chroma_tenant} {settings.chroma_database}"
        digest = hashlib.blake2b(f"{place} {self._name}".encode(), digest_size=6).hexdigest()
        self.data_dir: Path = settings.data_dir / f"server-{digest}"
        self._lease = Lease(self._server, self._head_collection, self.data_dir)
        self._left_behind = False
        self._released: tuple[str, ...] = ()
        self._verified: Identity | None = None

    def latest(self) -> Published | None:
        """The published generation, after this host's lexicon was brought up to date with it."""
        for _ in range(_TRIES):
            head = read_head(self._server, self._name)
            if head is None:
                return None
            local = self._local()
            if local is not None and local.identity == head.identity:
                return local
            with suppress(MissingRecordError):  # replaced meanwhile: look again
                self._pull(head)
        raise IndexDamagedError(f"articles are missing at {self._server.url}")

    def open(self, generation: Published) -> vectors.Collection:
        """The generation's vectors, at the server."""
        with self._server.named():
            name = self._vectors_name(generation.build)
            found = self._server.client().get_collection(name, embedding_function=None)
        return vectors.Collection(found, self._server.named, ExitStack())

    @contextmanager
    def writing(self, wait: bool, waiting: Callable[[str], None]) -> Iterator[None]:
        """Be the only writer, on this host and among all that share the server."""
        with (
            self._server.patient(),
            writer_lock(self.data_dir, wait, waiting),
            self._lease.held(wait, waiting) as self._left_behind,
        ):
            yield

    def stage(self, before: Published | None) -> Staged:
        """A folder for the lexicon of the next generation."""
        return stage(self.data_dir)

    def staged_vectors(
        self, staged: Staged, build: str, before: Published | None
    ) -> AbstractContextManager[vectors.Collection]:
        """The vectors at the server: those of the next generation are added beside the rest."""
        return closing(self._vectors(build))

    def release(self, staged: vectors.Collection, keys: Sequence[str]) -> None:
        """Note vectors to remove: a question that is being answered may still need them."""
        self._released = tuple(keys)

    def publish(self, staged: Published, put: Collection[str]) -> int:
        """Write the changed articles and the manifest, then replace the head."""
        records, former = self._records(), self._lease.head
        same_build = former is not None and former.build == staged.build
        former_build = former.build if former is not None and not same_build else None
        with closing(DocumentStore(staged.folder)) as lexicon:
            manifest = Manifest(lexicon.contents(), self._released, former_build)
            ids = {s: record_id(staged.build, s, manifest.articles[s][0]) for s in put}
            records.write((id_, pack_article(lexicon, source)) for source, id_ in ids.items())
        head = Head.following(former, staged)
        records.write([(head.manifest, manifest.to_json())])
        with FileLock(self.data_dir / PULL_LOCK):
            self._lease.publish(head)
            publish(self.data_dir, head.published(staged.folder))
        if former is not None:
            self._remove_former(records, former, head, manifest, staged.folder)
        return head.generation

    def leaving(self) -> set[str]:
        """What the published generation released: the next one removes it."""
        head = read_head(self._server, self._name)
        if head is None:
            return set()
        with suppress(MissingRecordError):  # replaced meanwhile
            value = self._records().read([head.manifest])[head.manifest]
            return set(Manifest.of(value).released)
        return set()

    def clean(self) -> None:
        """Remove lexicons that nobody reads, and what a killed writer left at the server."""
        remove_unused(self.data_dir)
        if self._left_behind:
            self._remove_orphans()
            self._left_behind = False

    def _local(self) -> Published | None:
        """The copy that this host has, if it is sound."""
        with suppress(IndexDamagedError):
            local = published(self.data_dir)
            if local is not None:
                verify_sizes(local.folder, local.manifest)
                if local.identity != self._verified:
                    verify_contents(local.folder, local.manifest)
                    self._verified = local.identity
            return local
        return None

    def _pull(self, head: Head) -> None:
        """Bring this host's copy up to date."""
        private_folder(self.data_dir.parent)
        private_folder(self.data_dir)
        with FileLock(self.data_dir / PULL_LOCK):
            local = self._local()
            if local is not None and local.identity == head.identity:
                return
            before = local.folder if local is not None and local.build == head.build else None
            staged = stage(self.data_dir)
            with staged.held:
                bring_up_to_date(staged.folder, before, head, self._records())
                publish(self.data_dir, head.published(staged.folder))
        remove_unused(self.data_dir)

    def _remove_former(
        self, records: Records, former: Head, head: Head, manifest: Manifest, folder: Path
    ) -> None:
        """Remove the records of the generation before, and the vectors that it had released."""
        try:
            last = Manifest.of(records.read([former.manifest])[former.manifest])
        except MissingRecordError:
            return
        gone = last.records(former.build) - manifest.records(head.build)
        records.delete([former.manifest, *gone])
        if former.build == head.build:
            with closing(DocumentStore(folder)) as lexicon:
                needed = lexicon.by_vector(last.released)
            with closing(self._vectors(head.build)) as collection:
                collection.delete([key for key in last.released if key not in needed])
        self._remove_builds({head.build, manifest.former_build or head.build})

    def _remove_orphans(self) -> None:
        """Remove everything at the server that the published generation does not need."""
        head = self._lease.head
        if head is None:
            self._remove_builds(set())
            return
        records = self._records()
        try:
            manifest = Manifest.of(records.read([head.manifest])[head.manifest])
        except MissingRecordError as error:
            raise IndexDamagedError(f"the record {error} is gone at {self._server.url}") from None
        records.delete(sorted(records.ids() - manifest.records(head.build) - {head.manifest}))
        needed = self.latest()
        if needed is not None:
            with closing(DocumentStore(needed.folder)) as lexicon:
                keys = lexicon.all_vector_keys()
            with closing(self._vectors(head.build)) as collection:
                collection.delete(sorted(collection.keys() - keys - set(manifest.released)))
        self._remove_builds({head.build, manifest.former_build or head.build})

    def _remove_builds(self, keep: set[str]) -> None:
        """Remove the vectors of all other builds."""
        kept = {self._vectors_name(build) for build in keep}
        with self._server.named():
            for found in self._server.client().list_collections():
                if found.name.startswith(f"{self._name}--") and found.name not in kept:
                    self._server.client().delete_collection(found.name)

    def _vectors(self, build: str) -> vectors.Collection:
        with self._server.named():
            found = vectors.get_or_create(self._server.client(), self._vectors_name(build))
        return vectors.Collection(found, self._server.named, ExitStack())

    def _head_collection(self) -> "ChromaCollection":
        return vectors.get_or_create(self._server.client(), self._name)

    def _records(self) -> Records:
        with self._server.named():
            return Records(self._head_collection(), self._server.named)

    def _vectors_name(self, build: str) -> str:
        return f"{self._name}--{build}"
