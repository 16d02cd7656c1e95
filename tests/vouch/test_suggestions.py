"""A refusal suggests questions that the articles do answer."""

import pytest

from vouch.assistant import Assistant
from vouch.retrieval import Candidate
from vouch.settings import Settings
from vouch.suggestions import MOST, proposals
from vouch.types import Answer, Passage, Refusal, Source


@pytest.fixture(scope="module")
def assistant(shipped: Settings) -> Assistant:
    return Assistant.from_settings(shipped)


@pytest.mark.parametrize(
    "question", ["How many cyclists use the Kingsreach Bridge?", "What does Halloran earn?"]
)
def test_what_is_suggested_is_answered(assistant: Assistant, question: str) -> None:
    refusal = assistant.ask(question)
    assert isinstance(refusal, Refusal)
    assert 1 <= len(refusal.suggestions) <= MOST
    for asked in refusal.suggestions:
        assert isinstance(assistant.respond(asked), Answer)


def test_nothing_is_suggested_where_nothing_comes_near(assistant: Assistant) -> None:
    refusal = assistant.ask("How much does a litre of paint weigh?")
    assert isinstance(refusal, Refusal)
    assert refusal.suggestions == ()


def test_only_what_is_named_is_asked_about() -> None:
    text = (
        "Tests went well. On Saturdays the plan is shown to Anna Berg at the end of January. "
        "Membership is free, and so was what the Old Quay cost in May."
    )
    source = Source("a.md", "On the quay")
    passage = Passage("a.md", text, 0, len(text), ((0, len(text)),))
    asked = list(proposals(Candidate("1", source, passage, {}), "Who pays for the Old Quay?"))
    assert asked == ["Tell me about the Old Quay.", "Tell me about Anna Berg."]
