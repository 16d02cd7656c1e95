"""A chat that keeps running sees what another process indexes, at the next question."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vouch.index.server import RunningChroma

VOUCH = str(Path(sys.executable).with_name("vouch"))
QUESTION = "How many stripes does the zebra of Lindau have?"
ARTICLE = """---
title: The zebra of Lindau
date: 2025-06-02
---
The zebra of Lindau has 14 stripes. It was painted on the harbour wall in 2021.
"""


@pytest.fixture(params=["embedded", "server"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of an index of one article about something else."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "mayor.md").write_text("The mayor opened a bridge over the river on Tuesday.")
    settings = {
        **os.environ,
        "VOUCH_CORPUS_DIR": str(corpus),
        "VOUCH_DATA_DIR": str(tmp_path / "data"),
        "OMP_NUM_THREADS": "1",
    }
    if request.param == "embedded":
        yield settings
    else:
        chroma = RunningChroma(tmp_path / "chroma")
        yield {**settings, "VOUCH_CHROMA_URL": chroma.url}
        chroma.stop()


class Chat:
    """`vouch chat` in a process of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [VOUCH, "chat", "--plain"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**environment, "PYTHONUNBUFFERED": "1"},
        )
        self._said = ""
        self._news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while letter := self._process.stdout.read(1):
            with self._news:
                self._said += letter
                self._news.notify_all()

    def ask(self, question: str, *expected: str) -> tuple[str, float]:
        """What the chat says until one of the expected words comes, and after how many seconds."""
        assert self._process.stdin is not None
        with self._news:
            self._said = ""
        began = time.monotonic()
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        with self._news:
            came = self._news.wait_for(lambda: any(e in self._said for e in expected), timeout=60)
        assert came, self._said
        return self._said, time.monotonic() - began

    def leave(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write("/quit\n")
        self._process.stdin.flush()
        return self._process.wait(timeout=30)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def index(environment: dict[str, str]) -> None:
    done = subprocess.run([VOUCH, "index"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_running_chat_sees_what_is_added_and_what_is_gone(environment: dict[str, str]) -> None:
    article = Path(environment["VOUCH_CORPUS_DIR"]) / "zebra.md"
    index(environment)
    chat = Chat(environment)
    try:
        chat.ask(QUESTION, "do not answer")
        article.write_text(ARTICLE)
        index(environment)
        said, seconds = chat.ask(QUESTION, "14 stripes", "do not answer")
        assert "14 stripes" in said
        assert seconds < 5
        article.unlink()
        index(environment)
        said, _ = chat.ask(QUESTION, "14 stripes", "do not answer")
        assert "14 stripes" not in said
        assert chat.leave() == 0
    finally:
        chat.kill()
