"""A refusal suggests questions that the articles do answer."""

import pytest

from vouch.assistant import Assistant
from vouch.settings import Settings
from vouch.suggestions import MOST
from vouch.types import Answer, Refusal


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
