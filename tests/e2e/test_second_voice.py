"""A real chat model over HTTP that invents freely: nothing unsupported reaches a person."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat_server.smollm import KEY, installed, smollm
from vouch.answer.serialization import reply_json
from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.generation import Generator, chat_model_problem
from vouch.index import Index, open_index
from vouch.reader.loading import load_reader
from vouch.reader.reader import CalibratedReader
from vouch.settings import Settings
from vouch.types import Answer, Refusal
from vouch.verification.verifying import SUPPORTED_IN_THE_SAME_WORDS

ANSWERED = (
    "When was Trump sworn in?",
    "Who is the head of the NATO Military Committee?",
)
REFUSED = "What is the capital of Australia?"

pytestmark = [
    pytest.mark.skipif(not installed(), reason="the small chat model is not installed"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with smollm() as url:
        yield url


@pytest.fixture
def settings(address: str, shipped: Settings, tmp_path: Path) -> Settings:
    return Settings(
        corpus_dir=shipped.corpus_dir,
        data_dir=tmp_path,
        candidates=2,
        max_statements=1,
        chat_model="openai:smollm2",
        chat_base_url=address,
        chat_timeout_seconds=120,
        chat_max_retries=0,
        chat_tokens_per_reply=2000,
    )


def test_every_question_ends_in_what_verifies_in_quotes_or_in_a_refusal(
    settings: Settings, shipped: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    embedder = load_embedder(shipped)
    index: Index = open_index(shipped, embedder)
    reader = load_reader(shipped)
    assert isinstance(reader, CalibratedReader)
    voice = Generator.from_settings(settings, reader)
    assistant = Assistant(settings, index, embedder, reader, voice)
    assert isinstance(assistant.ask(REFUSED), Refusal)
    drafted = 0
    for question in ANSWERED:
        reply = assistant.ask(question)
        assert isinstance(reply, Answer)
        shown = json.dumps(reply_json(reply, explain=True))
        assert KEY not in shown
        for citation in reply.citations:
            quote = citation.quote
            text = index.snapshot().article(quote.source.path).text
            assert text[quote.start : quote.end] == quote.text
        for statement in reply.statements:
            quotes = [reply.citations[number - 1].quote.text for number in statement.citations]
            (support,) = reader.support([(statement.text, " ".join(quotes))])
            assert statement.text in quotes or support >= SUPPORTED_IN_THE_SAME_WORDS
        writing = reply.trace.to_json()["writing"]
        drafted += len(writing["statements"])
        assert 0 < writing["tokens"]["prompt_tokens"] + writing["tokens"]["output_tokens"] <= 2000
        kept = [row["text"] for row in writing["statements"] if row["verdict"] == "kept"]
        texts = [statement.text for statement in reply.statements]
        assert set(texts) <= set(kept) or reply.note or writing["no_answer"]
    assert drafted


def test_the_doctor_asks_the_real_server(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert chat_model_problem(settings) is None
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-9876543210")
    problem = chat_model_problem(settings)
    assert problem is not None
    assert "key was not accepted" in str(problem)
    assert "sk-wrong" not in str(problem)
