import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from watchfiles import Change

from tests.vouch.index.fakes import WordEmbedder
from vouch.errors import VouchError
from vouch.index import RemovalHeldBackError, SyncReport, open_index, sync
from vouch.index.watch import concerns_articles, watch_corpus, watching
from vouch.settings import Settings

Write = Callable[[str, str], Path]


class Told:
    """A listener that lets a test wait for what it is told."""

    def __init__(self) -> None:
        self.reports: list[SyncReport] = []
        self.errors: list[VouchError] = []
        self.news = threading.Condition()

    def waiting(self, holder: str) -> None: ...
    def start(self, total: int) -> None: ...
    def advance(self, count: int) -> None: ...

    def synced(self, report: SyncReport) -> None:
        with self.news:
            self.reports.append(report)
            self.news.notify_all()

    def failed(self, error: VouchError) -> None:
        with self.news:
            self.errors.append(error)
            self.news.notify_all()

    def wait_for(self, syncs: int, errors: int = 0) -> None:
        with self.news:
            done = self.news.wait_for(
                lambda: len(self.reports) >= syncs and len(self.errors) >= errors, timeout=30
            )
        assert done, (self.reports, self.errors)


def test_syncs_at_once_and_when_files_settle(
    settings: Settings, embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    write("a.md", "The harbour was sold.")
    told = Told()
    with watching(settings, embedder, told):
        told.wait_for(1)
        assert told.reports[0].added == 1
        for line in range(10):  # written in pieces: taken in once, whole
            with (corpus / "b.md").open("a") as file:
                file.write(f"Line {line} of the mayor.\n\n")
        told.wait_for(2)
        assert (told.reports[1].added, told.reports[1].changed) == (1, 0)
        (corpus / ".b.md.swp").write_text("x")
        (corpus / "b.md~").write_text("x")
        (corpus / "a.md").unlink()
        told.wait_for(3)
    assert told.reports[2].deleted == 1
    snapshot = open_index(settings, embedder).snapshot()
    assert [record.source for record in snapshot.articles()] == ["b.md"]
    assert "Line 9" in snapshot.article("b.md").text
    assert told.errors == []


@pytest.mark.parametrize("name", [".vouch", "data", "deep/.vouch"])
def test_a_data_directory_inside_the_corpus_is_not_watched(
    settings: Settings,
    embedder: WordEmbedder,
    write: Write,
    name: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    inside = settings.model_copy(update={"data_dir": settings.corpus_dir / name})
    write("a.md", "The harbour was sold.")
    told = Told()
    with watching(inside, embedder, told):
        told.wait_for(1)
        write("b.md", "The mayor resigned.")
        told.wait_for(2)
        time.sleep(2.5)  # a sync of its own making would come within two seconds
        assert len(told.reports) == 2
    assert "VOUCH_DATA_DIR" in caplog.text


def test_what_nobody_foresaw_is_told_too_and_watching_goes_on(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    class Failing(WordEmbedder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise MemoryError("all gone")

    write("a.md", "The harbour was sold.")
    told = Told()
    with watching(settings, Failing(), told):
        told.wait_for(0, errors=1)
        assert "MemoryError: all gone" in told.errors[0].message
        (settings.corpus_dir / "a.md").unlink()
        told.wait_for(1)


def test_a_folder_that_another_takes_the_place_of_is_followed(
    settings: Settings, embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    write("a.md", "The harbour was sold.")
    told = Told()
    with watching(settings, embedder, told):
        told.wait_for(1)
        other = corpus.with_name("other")
        other.mkdir()
        (other / "b.md").write_text("The mayor resigned.")
        corpus.rename(corpus.with_name("former"))
        other.rename(corpus)
        told.wait_for(2)
        (corpus / "c.md").write_text("The quay was built.")
        told.wait_for(3)
    snapshot = open_index(settings, embedder).snapshot()
    assert [record.source for record in snapshot.articles()] == ["b.md", "c.md"]


def test_a_link_that_is_switched_is_followed(embedder: WordEmbedder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(f"The harbour of {name} was sold.")
    link = tmp_path / "corpus-link"
    link.symlink_to("one")
    settings = Settings(corpus_dir=link, data_dir=tmp_path / "data")
    told = Told()
    with watching(settings, embedder, told):
        told.wait_for(1)
        waiting = tmp_path / "waiting"
        waiting.symlink_to("two")
        waiting.replace(link)
        told.wait_for(2)
    snapshot = open_index(settings, embedder).snapshot()
    assert [record.source for record in snapshot.articles()] == ["two.md"]


def test_what_nobody_reports_is_found_all_the_same(
    settings: Settings, embedder: WordEmbedder, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vouch.index.watch.PERIODIC_S", 0.5)
    monkeypatch.setattr("vouch.index.watch.concerns_articles", lambda *_: False)
    write("a.md", "The harbour was sold.")
    told = Told()
    with watching(settings, embedder, told):
        told.wait_for(1)
        os.utime(write("a.md", "The harbour was bought."), (1, 1))
        told.wait_for(2)
    assert [report.changed for report in told.reports] == [0, 1]


def test_an_error_is_told_and_the_next_change_tries_again(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    settings.data_dir.write_text("in the way")
    told = Told()
    with watching(settings, embedder, told):
        told.wait_for(0, errors=1)
        settings.data_dir.unlink()
        write("a.md", "The harbour was sold.")
        told.wait_for(1)
    assert told.reports[0].added == 1


def test_stopping_gives_up_a_sync_and_publishes_nothing_of_it(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    for number in range(50):
        write(f"{number}.md", f"Article {number}.")
    stop = threading.Event()

    class Stopping(Told):
        def start(self, total: int) -> None:
            stop.set()

    told = Stopping()
    watch_corpus(settings, embedder, stop, told)
    assert told.reports == []
    assert not (settings.data_dir / "current.json").exists()
    assert list((settings.data_dir / "generations").iterdir()) == []


@pytest.mark.parametrize(
    "name", [".hidden.md", "a.md~", "a.md.tmp", "~$a.docx", ".a.md.swp", "#a#"]
)
def test_temporary_files_concern_nobody(name: str) -> None:
    assert not concerns_articles(Change.added, f"/corpus/{name}")


@pytest.mark.parametrize("name", ["a.md", "deep", "a (2).pdf", ".vouchignore"])
def test_articles_and_folders_concern_the_index(name: str) -> None:
    assert concerns_articles(Change.deleted, f"/corpus/{name}")


WATCH = """
import signal, sys, threading
from pathlib import Path
from tests.vouch.index.fakes import WordEmbedder
from tests.vouch.index.test_watch import Told
from vouch.index.watch import watch_corpus
from vouch.settings import Settings
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
class Telling(Told):
    def synced(self, report):
        print(report.added, flush=True)
settings = Settings(corpus_dir=Path(sys.argv[1]), data_dir=Path(sys.argv[2]))
watch_corpus(settings, WordEmbedder(), stop, Telling())
print("stopped", flush=True)
"""


def test_ends_cleanly_on_a_signal(settings: Settings, write: Write) -> None:
    write("a.md", "The harbour was sold.")
    process = subprocess.Popen(
        [sys.executable, "-c", WATCH, str(settings.corpus_dir), str(settings.data_dir)],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=20)[0] == "stopped\n"
    assert process.returncode == 0


class TestFolders:
    """A folder that is late, replaced, switched or emptied."""

    def test_a_folder_that_is_late_is_waited_for(
        self, settings: Settings, embedder: WordEmbedder, corpus: Path
    ) -> None:
        corpus.rmdir()
        told = Told()
        with watching(settings, embedder, told):
            told.wait_for(0, errors=1)
            corpus.mkdir()
            (corpus / "a.md").write_text("The harbour was sold.")
            told.wait_for(1)
        assert told.reports[0].added == 1

    @pytest.mark.parametrize("way", ["renamed", "removed", "link"])
    def test_a_folder_that_is_replaced_is_followed(
        self, settings: Settings, embedder: WordEmbedder, corpus: Path, tmp_path: Path, way: str
    ) -> None:
        old, new = tmp_path / "old", tmp_path / "new"
        for folder in (old, new):
            folder.mkdir()
            (folder / "a.md").write_text(f"The harbour was sold to the {folder.name} owner.")
        corpus.rmdir()
        if way == "link":
            corpus.symlink_to(old)
        else:
            old.rename(corpus)
        told = Told()
        with watching(settings, embedder, told):
            told.wait_for(1)
            if way == "link":
                (tmp_path / "next").symlink_to(new)
                (tmp_path / "next").replace(corpus)
            elif way == "renamed":
                corpus.rename(tmp_path / "away")
                new.rename(corpus)
            else:
                shutil.rmtree(corpus)
                shutil.copytree(new, corpus)
            told.wait_for(2)
            done = len(told.reports)
            (corpus / "b.md").write_text("The mayor spoke.")  # it is watched, not only seen
            told.wait_for(done + 1)
        assert open_index(settings, embedder).snapshot().article("a.md").text.endswith("new owner.")

    def test_a_folder_that_empties_takes_nothing_away(
        self, settings: Settings, embedder: WordEmbedder, corpus: Path, write: Write
    ) -> None:
        for number in range(3):
            write(f"{number}.md", f"The harbour number {number} was sold.")
        told = Told()
        with watching(settings, embedder, told):
            told.wait_for(1)
            for path in corpus.iterdir():
                path.unlink()
            told.wait_for(1, errors=1)
        assert "vouch index --allow-empty" in str(told.errors[0])
        assert len(open_index(settings, embedder).snapshot().articles()) == 3


def test_most_articles_are_removed_only_when_that_is_confirmed(
    settings: Settings, embedder: WordEmbedder, corpus: Path, write: Write
) -> None:
    paths = [write(f"{n}.md", f"The harbour number {n} was sold.") for n in range(12)]
    sync(settings, embedder)
    for path in paths[:7]:
        path.unlink()
    with pytest.raises(RemovalHeldBackError, match="7 of 12"):
        sync(settings, embedder)
    assert sync(settings, embedder, removed=frozenset(f"{n}.md" for n in range(7))).deleted == 7
    for path in paths[7:]:
        path.rename(corpus / f"new-{path.name}")  # moved, not lost
    assert sync(settings, embedder).deleted == 5
    for path in corpus.iterdir():
        path.unlink()
    loose = settings.model_copy(update={"max_removal_share": 1.0})
    with pytest.raises(RemovalHeldBackError, match="5 of 5"):
        sync(loose, embedder)
    assert sync(settings, embedder, allow_empty=True).deleted == 5
