"""LangChain: its own standard tests for retrievers, and the runnable."""

from typing import Any

import pytest
from langchain_core.prompts import PromptTemplate
from langchain_tests.integration_tests import RetrieversIntegrationTests

from vouch.assistant import Assistant
from vouch.integrations.langchain import VouchRetriever, VouchRunnable

QUESTION = "When will the Kingsreach bridge open?"


class TestVouchRetriever(RetrieversIntegrationTests):
    """LangChain's standard tests over the real index."""

    @pytest.fixture(autouse=True)
    def _with(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def retriever_constructor(self) -> type[VouchRetriever]:
        return VouchRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self.assistant}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


def test_documents_are_exact_slices_of_their_articles(assistant: Assistant) -> None:
    for document in VouchRetriever(assistant=assistant, k=4).invoke(QUESTION):
        place = document.metadata
        text = assistant.article(place["source"]).text
        assert text[place["start"] : place["end"]] == document.page_content
        assert place["title"]
        assert 0 <= place["score"] <= 1


def test_the_runnable_answers_and_refuses_in_a_chain(assistant: Assistant) -> None:
    template = PromptTemplate.from_template("When will the {what} open?")
    chain = template | (lambda prompt: prompt.to_string()) | VouchRunnable(assistant)
    answer = chain.invoke({"what": "Kingsreach bridge"})
    assert answer["kind"] == "answer"
    assert "4 October 2025" in answer["statements"][0]["text"]
    refusal = VouchRunnable(assistant).invoke("What is the capital of Australia?")
    assert refusal["kind"] == "refusal"


async def test_a_follow_up_brings_its_history(assistant: Assistant) -> None:
    reply = await VouchRunnable(assistant).ainvoke(
        {
            "question": "When was it planned before?",
            "history": [{"question": QUESTION, "answer": "On 4 October 2025."}],
        }
    )
    assert reply["kind"] == "answer"
    assert "14 June" in str(reply["statements"])


def test_a_mapping_without_a_question_is_an_error_in_words(assistant: Assistant) -> None:
    with pytest.raises(ValueError, match='no "question"'):
        VouchRunnable(assistant).invoke({"query": QUESTION})
