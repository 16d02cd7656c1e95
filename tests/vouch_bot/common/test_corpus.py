"""The corpus as the bot looks after it: what a sync did, and which articles are new."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.vouch_bot.discord.scripted import Line
from vouch.errors import CorpusError
from vouch.index import SyncReport
from vouch.settings import Settings
from vouch_bot.common.article_news import ArticleNews
from vouch_bot.common.corpus import Corpus, Watcher
from vouch_bot.common.database import Database
from vouch_bot.common.engine import Progress, Synced


class Letters:
    """An encoder that needs no model: a vector for the text's first letter."""

    name = "letters"
    dimension = 4
    max_tokens = 64

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def keep_for_questions(self, data_dir: Path) -> None: ...

    def encode(self, texts: Sequence[str]) -> object:
        import numpy as np

        rows = np.eye(self.dimension, dtype=np.float32)
        return rows[[ord(text[0]) % self.dimension for text in texts]]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    settings = Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    settings.corpus_dir.mkdir()
    return Corpus(settings, Letters())  # type: ignore[arg-type]


def write(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "corpus" / name).write_text(f"# {name}\n\n{text}\n", "utf-8")


def test_a_sync_reports_its_progress_and_what_it_did(corpus: Corpus, tmp_path: Path) -> None:
    write(tmp_path, "one.md", "Ferries run again.")
    told: list[Progress] = []
    assert corpus.sync(told.append) == Synced(added=1)
    assert told == [Progress(1, 1)]
    assert corpus.progress is None
    write(tmp_path, "two.md", "The bridge is open.")
    write(tmp_path, "one.md", "Ferries run no more.")
    (tmp_path / "corpus" / "bad.pdf").write_bytes(b"no pdf")
    synced = corpus.sync(told.append)
    assert (synced.added, synced.changed, synced.removed) == (1, 1, 0)
    assert len(synced.problems) == 1
    assert synced.problems[0].startswith("bad.pdf ")


def test_a_watcher_tells_of_changes_and_not_of_their_absence(
    corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Synced] = []
    watcher = Watcher(corpus, told.append)
    watcher.start(3)
    watcher.advance(2)
    assert corpus.progress == Progress(2, 3)
    watcher.synced(SyncReport(0, 0, 0, 1, (), (), 1, 0))
    assert told == []
    assert not corpus.progress
    watcher.synced(SyncReport(1, 0, 0, 1, (), (), 2, 1))
    assert told == [Synced(added=1)]
    watcher.failed(CorpusError("The folder is gone"))
    assert "The folder is gone" in caplog.text


class TestArticleNews:
    """However articles come in, each is announced once."""

    @pytest.fixture
    def articles(self) -> list[Line]:
        return [Line("a.md", "First"), Line("b.md", "Second")]

    def news(self, tmp_path: Path, articles: list[Line]) -> ArticleNews:
        return ArticleNews(Database(tmp_path / "discord.sqlite3"), lambda: articles)

    def test_what_came_while_the_bot_was_down_is_announced_once(
        self, tmp_path: Path, articles: list[Line]
    ) -> None:
        assert self.news(tmp_path, articles).unannounced() == []
        articles.append(Line("c.md", "Third"))
        found = self.news(tmp_path, articles)
        assert [line.title for line in found.unannounced()] == ["Third"]
        # A process that ends before it could announce them has lost nothing.
        assert [line.title for line in self.news(tmp_path, articles).unannounced()] == ["Third"]
        found.announced([articles[-1]])
        assert self.news(tmp_path, articles).unannounced() == []

    def test_a_moved_file_is_no_news_and_one_that_came_back_is(
        self, tmp_path: Path, articles: list[Line]
    ) -> None:
        news = self.news(tmp_path, articles)
        news.unannounced()
        articles[0] = Line("archive/a.md", "First")
        assert news.unannounced() == []
        gone = articles.pop()
        assert news.unannounced() == []
        articles.append(gone)
        assert news.unannounced() == [gone]
