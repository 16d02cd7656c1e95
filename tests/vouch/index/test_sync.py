import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.vouch.index.fakes import WordEmbedder, assert_same
from vouch.documents.discovery import FoundFile
from vouch.documents.files import read_bytes
from vouch.errors import ArticleError, CorpusError
from vouch.index import (
    IndexDamagedError,
    IndexMismatchError,
    SyncReport,
    compare,
    diff,
    open_index,
    sync,
)
from vouch.settings import Settings
from vouch.types import Article

Write = Callable[[str, str], Path]


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.deleted, report.unchanged


def age(path: Path) -> None:
    """Make a file look old enough for its modification time to be trusted."""
    os.utime(path, ns=(10**18, 10**18))


def test_takes_in_new_changed_and_deleted_files(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "The harbour was sold.")
    gone = write("deep/b.md", "The mayor resigned.")
    assert counts(sync(settings, embedder)) == (2, 0, 0, 0)
    write("a.md", "The harbour was given away.")
    gone.unlink()
    write("c.md", "A bridge opened.")
    assert counts(sync(settings, embedder)) == (1, 1, 1, 0)
    snapshot = open_index(settings, embedder).snapshot()
    assert [record.source for record in snapshot.articles()] == ["a.md", "c.md"]
    assert snapshot.lexical("mayor resigned sold", 5) == []
    (id_, _) = snapshot.dense(embedder.embed_query("given away"), 1)[0]
    assert snapshot.passages([id_])[id_].text == "The harbour was given away."


