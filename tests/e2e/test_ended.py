"""A reader that is ended leaves nothing in the temporary folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vouch.embedding import load_embedder
from vouch.index import sync, vector_file
from vouch.settings import Settings

READ = (
    "import sys; from vouch_bot.cli import main\n"
    "sys.argv = ['vouch', 'ask', '--plain', '-']; main()"
)


@pytest.fixture
def large(shipped: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An index that is searched by Chroma's graph, as one of very many vectors is."""
    monkeypatch.setattr(vector_file, "LARGEST", 0)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "quay.md").write_text("The quay of Tarn is vouched for by its master.")
    made = shipped.model_copy(
        update={"corpus_dir": tmp_path / "corpus", "data_dir": tmp_path / "data"}
    )
    sync(made, load_embedder(made))
    return made


def test_a_reader_that_is_ended_leaves_no_copy(large: Settings, tmp_path: Path) -> None:
    readers = {}
    for number in (signal.SIGTERM, signal.SIGHUP):
        temporary = tmp_path / number.name
        temporary.mkdir()
        environment = {
            **os.environ,
            "TMPDIR": str(temporary),
            "VOUCH_CORPUS_DIR": str(large.corpus_dir),
            "VOUCH_DATA_DIR": str(large.data_dir),
        }
        readers[number] = subprocess.Popen(
            [sys.executable, "-c", READ],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    for number, reader in readers.items():
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write("What is vouched for?\n")
        reader.stdin.flush()
        assert reader.stdout.readline()
        temporary = tmp_path / number.name
        assert list(temporary.glob("vouch-*"))
        reader.send_signal(number)
        _, errors = reader.communicate(timeout=60)
        assert reader.returncode == 128 + number
        assert "Traceback" not in errors
        assert not list(temporary.glob("vouch-*"))
