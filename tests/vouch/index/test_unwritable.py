"""A data directory or a disk that does not take the index."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vouch.index.fakes import WordEmbedder
from vouch.index import StoreUnwritableError, open_index, sync
from vouch.settings import Settings

Write = Callable[[str, str], Path]

SYNC = """
import sys
from pathlib import Path
from tests.vouch.index.fakes import WordEmbedder
from vouch.errors import VouchError
from vouch.index import sync
from vouch.settings import Settings
try:
    print(sync(Settings(corpus_dir=Path(sys.argv[1]), data_dir=Path(sys.argv[2])), WordEmbedder()))
except VouchError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


def test_a_file_in_the_place_of_the_directory_is_named(
    settings: Settings, embedder: WordEmbedder, write: Write, tmp_path: Path
) -> None:
    write("a.md", "The harbour was sold.")
    (tmp_path / "file").write_text("")
    for data_dir in (tmp_path / "file", tmp_path / "file" / "data"):
        with pytest.raises(StoreUnwritableError) as raised:
            sync(settings.model_copy(update={"data_dir": data_dir}), embedder)
        assert str(data_dir) in raised.value.message
        assert "VOUCH_DATA_DIR" in str(raised.value.mend)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_directory_can_be_read_and_is_named_on_writing(
    settings: Settings, embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "The harbour was sold.")
    sync(settings, embedder)
    write("a.md", "The harbour was given away.")
    folders = [settings.data_dir, *settings.data_dir.rglob("*")]
    for path in folders:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.raises(StoreUnwritableError):
            sync(settings, embedder)
        snapshot = open_index(settings, embedder).snapshot()
        assert snapshot.dense(embedder.embed_query("harbour"), 1)
    finally:
        for path in folders:
            path.chmod(0o755)


@pytest.mark.parametrize("kilobytes", [1, 20, 60, 150, 300])
def test_a_full_disk_is_named_and_loses_nothing(
    settings: Settings, embedder: WordEmbedder, write: Write, kilobytes: int
) -> None:
    write("a.md", "The harbour was sold.")
    first = sync(settings, embedder)
    for number in range(1000):
        write(f"{number}.md", f"Article {number} tells of the harbour and of subject{number}.")

    def limit() -> None:  # a file-size limit stands in for a disk that fills up
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    done = subprocess.run(
        [sys.executable, "-c", SYNC, str(settings.corpus_dir), str(settings.data_dir)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("StoreUnwritableError"), done.stderr
    snapshot = open_index(settings, embedder).snapshot()
    assert (snapshot.generation, len(snapshot.lexical("harbour", 5))) == (first.generation, 1)
    staged = [path.name for path in (settings.data_dir / "generations").iterdir()]
    assert len(staged) == 1
    assert sync(settings, embedder).added == 1000