def test_publishes_nothing_when_nothing_changed(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    age(write("a.md", "The harbour was sold."))
    first = sync(settings, embedder)
    before = {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*.sqlite3")}
    second = sync(settings, embedder)
    assert second.generation == first.generation
    assert counts(second) == (0, 0, 0, 1)
    assert before == {p: p.stat().st_mtime_ns for p in settings.data_dir.rglob("*.sqlite3")}


def test_reads_only_files_whose_size_or_time_changed(
    settings: Settings, embedder: WordEmbedder, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        age(write(f"{name}.md", f"Article {name}."))
    sync(settings, embedder)
    read: list[str] = []

    def noted(path: str | Path, max_bytes: int) -> bytes:
        read.append(Path(path).name)
        return read_bytes(path, max_bytes)

    monkeypatch.setattr(diff, "read_bytes", noted)
    write("b.md", "Article b, longer.")
    assert counts(sync(settings, embedder)) == (0, 1, 0, 2)
    assert read == ["b.md"]


def test_a_touched_but_equal_file_is_not_encoded_again(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    path = write("a.md", "The harbour was sold.")
    first = sync(settings, embedder)
    os.utime(path, ns=(10**18, 10**18))
    embedder.encoded.clear()
    second = sync(settings, embedder)
    assert (embedder.encoded, second.generation) == ([], first.generation)


def test_a_change_within_the_clocks_grain_is_found(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    path = write("a.md", "The harbour was sold.")
    status = path.stat()
    sync(settings, embedder)
    write("a.md", "The harbour was lost.")  # as long as before, and given the same time
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(sync(settings, embedder)) == (0, 1, 0, 0)


def test_encodes_only_passages_whose_text_changed(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    sentences = [f"Sentence number {n} says something of its own here today." for n in range(40)]
    write("a.txt", "A title\n\n" + " ".join(sentences))
    first = sync(settings, embedder)
    assert first.passages_encoded > 5
    write("a.txt", "A title\n\n" + " ".join([*sentences, "One more."]))
    assert 1 <= sync(settings, embedder).passages_encoded <= 2


def test_a_renamed_file_keeps_its_vectors(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    path = write("a.md", "---\ntitle: Harbour\n---\nThe harbour was sold.")
    sync(settings, embedder)
    path.rename(path.with_name("b.md"))
    report = sync(settings, embedder)
    assert (report.added, report.deleted, report.passages_encoded) == (1, 1, 0)
    snapshot = open_index(settings, embedder).snapshot()
    ((id_, score),) = snapshot.dense(embedder.embed_query("Harbour The harbour was sold."), 3)
    assert snapshot.passages([id_])[id_].source == "b.md"
    assert score == pytest.approx(1, abs=1e-5)


def test_the_same_text_in_two_articles_is_found_in_both_until_one_goes(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "---\ntitle: Harbour\n---\nThe harbour was sold.")
    second = write("b.md", "---\ntitle: Harbour\n---\nThe harbour was sold.")
    assert sync(settings, embedder).passages_encoded == 1
    index = open_index(settings, embedder)
    query = embedder.embed_query("harbour sold")
    assert len(index.snapshot().dense(query, 5)) == 2
    second.unlink()
    sync(settings, embedder)
    assert len(index.snapshot().dense(query, 5)) == 1
    assert compare(settings, embedder).mend is None


def test_a_file_that_cannot_be_read_any_more_keeps_its_passages_marked(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    path = write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    path.write_bytes(b"\x00\x01\x02" * 100)
    report = sync(settings, embedder)
    assert ([failure.source for failure in report.failed], report.kept) == (["a.md"], ("a.md",))
    assert sync(settings, embedder).generation == report.generation  # told once
    index = open_index(settings, embedder)
    assert index.snapshot().articles()[0].stale == report.failed[0].reason
    assert len(index.snapshot().lexical("harbour", 5)) == 1
    assert [record.source for record in compare(settings, embedder).stale] == ["a.md"]
    write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    assert index.snapshot().articles()[0].stale is None
    path.write_bytes(b"\x00\x01\x02" * 100)
    sync(settings, embedder)
    path.unlink()
    assert sync(settings, embedder, allow_empty=True).deleted == 1
    assert index.snapshot().size == 0


def test_a_new_file_that_cannot_be_read_is_named_and_stops_nothing(
    settings: Settings, embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    (corpus / "bad.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    write("good.md", "The harbour was sold.")
    report = sync(settings, embedder)
    assert (report.added, [failure.source for failure in report.failed]) == (1, ["bad.pdf"])
    assert report.kept == ()


def test_a_missing_corpus_removes_nothing(
    settings: Settings, embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    shutil.move(corpus, corpus.with_name("elsewhere"))
    with pytest.raises(CorpusError):
        sync(settings, embedder)
    assert open_index(settings, embedder).snapshot().size == 1


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("embedding_model", "other/model", "other/model"), ("passage_tokens", 16, "16")],
)
def test_an_index_made_otherwise_is_refused_until_it_is_rebuilt(
    settings: Settings,
    embedder: WordEmbedder,
    write: Write,
    field: str,
    value: object,
    named: str,
) -> None:
    write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    other = settings.model_copy(update={field: value})
    for attempt in (
        lambda: sync(other, embedder),
        lambda: open_index(other, embedder).snapshot(),
    ):
        with pytest.raises(IndexMismatchError) as raised:
            attempt()
        assert named in raised.value.message
        assert "vouch index --rebuild" in str(raised.value.mend)
    assert sync(other, embedder, rebuild=True).added == 1
    assert open_index(other, embedder).snapshot().size == 1


def test_tells_how_far_it_is(settings: Settings, embedder: WordEmbedder, write: Write) -> None:
    class Told:
        total = done = 0

        def waiting(self, holder: str) -> None:
            raise AssertionError(holder)

        def start(self, total: int) -> None:
            self.total = total

        def advance(self, count: int) -> None:
            self.done += count

    for number in range(7):
        write(f"{number}.md", f"Article {number}.")
    write("bad.md", "\x00")
    told = Told()
    sync(settings, embedder, progress=told)
    assert (told.total, told.done) == (8, 8)


TEXTS = st.lists(
    st.sampled_from(
        ["The harbour was sold.", "Rain fell.", "Nobody knows why.", "It cost 5 euros."]
    ),
    min_size=1,
    max_size=30,
).map(" ".join)
SOURCES = st.sampled_from(["a.md", "b.txt", "deep/c.md", "deep/d.txt"])
STEP = st.dictionaries(SOURCES, st.one_of(st.none(), TEXTS), min_size=1)


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@example(steps=[{"a.md": "Rain fell."}, {"b.txt": "Rain fell."}, {"a.md": None, "b.txt": None}])
@given(steps=st.lists(STEP, min_size=1, max_size=4))
def test_any_changes_leave_what_a_rebuild_would_give(
    steps: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("equal")
    (folder / "corpus" / "deep").mkdir(parents=True)
    settings = Settings(corpus_dir=folder / "corpus", data_dir=folder / "data")
    embedder = WordEmbedder()
    for step in steps:
        for source, text in step.items():
            path = settings.corpus_dir / source
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text, "utf-8")
        sync(settings, embedder, allow_empty=True)
        fresh = settings.model_copy(update={"data_dir": folder / "fresh"})
        sync(fresh, embedder, rebuild=True)
        assert_same(
            open_index(settings, embedder).snapshot(), open_index(fresh, embedder).snapshot()
        )
        assert compare(settings, embedder).mend is None


def test_an_emptied_corpus_leaves_no_graph_that_a_reader_could_write_to(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    paths = [write(name, "The harbour was sold.") for name in ("a.md", "b.md")]
    sync(settings, embedder)
    for path in paths:
        path.unlink()
    sync(settings, embedder, allow_empty=True)
    snapshot = open_index(settings, embedder).snapshot()
    assert len(snapshot.vectors([])) == 0  # Chroma is opened by this
    assert not list(settings.data_dir.rglob("*.bin"))
    assert counts(sync(settings, embedder)) == (0, 0, 0, 0)
    write("c.md", "The mayor resigned.")
    assert counts(sync(settings, embedder)) == (1, 0, 0, 0)
    refilled = open_index(settings, embedder).snapshot()
    assert len(refilled.dense(embedder.embed_query("mayor"), 3)) == 1


@pytest.mark.parametrize("name", ["link_lists.bin", "data_level0.bin", "length.bin"])
def test_a_graph_that_was_cut_is_damage(
    settings: Settings, embedder: WordEmbedder, write: Write, name: str
) -> None:
    write("a.md", "The harbour was sold.")
    write("b.md", "The mayor resigned.")
    sync(settings, embedder)
    next(settings.data_dir.rglob(name)).write_bytes(b"")
    with pytest.raises(IndexDamagedError):
        sync(settings, embedder)


def test_an_edit_that_keeps_size_and_time_is_found_by_content(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    path = write("a.md", "The harbour was sold.")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    sync(settings, embedder)
    path.write_text("The harbour was kept.")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert counts(sync(settings, embedder)) == (0, 0, 0, 1)
    assert compare(settings, embedder, full=True).changed == ("a.md",)
    assert counts(sync(settings, embedder, check=True)) == (0, 1, 0, 0)
    assert open_index(settings, embedder).snapshot().article("a.md").text.endswith("kept.")


def test_a_file_that_took_too_long_is_not_read_again_until_it_changes(
    settings: Settings, embedder: WordEmbedder, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def slow(found: FoundFile, max_bytes: int) -> Article:
        asked.append(found.source)
        raise ArticleError(found.source, "takes longer than 60 seconds to read", costly=True)

    monkeypatch.setattr("vouch.index.diff.read_article", slow)
    path = write("slow.md", "a" * 100)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    for _ in range(3):
        [failure] = sync(settings, embedder).failed
        assert failure.reason == "takes longer than 60 seconds to read"
    assert [failure.source for failure in compare(settings, embedder).failed] == ["slow.md"]
    assert asked == ["slow.md"]
    path.write_text("b" * 99)
    sync(settings, embedder)
    assert asked == ["slow.md"] * 2
