from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vouch.index.fakes import WordEmbedder
from vouch.settings import Settings


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(tmp_path: Path, corpus: Path) -> Settings:
    return Settings(corpus_dir=corpus, data_dir=tmp_path / "data")


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def write(corpus: Path) -> Callable[[str, str], Path]:
    """Write an article: its path in the corpus and its text."""

    def write_one(source: str, text: str) -> Path:
        path = corpus / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write_one
