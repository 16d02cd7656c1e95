"""The corpus and the index made equal, at the cost of what changed."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from vouch.chunking import split_article
from vouch.documents import Discovery, Failure, FoundFile, discover
from vouch.documents.unread import unread_documents
from vouch.index.compatibility import made_by_another_version, made_with, require_same
from vouch.index.diff import (
    Changed,
    Contents,
    Equal,
    Plan,
    Unreadable,
    is_below,
    plan,
    read_changes,
)
from vouch.index.document_store import DocumentStore
from vouch.index.embedding_cache import EmbeddingCache
from vouch.index.errors import RemovalHeldBackError, named_when_unwritable
from vouch.index.file_cache import Entry, is_settled, read_ledger, write_ledger
from vouch.index.integrity import verify_contents, verify_sizes
from vouch.index.prefetch import prefetch
from vouch.index.store import Store, open_store
from vouch.index.versions import Made, Published
from vouch.index.writer import Encoder, IndexWriter
from vouch.settings import Settings
from vouch.types import Passage

Change = Changed | Equal | Unreadable


class Progress(Protocol):
    """Who is told how far a sync is; called in the thread that syncs."""

    def waiting(self, holder: str) -> None:
        """Another process writes the index; `holder` says which."""

    def start(self, total: int) -> None:
        """So many files are to be read."""

    def advance(self, count: int) -> None:
        """So many more files are done."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, in numbers of articles.

    `failed` names each file that could not be read; `kept` are those of them
    whose last good passages stay in the index. `generation` is the one that is
    published now. `renewed` is set where everything was indexed anew because
    another version of Vouch had made the index. `unread` are documents in the
    corpus that are of no format that is read.
    """

    added: int
    changed: int
    deleted: int
    unchanged: int
    failed: tuple[Failure, ...]
    kept: tuple[str, ...]
    generation: int
    passages_encoded: int
    renewed: bool = False
    unread: tuple[str, ...] = ()


class _Untold:
    def waiting(self, holder: str) -> None: ...
    def start(self, total: int) -> None: ...
    def advance(self, count: int) -> None: ...


def sync(
    settings: Settings,
    embedder: Encoder,
    *,
    rebuild: bool = False,
    wait: bool = True,
    check: bool = False,
    allow_empty: bool = False,
    removed: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> SyncReport:
    """Make the index equal to the corpus and publish it in one step.

    Where nothing changed, nothing is published. With `rebuild` everything is
    read and encoded anew, and so it is where another version of Vouch made the
    index; with `check` every file is read, also one whose size and time are
    those that were indexed. A sync that would remove all or most articles at once raises
    RemovalHeldBackError, but with `allow_empty`; those in `removed` are known to be gone.
    Raises IndexLockedError (without `wait`), IndexMismatchError, IndexDamagedError,
    StoreUnwritableError, CorpusError.
    """
    told = progress or _Untold()
    made = made_with(settings, embedder)
    store = open_store(settings)
    with (
        named_when_unwritable(settings.data_dir),
        store.writing(wait, told.waiting),
    ):
        before = None if rebuild else store.latest()
        renewed = before is not None and made_by_another_version(before.made)
        if renewed:
            before = None
        if before is not None:
            require_same(before.made, made)
            verify_sizes(before.folder, before.manifest)
            verify_contents(before.folder, before.manifest)
        try:
            store.clean()  # what a killed sync left
            share = None if allow_empty else settings.max_removal_share
            embedder.keep_for_questions(settings.data_dir)
            report = _sync(settings, store, embedder, made, before, told, check, share, removed)
            return replace(report, renewed=renewed)
        finally:
            store.clean()


def _sync(
    settings: Settings,
    store: Store,
    embedder: Encoder,
    made: Made,
    before: Published | None,
    progress: Progress,
    check: bool,
    max_share: float | None,
    removed: frozenset[str],
) -> SyncReport:
    """One sync by the only writer; without `before`, from nothing."""
    found = discover(settings.corpus_dir)
    contents, known = _indexed(before)
    read = before is not None and not check
    ledger = read_ledger(store.data_dir) if read else {}
    model = f"{made.embedding_model} {made.dimension} {settings.embedding_dtype}"
    with closing(EmbeddingCache(store.data_dir, model)) as salvage:
        with IndexWriter(store, before, embedder, known, salvage) as staging:
            work = _Work(settings, embedder, found, contents, staging, progress)
            todo = plan(found, ledger, contents)
            if max_share is not None:
                _require_few_removals(settings.corpus_dir, todo, contents, removed, max_share)
            work.run(todo, ledger)
            if staging.begun or before is None:
                generation = staging.publish(made)
            else:
                generation = before.generation
        salvage.discard()
    if work.ledger != ledger:
        write_ledger(store.data_dir, work.ledger)
    return work.report(generation)


FEW = 5
"""So many articles may go at once whatever their share, as long as others stay."""


def _require_few_removals(
    corpus_dir: Path,
    todo: Plan,
    contents: Contents,
    removed: frozenset[str],
    max_share: float,
) -> None:
    """Raises RemovalHeldBackError where too much would go; a new file stands in for one gone."""
    new = sum(file.source not in contents for file in todo.to_read)
    lost = len(set(todo.gone) - removed) - new
    nothing_left = len(contents) - len(todo.gone) + new == 0
    many = lost >= FEW and lost > max_share * len(contents)
    if lost > 0 and (nothing_left or many):
        raise RemovalHeldBackError(corpus_dir, lost, len(contents))


def _indexed(before: Published | None) -> tuple[Contents, set[str]]:
    """What is indexed: each article's content, and the keys of all vectors."""
    if before is None:
        return {}, set()
    lexicon = DocumentStore(before.folder)
    try:
        return lexicon.contents(), lexicon.all_vector_keys()
    finally:
        lexicon.close()


