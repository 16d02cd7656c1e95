"""The two articles that Vouch was first asked for: what they say, and what they do not settle."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS
from vouch.answer.serialization import reply_text
from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.index import sync
from vouch.settings import Settings
from vouch.types import Answer, Refusal

QUESTIONS = ROOT / "benchmarks" / "data"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the articles are not beside the project"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    settings = Settings(corpus_dir=SEEDS, data_dir=tmp_path_factory.mktemp("seeds"))
    sync(settings, load_embedder(settings))
    return Assistant.from_settings(settings)


def answer(assistant: Assistant, question: str) -> Answer:
    reply = assistant.ask(question)
    assert isinstance(reply, Answer), reply
    for citation in reply.citations:
        quote = citation.quote
        text = Path(SEEDS, quote.source.path).read_text("utf-8")
        assert text[quote.start : quote.end] == quote.text
    return reply


def test_the_head_of_the_committee_is_named(assistant: Assistant) -> None:
    reply = answer(assistant, "Who is the head of the NATO Military Committee?")
    assert "Giuseppe Cavo Dragone" in reply.statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "What stage are the talks on contingents at?",
        "At what stage is the issue of sending military contingents?",
    ],
)
def test_the_stage_that_the_talks_are_at_is_quoted_from_both_articles(
    assistant: Assistant, question: str
) -> None:
    reply = answer(assistant, question)
    telling = [c.quote for c in reply.citations if "initial state" in c.quote.text]
    assert len({quote.source.path for quote in telling}) == 2


def test_the_day_of_the_oath_is_quoted(assistant: Assistant) -> None:
    reply = answer(assistant, "When was Trump sworn in?")
    assert "sworn in on January 20, 2025" in reply.statements[0].text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("How many troops will NATO send to Ukraine?", "none of them gives the number"),
        ("What did Macron say about sending troops?", "No article mentions Macron"),
        ("How old is Dragone?", "number"),
        ("What is the capital of Australia?", "No article mentions Australia"),
    ],
)
def test_what_they_do_not_settle_is_refused(
    assistant: Assistant, question: str, reason: str
) -> None:
    reply = assistant.ask(question)
    assert isinstance(reply, Refusal), reply
    assert reason in reply.reason


@pytest.mark.parametrize(
    ("file", "every", "unanswered", "misled"),
    [
        ("seed_questions.jsonl", 3, 2, 1),  # of a third of 20 and 20
        pytest.param("seed_questions.jsonl", 1, 2, 1, marks=pytest.mark.long),  # of 20 and 20
        pytest.param("seed_questions_b.jsonl", 1, 5, 7, marks=pytest.mark.long),  # of 30 and 30
        pytest.param("seed_questions_c.jsonl", 1, 3, 9, marks=pytest.mark.long),  # of 40 and 40
    ],
)
def test_few_of_our_questions_go_wrong(
    assistant: Assistant, file: str, every: int, unanswered: int, misled: int
) -> None:
    records = [json.loads(line) for line in (QUESTIONS / file).read_text("utf-8").splitlines()]
    wrong: dict[bool, list[str]] = {True: [], False: []}
    for record in records[::every]:
        reply = assistant.ask(record["question"])
        said = reply_text(reply) if isinstance(reply, Answer) else ""
        right = record["expected"] in said if record["answerable"] else not said
        if not right:
            wrong[record["answerable"]].append(record["question"])
    assert len(wrong[True]) <= unanswered, wrong[True]
    assert len(wrong[False]) <= misled, wrong[False]
