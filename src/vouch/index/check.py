"""Corpus, ledger, lexicon and collection compared, for `vouch doctor`."""

from contextlib import ExitStack
from dataclasses import dataclass

from vouch.documents import Failure, discover
from vouch.documents.unread import unread_documents
from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.index.compatibility import Model, made_with, require_same
from vouch.index.diff import Changed, Unreadable, plan, read_changes
from vouch.index.document_store import ArticleRecord, DocumentStore
from vouch.index.errors import IndexMissingError
from vouch.index.file_cache import read_ledger
from vouch.index.integrity import verify_contents, verify_sizes
from vouch.index.store import Store, open_store
from vouch.index.versions import Published, hold
from vouch.settings import Settings


@dataclass(frozen=True, slots=True)
class Comparison:
    """The state of the index beside the corpus.

    `new`, `changed` and `gone` are sources that a sync would take in or
    remove, `failed` what it could not read; `stale` are indexed articles whose
    changed file cannot be read. `missing_vectors` are passages' vectors that
    the collection lacks, `orphan_vectors` those that no passage needs.
    `unread` are documents in the corpus that are of no format that is read, `notices`
    articles of which much was left out. `problem` is what keeps the index from being
    used at all.
    """

    generation: int | None = None
    synced_at: str | None = None
    files: int = 0
    articles: int = 0
    passages: int = 0
    vectors: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    stale: tuple[ArticleRecord, ...] = ()
    missing_vectors: int = 0
    orphan_vectors: int = 0
    unread: tuple[str, ...] = ()
    notices: tuple[ArticleRecord, ...] = ()
    problem: VouchError | None = None

    @property
    def mend(self) -> str | None:
        """The command that makes corpus and index equal; None where they are."""
        if self.problem is not None:
            return self.problem.mend
        if self.missing_vectors or self.orphan_vectors:
            return "Run `vouch index --rebuild`."
        if self.new or self.changed or self.gone:
            return "Run `vouch index`."
        return None


def compare(settings: Settings, embedder: Model | None = None, full: bool = False) -> Comparison:
    """Compare everything and write nothing.

    With `full`, every file of the corpus is read, also one whose size and time
    are those that were indexed, and every article and passage of the index.
    """
    try:
        store = open_store(settings)
        published = store.latest()
        if published is None:
            raise IndexMissingError
        require_same(published.made, made_with(settings, embedder or load_embedder(settings)))
        with ExitStack() as resources:
            held = hold(published.folder)
            if held is not None:
                resources.callback(held.close)
            return _compare(settings, store, published, resources, full)
    except VouchError as error:
        return Comparison(problem=error)


def _compare(
    settings: Settings, store: Store, published: Published, resources: ExitStack, full: bool
) -> Comparison:
    verify_sizes(published.folder, published.manifest)
    verify_contents(published.folder, published.manifest)
    lexicon = DocumentStore(published.folder)
    resources.callback(lexicon.close)
    lexicon.check()
    if full:
        lexicon.check_rows()
    collection = store.open(published)
    resources.callback(collection.close)
    needed, kept = lexicon.all_vector_keys(), collection.keys()
    contents, records = lexicon.contents(), lexicon.articles()
    found = discover(settings.corpus_dir)
    todo = plan(found, {} if full else read_ledger(store.data_dir), contents)
    max_bytes = int(settings.max_file_mb * 1_000_000)
    changes = list(read_changes(todo.to_read, contents, max_bytes))
    read = [change.file.source for change in changes if isinstance(change, Changed)]
    unread = [Failure(c.source, c.reason) for c in changes if isinstance(c, Unreadable)]
    unread += [Failure(file.source, reason) for file, reason in todo.costly]
    return Comparison(
        generation=published.generation,
        synced_at=published.synced_at,
        files=len(found.files),
        articles=len(records),
        passages=lexicon.size,
        vectors=len(kept),
        new=tuple(source for source in read if source not in contents),
        changed=tuple(source for source in read if source in contents),
        gone=todo.gone,
        failed=(*found.failures, *unread),
        unread=unread_documents(found.ignored),
        notices=tuple(record for record in records if record.notice is not None),
        stale=tuple(record for record in records if record.stale is not None),
        missing_vectors=len(needed - kept),
        orphan_vectors=len(kept - needed - store.leaving()),
    )
