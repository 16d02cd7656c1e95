"""An assistant whose chat model is a scripted server, over the shipped corpus."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.chat_server.server import ChatServer, Script
from vouch.assistant import Assistant
from vouch.embedding import Embedder, load_embedder
from vouch.generation import Generator
from vouch.index import Index, open_index
from vouch.reader.loading import load_reader
from vouch.reader.protocol import Reader
from vouch.settings import Settings

CANDIDATES = 6
"""Few, so that each of many questions is read soon."""


@dataclass(frozen=True)
class Engine:
    """What is loaded once for all tests."""

    settings: Settings
    index: Index
    embedder: Embedder
    reader: Reader

    def assistant(self, settings: Settings | None = None) -> Assistant:
        """An assistant with these parts, and the chat model of the settings."""
        told = settings or self.settings
        voice = Generator.from_settings(told, self.reader)
        return Assistant(told, self.index, self.embedder, self.reader, voice)


class Second(NamedTuple):
    """An assistant that writes, and the server that its chat model is."""

    assistant: Assistant
    server: ChatServer


Speaking = Callable[..., Second]


@pytest.fixture(scope="session")
def engine(shipped: Settings) -> Engine:
    settings = shipped.model_copy(update={"candidates": CANDIDATES})
    embedder = load_embedder(settings)
    return Engine(settings, open_index(settings, embedder), embedder, load_reader(settings))


@pytest.fixture
def quoting(engine: Engine) -> Assistant:
    """The assistant without a chat model."""
    return engine.assistant()


@pytest.fixture
def speaking(engine: Engine, tmp_path: Path) -> Iterator[Speaking]:
    """Makes an assistant whose chat model says what a script says; settings by name."""
    with ExitStack() as servers:

        def speak(script: Script, *, server: dict[str, Any] | None = None, **told: Any) -> Second:
            running = servers.enter_context(ChatServer(script, **(server or {})))
            settings = running.settings(data_dir=tmp_path, candidates=CANDIDATES, **told)
            return Second(engine.assistant(settings), running)

        yield speak
