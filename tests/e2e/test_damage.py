"""A damaged index never gives another quote, a traceback, or an end without a word.

VOUCH_TEST_DAMAGE says how many random changes are made (12 in the suite).
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.vouch.index.fakes import WordEmbedder
from vouch.index import Index, IndexDamagedError, compare, open_index, sync
from vouch.settings import Settings

ROOT = Path(__file__).parents[2]
CHANGES = int(os.environ.get("VOUCH_TEST_DAMAGE", "12"))


class Worker:
    """A process that opens and searches indexes; another one is started where it ends."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.damage_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, data_dir: Path) -> dict[str, Any] | None:
        """What the process finds in an index; None where it ended over it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{data_dir}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            self.close()
            self._start()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def whole(tmp_path: Path) -> Settings:
    """An index of sixty articles that was synced a few times."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(corpus_dir=corpus, data_dir=tmp_path / "whole")
    chance = random.Random(4)
    words = ["harbour", "bridge", "mayor", "sold", "opened", "ferry", "tax", "cost", "storm"]
    for generation in range(3):
        for number in range(0, 60, generation + 1):
            told = " ".join(chance.choices(words, k=25))
            date = f"2025-0{chance.randint(1, 9)}-1{number % 10}"
            text = f"---\ntitle: Of {told[:20]}\ndate: {date}\n---\nIt cost {number}. {told}."
            (corpus / f"{number}.md").write_text(text)
        sync(settings, WordEmbedder())
    return settings


def change(data_dir: Path, chance: random.Random) -> str:
    """Change one place of one file of an index; says what was done."""
    files = sorted(
        path
        for path in data_dir.rglob("*")
        if path.is_file() and path.stat().st_size and "lock" not in path.name
    )
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    kind = chance.choice(["bit", "digit", "zeros", "noise", "cut", "gone"])
    match kind:
        case "bit":
            data[place] ^= 1 << chance.randrange(8)
        case "digit":
            digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
            at = chance.choice(digits) if digits else place
            data[at] = 48 + (data[at] - 47) % 10
        case "zeros":
            data[place : place + 512] = bytes(len(data[place : place + 512]))
        case "noise":
            data[place : place + 64] = chance.randbytes(len(data[place : place + 64]))
        case "cut":
            del data[place:]
    path.write_bytes(data)
    if kind == "gone":
        path.unlink()
    return f"{kind} at {place} of {path.relative_to(data_dir)}"


def test_no_random_change_goes_unnoticed(whole: Settings, tmp_path: Path, worker: Worker) -> None:
    right = worker.ask(whole.data_dir)
    assert right is not None
    assert all(right["found"])
    chance = random.Random(20251130)
    wrong: list[tuple[str, object]] = []
    noticed = 0
    for number in range(CHANGES):
        data_dir = tmp_path / f"damaged{number}"
        shutil.copytree(whole.data_dir, data_dir)
        done = change(data_dir, chance)
        answer = worker.ask(data_dir)
        shutil.rmtree(data_dir)
        if answer is not None and "raised" in answer:
            noticed += 1
            if not answer["mend"]:
                wrong.append((done, answer))
        elif answer != right:
            wrong.append((done, answer))
    assert not wrong
    assert noticed > CHANGES // 2


def lexicon(settings: Settings) -> Path:
    return next(settings.data_dir.rglob("lexicon.sqlite3"))


def replaced(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def test_one_changed_digit_is_no_quote(whole: Settings) -> None:
    replaced(lexicon(whole), b"It cost 42.", b"It cost 92.")
    with pytest.raises(IndexDamagedError):
        open_index(whole, WordEmbedder()).snapshot()
    with pytest.raises(IndexDamagedError):
        sync(whole, WordEmbedder())
    assert isinstance(compare(whole, WordEmbedder()).problem, IndexDamagedError)
    sync(whole, WordEmbedder(), rebuild=True)
    assert compare(whole, WordEmbedder()).mend is None


@pytest.mark.parametrize(
    ("old", "new"), [(b"It cost 42.", b"It cost 92."), (b"42.md", b"49.md"), (b"2025-0", b"2026-0")]
)
def test_damage_after_opening_is_no_quote_either(whole: Settings, old: bytes, new: bytes) -> None:
    snapshot = open_index(whole, WordEmbedder()).snapshot()
    replaced(lexicon(whole), old, new)
    with pytest.raises(IndexDamagedError):
        snapshot.passages(snapshot.passage_ids())


def test_a_large_lexicon_is_verified_in_the_background(
    whole: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vouch.index.snapshot.VERIFIED_AT_ONCE", 0)
    replaced(lexicon(whole), b"It cost 42.", b"It cost 92.")
    index = open_index(whole, WordEmbedder())
    index.snapshot()
    with pytest.raises(IndexDamagedError):
        _asked_until(index, time.monotonic() + 60)


def _asked_until(index: Index, deadline: float) -> None:
    while time.monotonic() < deadline:
        index.snapshot()
        time.sleep(0.01)
