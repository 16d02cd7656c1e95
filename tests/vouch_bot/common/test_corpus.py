"""The corpus as the bot looks after it: what a sync did, and which articles are new."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from vouch_bot.common.corpus import Corpus, Watcher
from vouch_bot.common.engine import Progress, Synced

from vouch.errors import CorpusError
from vouch.index import SyncReport, open_index
from vouch.settings import Settings


class Letters:
    """An encoder that needs no model: a vector for the text's first letter."""

    name = "letters"
    dimension = 4
    max_tokens = 64

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode(self, texts: Sequence[str]) -> object:
        import numpy as np

        rows = np.eye(self.dimension, dtype=np.float32)
        return rows[[ord(text[0]) % self.dimension for text in texts]]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    settings = Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    settings.corpus_dir.mkdir()
    index = open_index(settings)
    return Corpus(settings, Letters(), lambda: index.snapshot().articles())  # type: ignore[arg-type]


def write(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "corpus" / name).write_text(f"# {name}\n\n{text}\n", "utf-8")


def test_a_first_sync_is_no_news_and_a_later_one_names_what_is_new(
    corpus: Corpus, tmp_path: Path
) -> None:
    write(tmp_path, "one.md", "Ferries run again.")
    told: list[Progress] = []
    assert corpus.sync(told.append) == Synced(added=1)
    assert told == [Progress(1, 1)]
    write(tmp_path, "two.md", "The bridge is open.")
    write(tmp_path, "one.md", "Ferries run no more.")
    (tmp_path / "corpus" / "bad.pdf").write_bytes(b"no pdf")
    synced = corpus.sync(told.append)
    assert (synced.added, synced.changed, synced.removed) == (1, 1, 0)
    assert synced.titles == ("two.md",)
    assert len(synced.problems) == 1
    assert synced.problems[0].startswith("bad.pdf ")
    assert corpus.sync(told.append).titles == ()


def test_a_watcher_tells_of_changes_and_not_of_their_absence(
    corpus: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Synced] = []
    watcher = Watcher(corpus, told.append)
    write(tmp_path, "one.md", "Ferries run again.")
    corpus.sync(lambda progress: None)
    nothing = SyncReport(0, 0, 0, 1, (), (), 1, 0)
    watcher.synced(nothing)
    assert told == []
    write(tmp_path, "two.md", "The bridge is open.")
    # Another process may have indexed it: the watcher's report counts, the list names.
    watcher.synced(SyncReport(1, 0, 0, 1, (), (), 2, 1))
    assert told == [Synced(added=1)]
    watcher.failed(CorpusError("The folder is gone"))
    assert "The folder is gone" in caplog.text
