"""A chat model's reply is bounded in time and size, and nothing of it is left behind."""

import threading
import time
from pathlib import Path

import pytest

from tests.chat_server.server import (
    KEY,
    Behaviour,
    ChatServer,
    Drips,
    KeepsAlive,
    Unbroken,
    Waits,
)
from vouch.generation.bounded_http import _clients, bound
from vouch.generation.budget import account
from vouch.generation.chat_model import PROVIDERS, load_chat_model
from vouch.generation.failures import ChatModelError
from vouch.generation.streaming import stream
from vouch.settings import Settings

ENDLESS: dict[str, Behaviour] = {
    "silent": Waits(60),
    "keeps alive": KeepsAlive(pause=0.05, most=2000),
    "drips": Drips("x ", pause=0.05, most=2000),
    "one line": Unbroken(),
}


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "vouch-chat-model"]


@pytest.mark.parametrize("kind", ENDLESS)
def test_no_reply_lasts_longer_than_it_may(kind: str, tmp_path: Path) -> None:
    with ChatServer(lambda messages: ENDLESS[kind]) as server:
        settings = server.settings(data_dir=tmp_path, chat_timeout_seconds=1.5)
        model = load_chat_model(settings)
        began = time.monotonic()
        with pytest.raises(ChatModelError):
            for _ in stream(model, [("human", "Who?")], account(settings)):
                pass
        assert time.monotonic() - began < 15
        deadline = time.monotonic() + 20
        while readers() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert readers() == []
        if kind != "silent":  # its server writes nothing, so it does not hear of the end
            assert server.finished.wait(20)


def test_a_reply_that_is_left_in_the_middle_is_closed(tmp_path: Path) -> None:
    with ChatServer(lambda messages: Drips("x ", pause=0.05, most=2000)) as server:
        settings = server.settings(data_dir=tmp_path, chat_timeout_seconds=100)
        pieces = stream(load_chat_model(settings), [("human", "Who?")], account(settings))
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]  # it is a generator
        assert server.finished.wait(20)
        deadline = time.monotonic() + 20
        while readers() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert readers() == []


@pytest.mark.parametrize("name", [name for name in PROVIDERS if name != "google"])  # uses gRPC
def test_every_providers_client_is_bounded(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in PROVIDERS[name].keys:
        monkeypatch.setenv(key, KEY)
    settings = Settings(data_dir=tmp_path, chat_model=f"{name}:some-model")
    model = load_chat_model(settings)
    bound(model.plain)  # a second time adds nothing
    clients = list(_clients(model.plain, 5, set()))
    assert clients
    assert all(len(client.event_hooks["response"]) == 1 for client in clients)
