"""When the chat model fails, the articles' own words stand in, with a line that says why."""

import logging
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chat_server.server import (
    KEY,
    Behaviour,
    Breaks,
    Declines,
    Drips,
    Fails,
    KeepsAlive,
    Message,
    Raw,
    Waits,
    Written,
)
from tests.vouch.generation.conftest import Engine, Speaking
from tests.vouch.generation.test_answers import QUESTION, SWORN, sentence, truthful, written
from vouch.answer.serialization import reply_json
from vouch.assistant import Assistant
from vouch.generation.budget import DailyTokens
from vouch.types import Statement
from vouch_bot.terminal.render import console, draw_reply

FAILURES: dict[str, tuple[Behaviour, str]] = {
    "too slow": (Waits(12), "took too long"),
    "rate limit": (Fails(429, headers={"Retry-After": "0"}), "limit"),
    "quota": (Fails(429, "You exceeded your current quota"), "limit"),
    "server error": (Fails(500), "status 500"),
    "overloaded": (Fails(503), "status 503"),
    "wrong key": (Fails(401, f"Incorrect API key provided: {KEY}"), "key"),
    "forbidden": (Fails(403), "key"),
    "no such model": (Fails(404), "no such model"),
    "bad request": (Fails(400, "context length exceeded"), "did not take"),
    "refusal": (Declines(), "refused"),
    "filter": (Declines(None), "refused"),
    "empty": ("", "said nothing"),
    "blank": (" \n ", "said nothing"),
    "endless": (Drips("and so on and on " * 20), "did not end"),
    "dripping": (Drips("x", pause=0.2), "took too long"),
    "no word": (KeepsAlive(), "took too long"),
    "closed": (Breaks(), "connection"),
    "closed in the middle": (Breaks('{"statements": [{"text": "Trump was'), "connection"),
    "not JSON": (Raw("<html>It works!</html>"), ""),
    "broken JSON": (Raw('data: {"choices": [\n\n', "text/event-stream"), ""),
    "no choices": (Raw('data: {"x": 1}\n\ndata: [DONE]\n\n', "text/event-stream"), ""),
    "half a form": ('{"statements": "none"}', "form"),
    "prose": ("As a language model I cannot help with that.", "form"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_the_articles_stand_in_for_a_model_that_fails(
    speaking: Speaking,
    quoting: Assistant,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    behaviour, why = FAILURES[kind]
    assistant, server = speaking(lambda messages: behaviour, chat_timeout_seconds=4.0)
    began = time.monotonic()
    reply = written(assistant.ask(QUESTION))
    assert time.monotonic() - began < 20
    quoted = written(quoting.ask(QUESTION))
    assert (reply.statements, reply.citations) == (quoted.statements, quoted.citations)
    assert (reply.note or "").startswith("The articles' own words stand in for the chat model: ")
    assert why in (reply.note or "")
    assert "\n" not in (reply.note or "")
    assert 1 <= len(server.requests) <= 2
    assert KEY in server.requests[0].authorization
    assert KEY not in str(reply_json(reply, explain=True)) + caplog.text


def test_a_server_that_is_not_there(speaking: Speaking) -> None:
    assistant, _ = speaking(truthful, chat_base_url="http://127.0.0.1:9/v1")
    assert "connection failed" in (written(assistant.ask(QUESTION)).note or "")


@pytest.mark.parametrize("retries", [0, 2])
def test_retries_are_bounded(speaking: Speaking, retries: int) -> None:
    behaviour = Fails(503, headers={"Retry-After-Ms": "1"})
    assistant, server = speaking(lambda messages: behaviour, chat_max_retries=retries)
    assert "503" in (written(assistant.ask(QUESTION)).note or "")
    assert len(server.requests) == retries + 1


def test_a_request_that_is_tried_again_may_succeed(speaking: Speaking) -> None:
    replies: list[Callable[[list[Message]], Behaviour]] = [
        lambda messages: Fails(503, headers={"Retry-After-Ms": "1"}),
        truthful,
    ]
    assistant, _ = speaking(lambda messages: replies.pop(0)(messages), chat_max_retries=1)
    reply = written(assistant.ask(QUESTION))
    assert reply.note is None
    assert SWORN in reply.statements[0].text


def test_what_was_told_before_a_connection_broke_stays(speaking: Speaking) -> None:
    def breaking(messages: list[Message]) -> Behaviour:
        said, keys = sentence(messages, SWORN)
        whole = Written([(said, keys), ("And then", keys)]).text(structured=True)
        return Breaks(whole[:-20])

    told: list[Statement] = []
    assistant, _ = speaking(breaking)
    reply = written(
        assistant.ask(QUESTION, on_statement=lambda statement, _: told.append(statement))
    )
    assert [SWORN in statement.text for statement in told] == [True]
    assert list(reply.statements) == told
    assert "did not finish" in (reply.note or "")


def test_more_statements_than_an_answer_may_have_are_not_waited_for(speaking: Speaking) -> None:
    def rambling(messages: list[Message]) -> Behaviour:
        said, keys = sentence(messages, SWORN)
        return Drips(f"{said} [{keys[0]}]\n", pause=0.01, most=2000)

    assistant, _ = speaking(rambling, server={"structured": False}, max_statements=1)
    began = time.monotonic()
    reply = written(assistant.ask(QUESTION))
    assert len(reply.statements) == 1
    assert reply.note is None
    assert time.monotonic() - began < 15


def test_the_key_shows_nowhere(
    speaking: Speaking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another-9876543210")
    caplog.set_level(logging.DEBUG)
    assistant, server = speaking(truthful, server={"key": KEY})
    reply = written(assistant.ask(QUESTION))
    assert "sk-another" in server.requests[0].authorization
    assert "its key was not accepted" in (reply.note or "")
    out = console(plain=True)
    with out.capture() as drawn:
        out.print(draw_reply(reply))
    for shown in (drawn.get(), str(reply_json(reply, explain=True)), caplog.text, repr(reply)):
        assert "sk-another" not in shown


def test_the_key_shows_in_no_traceback(speaking: Speaking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def failing(*_: Any) -> None:
        raise RuntimeError("a face that fails")

    assistant, _ = speaking(truthful)
    with pytest.raises(RuntimeError) as raised:
        assistant.ask(QUESTION, on_statement=failing)
    assert KEY not in "".join(traceback.format_exception(raised.value))


def test_a_reply_spends_no_more_than_it_may(speaking: Speaking) -> None:
    assistant, server = speaking(lambda messages: "prose", chat_tokens_per_reply=2000)
    reply = written(assistant.ask(QUESTION))
    spent = reply.trace.to_json()["writing"]["tokens"]
    assert spent["prompt_tokens"] + spent["output_tokens"] <= 2000
    assert server.requests[0].body["max_completion_tokens"] <= 500


def test_the_day_ends_for_all_replies_and_for_the_next_process(
    speaking: Speaking, engine: Engine, tmp_path: Path
) -> None:
    assistant, server = speaking(truthful, chat_tokens_per_day=9000, chat_tokens_per_reply=8000)
    first = written(assistant.ask(QUESTION))
    assert first.note is None
    spent = first.trace.to_json()["writing"]["tokens"]
    count = DailyTokens(tmp_path / "chat_tokens.db", 9000)
    assert count.spent() == spent["prompt_tokens"] + spent["output_tokens"]
    count.reserve(9000 - count.spent())
    told = server.settings(data_dir=tmp_path, chat_tokens_per_day=9000)
    again = engine.assistant(told)
    asked = len(server.requests)
    assert "VOUCH_CHAT_TOKENS_PER_DAY" in (written(again.ask(QUESTION)).note or "")
    assert len(server.requests) == asked


def test_a_count_that_cannot_be_kept_is_told(speaking: Speaking, tmp_path: Path) -> None:
    (tmp_path / "chat_tokens.db").write_text("in the way " * 100)
    assistant, server = speaking(truthful)
    assert "cannot be counted" in (written(assistant.ask(QUESTION)).note or "")
    assert server.requests == []