@dataclass
class _Work:
    """The changes of one sync on their way into the staged generation."""

    settings: Settings
    embedder: Encoder
    found: Discovery
    contents: Contents
    staging: IndexWriter
    progress: Progress
    ledger: dict[str, Entry] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    deleted: int = 0
    equal: int = 0
    failed: list[Failure] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)

    def run(self, todo: Plan, ledger: dict[str, Entry]) -> None:
        """Bring what changed into the staged generation."""
        self.ledger = {file.source: ledger[file.source] for file in todo.same}
        self.ledger |= {file.source: ledger[file.source] for file, _ in todo.costly}
        self.equal = len(todo.same)
        self.progress.start(len(todo.to_read))
        for source in todo.gone:
            self.staging.delete(source)
        self.deleted = len(todo.gone)
        for failure in self.found.failures:
            self._failed(failure, [s for s in self.contents if is_below(s, {failure.source})])
        for file, reason in todo.costly:
            self._unreadable(Unreadable(file.source, reason))
        with closing(prefetch(self._read(todo))) as changes:
            for change, passages in changes:
                self._apply(change, passages)

    def _read(self, todo: Plan) -> Iterator[tuple[Change, Sequence[Passage]]]:
        """Read and cut what may have changed: runs in a thread, beside the encoding."""
        limit = min(self.settings.passage_tokens, self.embedder.max_tokens)
        max_bytes = int(self.settings.max_file_mb * 1_000_000)
        for change in read_changes(todo.to_read, self.contents, max_bytes):
            if isinstance(change, Changed):
                yield change, split_article(change.article, self.embedder.count_tokens, limit)
            else:
                yield change, ()

    def _apply(self, change: Change, passages: Sequence[Passage]) -> None:
        if isinstance(change, Unreadable):
            self._unreadable(change)
            self.progress.advance(1)
            return
        source = change.file.source
        self.ledger[source] = _entry(change.file, change.content)
        if isinstance(change, Equal):
            self.equal += 1
            if self.contents[source][1] is not None:
                self.staging.mark_stale(source, None)
            self.progress.advance(1)
            return
        if source in self.contents:
            self.changed += 1
        else:
            self.added += 1
        done = self.progress.advance
        self.staging.put(change.article, change.content, passages, lambda: done(1))

    def _unreadable(self, change: Unreadable) -> None:
        if change.costly is not None:
            content = self.contents.get(change.source, ("", None))[0]
            self.ledger[change.source] = _entry(change.costly, content, change.reason)
        indexed = [change.source] if change.source in self.contents else []
        self._failed(Failure(change.source, change.reason), indexed)

    def _failed(self, failure: Failure, indexed: Sequence[str]) -> None:
        """Note a failure; what was indexed of it stays, marked."""
        self.failed.append(failure)
        for source in indexed:
            self.kept.add(source)
            if self.contents[source][1] != failure.reason:
                self.staging.mark_stale(source, failure.reason)

    def report(self, generation: int) -> SyncReport:
        return SyncReport(
            added=self.added,
            changed=self.changed,
            deleted=self.deleted,
            unchanged=self.equal,
            failed=tuple(sorted(self.failed, key=lambda failure: failure.source)),
            kept=tuple(sorted(self.kept)),
            generation=generation,
            passages_encoded=self.staging.encoded,
            unread=unread_documents(self.found.ignored),
        )


def _entry(file: FoundFile, content: str, failure: str | None = None) -> Entry:
    """What the ledger notes; a file that may yet change unnoticed is read again next time."""
    size, mtime_ns = file.stamp
    settled = is_settled(mtime_ns, time.time_ns())
    return Entry(size, mtime_ns if settled else -1, content, failure)
