"""A sync that is killed at any moment loses nothing.

VOUCH_TEST_KILLS says how often (8 in the suite; the long form is 30 and more).
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.vouch.index.fakes import WordEmbedder, assert_same, contents
from vouch.index import compare, open_index, sync
from vouch.settings import Settings

KILLS = int(os.environ.get("VOUCH_TEST_KILLS", "8"))

SYNC = """
import sys, time
from pathlib import Path
import chromadb
from tests.vouch.index.fakes import WordEmbedder
from vouch.index import sync
from vouch.settings import Settings

class Slow(WordEmbedder):
    def encode(self, texts):
        time.sleep(0.1)
        return super().encode(texts)

print("ready", flush=True)
sync(Settings(corpus_dir=Path(sys.argv[1]), data_dir=Path(sys.argv[2])), Slow())
print("done", flush=True)
"""


def test_a_killed_sync_loses_nothing(tmp_path: Path) -> None:
    settings = Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    settings.corpus_dir.mkdir()
    chance = random.Random(20251122)
    embedder = WordEmbedder()
    change_corpus(settings.corpus_dir, chance, 300)
    sync(settings, embedder)
    duration = timed_sync(settings, chance)
    killed = 0
    while killed < KILLS:
        before = contents(open_index(settings, embedder).snapshot())
        change_corpus(settings.corpus_dir, chance, 120)
        expected = Settings(corpus_dir=settings.corpus_dir, data_dir=tmp_path / f"fresh{killed}")
        killed += killed_sync(settings, chance.uniform(0, 1.1 * duration))
        reader = open_index(settings, embedder).snapshot()
        after = contents(reader)
        if after[:2] != before[:2]:  # then the whole of the new state was published
            sync(expected, embedder)
            assert_same(reader, open_index(expected, embedder).snapshot())
        assert reader.dense(embedder.embed_query("harbour"), 5)
        assert reader.lexical("harbour", 5)
    sync(settings, embedder)
    rebuilt = settings.model_copy(update={"data_dir": tmp_path / "rebuilt"})
    sync(rebuilt, embedder)
    assert_same(open_index(settings, embedder).snapshot(), open_index(rebuilt, embedder).snapshot())
    assert compare(settings, embedder).mend is None
    assert len(list((settings.data_dir / "generations").iterdir())) <= 2


def change_corpus(corpus: Path, chance: random.Random, changes: int) -> None:
    """Add, change, rename and delete files."""
    for _ in range(changes):
        path = corpus / f"{chance.randrange(400)}.txt"
        action = chance.choice(["write", "write", "write", "delete", "rename"])
        if action == "write":
            words = " ".join(chance.choices(["harbour", "mayor", "bridge", "rain", "sold"], k=20))
            path.write_text(f"Title {chance.random()}\n\n{words} {chance.random()}. " * 3)
        elif action == "delete":
            path.unlink(missing_ok=True)
        elif path.exists():
            path.replace(corpus / f"{chance.randrange(400)}.txt")
    (corpus / "kept.txt").write_text("The harbour stays.")


def start(settings: Settings) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", SYNC, str(settings.corpus_dir), str(settings.data_dir)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def timed_sync(settings: Settings, chance: random.Random) -> float:
    """How many seconds a sync of a usual change takes."""
    change_corpus(settings.corpus_dir, chance, 120)
    process = start(settings)
    began = time.monotonic()
    assert process.communicate()[0] == "done\n"
    return time.monotonic() - began


def killed_sync(settings: Settings, after: float) -> bool:
    """Kill a sync after so many seconds; whether it was still at work."""
    process = start(settings)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL
