"""LangChain: a retriever and a runnable over `Assistant`.

    from vouch import Assistant, Settings
    from vouch.integrations.langchain import VouchRetriever, VouchRunnable

    assistant = Assistant.from_settings(Settings())
    documents = VouchRetriever(assistant=assistant, k=4).invoke("When does the bridge open?")
    reply = VouchRunnable(assistant).invoke("When does the bridge open?")

The asynchronous methods run in a thread, so that the event loop does no processor work.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict, Field

from vouch.answer.serialization import reply_json
from vouch.assistant import Assistant
from vouch.conversation import Turn
from vouch.retrieval import Candidate


class VouchRetriever(BaseRetriever):
    """Finds passages by meaning and by words, without deciding whether they answer.

    `k` is the most passages that are returned; `invoke(question, k=3)` overrides it. A
    document's `page_content` is the passage. Its metadata has `source` (the path in the
    corpus), `title`, `author`, `date`, `url` and `page`, the character offsets `start` and
    `end` into the article's text, and `score` (the fused score, 0 to 1).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = Field(default=4, ge=1)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        return [_document(found) for found in self.assistant.search(query, k or self.k)]


class VouchRunnable(Runnable[str | Mapping[str, Any], dict[str, Any]]):
    """Answers a question or refuses it; returns what `vouch ask --json` prints.

    The input is a question, or a mapping with `question` and, for a follow-up, `history`: a
    sequence of `{"question": ..., "answer": ...}`, oldest first. Raises ValueError for a
    mapping without a question, and what `Assistant.ask` raises.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(
        self,
        input: str | Mapping[str, Any],
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Answer one question."""
        return self._call_with_config(self._ask, input, config, **kwargs)

    def _ask(self, asked: str | Mapping[str, Any]) -> dict[str, Any]:
        question, history = _question_of(asked)
        return reply_json(self._assistant.ask(question, history))


def _question_of(asked: str | Mapping[str, Any]) -> tuple[str, Sequence[Turn]]:
    if isinstance(asked, str):
        return asked, ()
    question = asked.get("question")
    if not isinstance(question, str):
        raise ValueError('The input has no "question".')
    turns = asked.get("history") or ()
    return question, [Turn(str(turn["question"]), str(turn["answer"])) for turn in turns]


def _document(found: Candidate) -> Document:
    source, passage = found.source, found.passage
    return Document(
        page_content=passage.text,
        id=found.id,
        metadata={
            "source": source.path,
            "title": source.title,
            "author": source.author,
            "date": source.date,
            "url": source.url,
            "page": passage.page,
            "start": passage.start,
            "end": passage.end,
            "score": found.scores["fused"],
        },
    )
