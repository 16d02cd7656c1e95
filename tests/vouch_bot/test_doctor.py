"""What `vouch doctor` says of the chat model."""

import pytest

from tests.chat_server.server import KEY, ChatServer, Fails, Waits
from vouch.settings import Settings
from vouch_bot.doctor import Checkup, check, draw_checkup
from vouch_bot.terminal.render import console


def drawn(checkup: Checkup) -> str:
    out = console(plain=True)
    with out.capture() as captured:
        out.print(draw_checkup(checkup))
    return " ".join(captured.get().split())


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def told(shipped: Settings, **values: object) -> Settings:
    """The settings of an index that is well, with a chat model, counting elsewhere."""
    return shipped.model_copy(update={"chat_tokens_per_day": 0, **values})


def test_without_a_chat_model_nothing_is_said_of_it(shipped: Settings) -> None:
    checkup = check(shipped)
    assert checkup.well
    assert "chat model" not in drawn(checkup)


def test_a_chat_model_that_answers_is_well(shipped: Settings) -> None:
    with ChatServer(lambda messages: "yes") as server:
        settings = told(shipped, chat_model="openai:scripted", chat_base_url=server.url)
        checkup = check(settings)
    assert checkup.well
    assert "openai:scripted answers" in drawn(checkup)
    assert len(server.requests) == 1
    assert server.requests[0].body["max_completion_tokens"] <= 16


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [(Fails(401, KEY), "key was not accepted"), (Fails(404), "no such model"), (Waits(9), "long")],
)
def test_what_is_wrong_with_a_chat_model_is_told_and_what_mends_it(
    shipped: Settings,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: Fails | Waits,
    why: str,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ChatServer(lambda messages: behaviour) as server:
        checkup = check(
            told(
                shipped,
                chat_model="openai:scripted",
                chat_base_url=server.url,
                chat_timeout_seconds=1.0,
                chat_max_retries=0,
            )
        )
    assert not checkup.well
    assert why in drawn(checkup)
    assert "VOUCH_CHAT_MODEL" in drawn(checkup)
    assert KEY not in drawn(checkup) + str(checkup.to_json())


def test_a_missing_key_is_named(shipped: Settings) -> None:
    checkup = check(told(shipped, chat_model="anthropic:claude-x"))
    assert "ANTHROPIC_API_KEY" in drawn(checkup)
    assert not checkup.to_json()["well"]


def test_a_reader_that_cannot_verify_is_named(shipped: Settings) -> None:
    checkup = check(told(shipped, chat_model="ollama:llama3", reader="a-cross-encoder"))
    assert "VOUCH_READER" in drawn(checkup)
