"""`vouch` on a terminal of its own, with a chat model that writes slowly and is interrupted."""

import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat_server.prompted import evidence
from tests.chat_server.server import Behaviour, ChatServer, Message, Written
from vouch.embedding import load_embedder
from vouch.index import sync

VOUCH = str(Path(sys.executable).with_name("vouch"))
QUESTION = "When does the ferry to Lund sail?"
FIRST = "The ferry to Lund sails at nine on every day of the week."
LAST = "Ada Berg has steered the ferry to Lund since March 2021."
ARTICLE = f"""---
title: Harbour news
date: 2025-06-02
---
{FIRST} {LAST}
"""
WAIT = 90.0
PROMPT = "\x1b[?2004h"
"""What prompt-toolkit sends when it waits for a line."""

pytestmark = pytest.mark.timeout(300)


def model(messages: list[Message]) -> Behaviour:
    """Says the two sentences of the article."""
    keys = [piece.key for piece in evidence(messages)]
    return Written([(FIRST, keys), (LAST, keys)])


NO_CPR = {"PROMPT_TOOLKIT_NO_CPR": "1"}  # this terminal does not tell where its cursor is


def _hear_interrupts() -> None:
    """As in a person's shell: what tests run in the background of another ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Screen:
    """A process on a terminal of 80 columns, and what it has written there."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [VOUCH, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**environment, "COLUMNS": "80", "LINES": "24", "TERM": "xterm", **NO_CPR},
            start_new_session=True,
            preexec_fn=_hear_interrupts,
        )
        os.close(slave)
        self.drawn = ""
        self._news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                piece = os.read(self._master, 4096)
            except OSError:  # the terminal is gone with the process
                return
            with self._news:
                self.drawn += piece.decode(errors="replace")
                self._news.notify_all()

    def until(self, words: str, times: int = 1) -> None:
        with self._news:
            came = self._news.wait_for(lambda: self.drawn.count(words) >= times, timeout=WAIT)
        assert came, self.drawn

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def ended(self) -> int:
        return self._process.wait(timeout=WAIT)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of an index of one article, and of a model that takes seconds to write."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "harbour.md").write_text(ARTICLE)
    with ChatServer(model, pieces=4, pause=0.1) as server:
        settings = server.settings(corpus_dir=corpus, data_dir=tmp_path / "data")
        sync(settings, load_embedder(settings))
        yield {
            **os.environ,
            "VOUCH_CORPUS_DIR": str(corpus),
            "VOUCH_DATA_DIR": str(tmp_path / "data"),
            "VOUCH_CHAT_MODEL": "openai:scripted",
            "VOUCH_CHAT_BASE_URL": server.url,
            "OMP_NUM_THREADS": "1",
            "HF_HUB_OFFLINE": "1",
        }


def test_an_interrupted_reply_leads_back_to_the_prompt(environment: dict[str, str]) -> None:
    chat = Screen(environment, "chat")
    try:
        chat.until(PROMPT)
        chat.type(f"{QUESTION}\r")
        chat.until("sails at nine on every day of the week.”")
        chat.interrupt()
        chat.until("Stopped.")
        assert LAST not in chat.drawn
        chat.until(PROMPT, times=2)
        chat.type(f"{QUESTION}\r")
        chat.until("since March 2021.”")
        chat.until("harbour.md, line")
        chat.until(PROMPT, times=3)
        chat.type("/explain\r")
        chat.until("written by: openai:scripted")
        chat.until(" today")
        chat.type("/quit\r")
        assert chat.ended() == 0
    finally:
        chat.end()
    assert "Traceback" not in chat.drawn


def test_an_interrupted_question_ends_with_130(environment: dict[str, str]) -> None:
    asked = Screen(environment, "ask", QUESTION)
    try:
        asked.until("sails at nine on every day of the week.”")
        asked.interrupt()
        assert asked.ended() == 130
    finally:
        asked.end()
    assert LAST not in asked.drawn
    assert "Traceback" not in asked.drawn
    assert asked.drawn.rindex("\x1b[?25h") > asked.drawn.rindex("\x1b[?25l")  # the cursor is back
