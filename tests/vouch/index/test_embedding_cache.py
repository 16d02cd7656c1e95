"""What a sync that was interrupted has encoded is not encoded again."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.vouch.index.fakes import WordEmbedder, assert_same
from vouch.index import open_index, sync, writer
from vouch.index.embedding_cache import EmbeddingCache
from vouch.settings import Settings

Write = Callable[[str, str], Path]


class Interrupted(WordEmbedder):
    """Is killed, so to speak, in its third window."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.encoded) >= 20:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_an_interrupted_sync_is_taken_up(
    settings: Settings, embedder: WordEmbedder, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WINDOW", 10)
    for number in range(35):
        write(f"{number:02}.md", f"Article {number} tells of rain.")
    with pytest.raises(KeyboardInterrupt):
        sync(settings, Interrupted())
    report = sync(settings, embedder)
    assert (report.added, report.passages_encoded) == (35, 15)
    assert not (settings.data_dir / "encoded.sqlite3").exists()
    fresh = settings.model_copy(update={"data_dir": settings.data_dir / "fresh"})
    sync(fresh, embedder)
    assert_same(open_index(settings).snapshot(), open_index(fresh).snapshot())


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    one = EmbeddingCache(tmp_path, "one model")
    one.keep(["key"], np.ones((1, 4), dtype=np.float32))
    assert one.find(["key", "other"]).keys() == {"key"}
    one.close()
    assert EmbeddingCache(tmp_path, "one model").find(["key"])["key"].tolist() == [1, 1, 1, 1]
    assert EmbeddingCache(tmp_path, "another model").find(["key"]) == {}


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_thrown_away(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "encoded.sqlite3").write_bytes(content)
    salvage = EmbeddingCache(tmp_path, "model")
    assert salvage.find(["key"]) == {}
    salvage.keep(["key"], np.ones((1, 4), dtype=np.float32))
    assert salvage.find(["key"]).keys() == {"key"}
