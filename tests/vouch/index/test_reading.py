"""What readers see: always one published generation, whole."""

import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.vouch.index.fakes import WordEmbedder, assert_same, contents
from vouch.index import (
    Index,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    compare,
    open_index,
    sync,
    vector_file,
)
from vouch.index.errors import IndexUnreadableError
from vouch.index.vector_store import Collection
from vouch.index.versions import publish, published
from vouch.settings import Settings

Write = Callable[[str, str], Path]

FILES = (
    "lexicon.sqlite3",
    "manifest.json",
    "chroma.sqlite3",
    "data_level0.bin",
    "rows.f32",
    "current.json",
)


@pytest.fixture
def searched_by_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every collection is too large for a file of its vectors."""
    monkeypatch.setattr(vector_file, "LARGEST", 0)


@pytest.fixture
def index(settings: Settings, embedder: WordEmbedder, write: Write) -> Index:
    """An index of three articles, opened by a reader."""
    for name in "abc":
        write(f"{name}.md", f"Article {name} tells of the harbour.")
    sync(settings, embedder)
    return open_index(settings, embedder)


def test_nothing_is_indexed_yet(settings: Settings, embedder: WordEmbedder) -> None:
    with pytest.raises(IndexMissingError) as raised:
        open_index(settings, embedder).snapshot()
    assert raised.value.mend == "Run `vouch index`."
    assert not settings.data_dir.exists()


def test_an_empty_corpus_is_an_empty_index(settings: Settings, embedder: WordEmbedder) -> None:
    sync(settings, embedder)
    snapshot = open_index(settings, embedder).snapshot()
    query = embedder.embed_query("harbour")
    assert (snapshot.size, snapshot.dense(query, 5), snapshot.lexical("x", 5)) == (0, [], [])
    assert snapshot.vectors([]).shape == (0, embedder.dimension)


def test_the_same_snapshot_until_something_is_published(
    index: Index, settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    first = index.snapshot()
    assert index.snapshot() is first
    write("d.md", "The mayor resigned.")
    sync(settings, embedder)
    second = index.snapshot()
    assert second.generation > first.generation
    assert len(second.lexical("mayor", 5)) == 1
    assert second.dense(embedder.embed_query("mayor resigned"), 1)[0][1] > 0.5


def test_a_snapshot_answers_from_its_own_state_while_others_are_published(
    index: Index, settings: Settings, embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    old = index.snapshot()
    before = contents(old)[:2]
    for number in range(4):
        write("a.md", f"Version {number} of the mayor.")
        (corpus / "b.md").unlink(missing_ok=True)
        sync(settings, embedder)
        index.snapshot()
    assert contents(old)[:2] == before  # its vectors are opened only now
    assert old.dense(embedder.embed_query("article b"), 1)
    assert old.lexical("mayor", 5) == []


def test_generations_that_nobody_reads_are_removed(
    index: Index, settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    for number in range(3):
        write("a.md", f"Version {number}.")
        sync(settings, embedder)
        snapshot = index.snapshot()
    del snapshot
    gc.collect()
    write("a.md", "The last version.")
    sync(settings, embedder)
    kept = {path.name for path in (settings.data_dir / "generations").iterdir()}
    assert len(kept) <= 2  # the published one, and the one that `index` has open


@pytest.mark.parametrize("size", [3, 1700])  # Chroma saves its graph every 1,000 vectors
def test_readers_write_nothing(
    settings: Settings, embedder: WordEmbedder, write: Write, size: int
) -> None:
    for number in range(size):
        write(f"{number}.md", f"Article {number} tells of the harbour.")
    sync(settings, embedder)

    def state() -> dict[str, tuple[str, int]]:
        return {
            str(path): (hashlib.blake2b(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
            for path in settings.data_dir.rglob("*")
            if path.is_file()
        }

    before = state()
    snapshot = open_index(settings, embedder).snapshot()
    contents(snapshot)
    snapshot.dense(embedder.embed_query("harbour"), 3)
    snapshot.lexical("harbour", 3)
    assert compare(settings, embedder).mend is None
    assert state() == before


def test_a_dropped_snapshot_leaves_nothing_behind(
    searched_by_graph: None,
    index: Index,
    settings: Settings,
    embedder: WordEmbedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert index.snapshot().size == 3
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reader = open_index(settings, embedder)
    reader.snapshot().dense(embedder.embed_query("harbour"), 3)
    assert len(list(tmp_path.glob("vouch-*"))) == 1
    del reader
    gc.collect()
    assert list(tmp_path.glob("vouch-*")) == []


def test_threads_share_a_snapshot(index: Index, embedder: WordEmbedder) -> None:
    snapshot = index.snapshot()
    query = embedder.embed_query("article b")
    expected = (snapshot.dense(query, 3), snapshot.lexical("article b", 3))
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(50):
            got = (index.snapshot().dense(query, 3), snapshot.lexical("article b", 3))
            wrong.extend([] if got == expected else [got])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def find(settings: Settings, name: str) -> Path:
    return next(settings.data_dir.rglob(name))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["deleted", "truncated", "emptied"])
def test_damage_from_outside_is_detected_and_mended_by_a_rebuild(
    index: Index, settings: Settings, embedder: WordEmbedder, name: str, harm: str
) -> None:
    whole = index.snapshot()
    path = find(settings, name)
    if harm == "deleted":
        path.unlink()
    else:
        os.truncate(path, path.stat().st_size // 2 if harm == "truncated" else 0)
    for attempt in (
        lambda: open_index(settings, embedder).snapshot(),
        lambda: sync(settings, embedder),
    ):
        with pytest.raises(IndexDamagedError) as raised:
            attempt()
        assert raised.value.mend == "Run `vouch index --rebuild`."
    problem = compare(settings, embedder).problem
    assert isinstance(problem, IndexDamagedError)
    sync(settings, embedder, rebuild=True)
    mended = open_index(settings, embedder).snapshot()
    assert (mended.size, compare(settings, embedder).mend) == (3, None)
    assert mended.generation > whole.generation
    assert index.snapshot().generation == mended.generation


@pytest.mark.parametrize("name", ["lexicon.sqlite3", "rows.f32", "keys.txt"])
def test_scrambled_bytes_are_detected_too(
    index: Index, settings: Settings, embedder: WordEmbedder, name: str
) -> None:
    detect_scrambled(settings, embedder, name)


def test_a_scrambled_graph_is_detected_too(
    searched_by_graph: None, index: Index, settings: Settings, embedder: WordEmbedder
) -> None:
    detect_scrambled(settings, embedder, "chroma.sqlite3")


def detect_scrambled(settings: Settings, embedder: WordEmbedder, name: str) -> None:
    path = find(settings, name)
    path.write_bytes(b"\xa5" * path.stat().st_size)
    with pytest.raises(IndexDamagedError):
        open_index(settings, embedder).snapshot().dense(embedder.embed_query("harbour"), 3)
    assert isinstance(compare(settings, embedder).problem, IndexDamagedError)


def test_a_lost_ledger_costs_reading_but_no_encoding(
    index: Index, settings: Settings, embedder: WordEmbedder
) -> None:
    (settings.data_dir / "ledger.json").write_text("{")
    report = sync(settings, embedder)
    assert (report.unchanged, report.passages_encoded) == (3, 0)
    assert report.generation == index.snapshot().generation


def test_a_query_of_another_length_is_refused(index: Index) -> None:
    with pytest.raises(IndexMismatchError):
        index.snapshot().dense([1.0, 0.0], 3)


def test_a_vector_that_no_way_leads_to_is_found(
    searched_by_graph: None, index: Index, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Collection.search

    def without_the_best(
        self: Collection, vector: Sequence[float], limit: int
    ) -> list[tuple[str, float]]:
        return search(self, vector, limit)[1:]

    snapshot = index.snapshot()
    query = embedder.embed_query("Article b tells of the harbour.")
    [(id_, similarity)] = snapshot.dense(query, 1)
    monkeypatch.setattr(Collection, "search", without_the_best)
    [(found, again)] = snapshot.dense(query, 1)
    assert found == id_
    assert again == pytest.approx(similarity, abs=1e-5)


def test_compares_corpus_and_index(
    index: Index, settings: Settings, embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    assert index.snapshot().size == 3
    equal = compare(settings, embedder)
    assert (equal.files, equal.articles, equal.passages, equal.vectors) == (3, 3, 3, 3)
    assert equal.mend is None
    write("a.md", "Something else.")
    write("new.md", "Something new.")
    write("empty.md", "")
    (corpus / "b.md").unlink()
    found = compare(settings, embedder)
    assert (found.new, found.changed, found.gone) == (("new.md",), ("a.md",), ("b.md",))
    assert [failure.source for failure in found.failed] == ["empty.md"]
    assert found.mend == "Run `vouch index`."


def test_compare_counts_vectors_that_are_missing_or_left_over(
    index: Index, settings: Settings, embedder: WordEmbedder
) -> None:
    from vouch.index.vector_store import staged_collection

    assert index.snapshot().size == 3
    folder = find(settings, "lexicon.sqlite3").parent
    with staged_collection(folder, None) as collection:
        collection.delete(sorted(collection.keys())[:2])
        collection.add(["left over"], embedder.encode(["left over"]))
    now = published(settings.data_dir)
    assert now is not None
    publish(settings.data_dir, now)  # so that the files' hashes hold
    found = compare(settings, embedder)
    assert (found.missing_vectors, found.orphan_vectors) == (2, 1)
    assert found.mend == "Run `vouch index --rebuild`."


def test_listing_articles_loads_neither_chroma_nor_torch(index: Index, settings: Settings) -> None:
    assert index.snapshot().size == 3
    program = (
        "import sys\nfrom vouch.index import open_index\nfrom vouch.settings import Settings\n"
        "print(len(open_index(Settings()).snapshot().articles()))\n"
        "print({'chromadb', 'torch', 'numpy', 'transformers'} & set(sys.modules))\n"
    )
    environment = {**os.environ, "VOUCH_DATA_DIR": str(settings.data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["3", "set()"]


@pytest.fixture
def held(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the writer's lock until it reads a line."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom vouch.index.lock import writer_lock\n"
        "with writer_lock(Path(sys.argv[1]), wait=False):\n"
        "    print('held', flush=True)\n    sys.stdin.readline()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(settings.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_writer_waits_or_names_the_holder(
    settings: Settings, embedder: WordEmbedder, write: Write, held: subprocess.Popen[str]
) -> None:
    from vouch.index import IndexLockedError

    write("a.md", "The harbour was sold.")
    with pytest.raises(IndexLockedError) as raised:
        sync(settings, embedder, wait=False)
    assert str(held.pid) in raised.value.message

    class Told:
        holders: list[str]

        def __init__(self) -> None:
            self.holders = []

        def waiting(self, holder: str) -> None:
            self.holders.append(holder)
            assert held.stdin is not None
            held.stdin.write("\n")
            held.stdin.flush()

        def start(self, total: int) -> None: ...
        def advance(self, count: int) -> None: ...

    told = Told()
    assert sync(settings, embedder, progress=told).added == 1
    assert str(held.pid) in told.holders[0]


def test_a_killed_holder_holds_nothing(
    settings: Settings, embedder: WordEmbedder, held: subprocess.Popen[str]
) -> None:
    held.kill()
    held.wait()
    assert sync(settings, embedder, wait=False).generation == 1


def test_a_rebuild_gives_the_same(index: Index, settings: Settings, embedder: WordEmbedder) -> None:
    before = index.snapshot()
    sync(settings, embedder, rebuild=True)
    assert_same(before, index.snapshot())


def test_an_index_that_was_deleted_and_made_anew_is_seen(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    index = open_index(settings, embedder)
    old = index.snapshot()
    old.dense(embedder.embed_query("harbour"), 1)
    shutil.rmtree(settings.data_dir)
    write("a.md", "The harbour was kept.")
    sync(settings, embedder)
    new = index.snapshot()
    assert old.generation == new.generation == 1
    assert new.article("a.md").text == "The harbour was kept."
    assert_same(new, open_index(settings, embedder).snapshot())


def test_an_index_that_was_put_back_and_synced_again_is_seen(
    settings: Settings, embedder: WordEmbedder, write: Write, tmp_path: Path
) -> None:
    write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    shutil.copytree(settings.data_dir, tmp_path / "backup")
    write("a.md", "The harbour was kept.")
    sync(settings, embedder)
    index = open_index(settings, embedder)
    assert index.snapshot().generation == 2
    shutil.rmtree(settings.data_dir)
    shutil.copytree(tmp_path / "backup", settings.data_dir)
    write("a.md", "The harbour was leased.")
    sync(settings, embedder)
    assert index.snapshot().article("a.md").text == "The harbour was leased."


def test_an_index_that_may_not_be_read_is_one_error(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "current.json").mkdir()
    with pytest.raises(IndexUnreadableError, match=r"cannot be read") as refused:
        open_index(settings).snapshot()
    assert f"chmod -R u+rX {tmp_path}" in str(refused.value)
