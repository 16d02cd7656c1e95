"""Public entry point: `Assistant.ask` answers a question from the index, or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from vouch.answer.refusal import nothing_indexed
from vouch.conversation import Turn, standalone
from vouch.embedding import Embedder, load_embedder
from vouch.generation import Generator, OnStatement
from vouch.index import ArticleRecord, Index, SyncReport, open_index, sync
from vouch.pipeline import Clock, Pipeline, decide, without_outdated
from vouch.reader.loading import load_reader
from vouch.reader.protocol import Reader
from vouch.retrieval import Candidate, retrieve
from vouch.settings import Settings
from vouch.types import Answer, Article, Quote, Reply

CONTEXT = 300
"""How many characters around a quote are shown with it."""


def index_articles(settings: Settings) -> SyncReport:
    """Make the index equal to the folder of articles; only what changed is read and embedded.

    Raises CorpusError where the folder is not there, EmbeddingError where the model is not,
    and StoreError where the index cannot be written.
    """
    return sync(settings, load_embedder(settings))


@dataclass(frozen=True, slots=True)
class Status:
    """What an assistant answers from, and with what; without `chat_model` it quotes."""

    articles: int
    passages: int
    generation: int
    synced: datetime
    embedding_model: str
    reader: str
    chat_model: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """A quote with the text of its article around it."""

    before: str
    quote: str
    after: str


class Assistant:
    """Answers questions from an index; safe to use from several threads at once."""

    def __init__(
        self,
        settings: Settings,
        index: Index,
        embedder: Embedder,
        reader: Reader,
        generator: Generator | None = None,
    ) -> None:
        self._settings = settings
        self._index = index
        self._pipeline = Pipeline(settings, embedder, reader)
        self._generator = generator

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The assistant that the settings describe.

        Raises StoreError where there is no index, or one made with other settings,
        and SettingsError where the chat model that they name cannot be set up.
        """
        reader = load_reader(settings)
        generator = Generator.from_settings(settings, reader)
        embedder = load_embedder(settings)
        return cls(settings, open_index(settings, embedder), embedder, reader, generator)

    @property
    def embedder(self) -> Embedder:
        """The embedding model that questions are encoded with, for a sync to share."""
        return self._pipeline.embedder

    def warm_up(self) -> None:
        """Load what the first question would wait for."""
        self._pipeline.embedder.embed_query("")

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
        today: date | None = None,
    ) -> Reply:
        """The answer to a question, or the refusal to answer it.

        `history` holds the turns before, oldest first: a follow-up is made to
        stand alone by them. Where a chat model writes, `on_statement` is given each
        statement with its citations as soon as it is sure to be part of the
        answer, in order. `today` is the day from which "last year" counts, that of
        the call where it is not given. Raises StoreError where the index cannot be read.
        """
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return nothing_indexed(question)
        clock = Clock()
        writing = self._generator.begin(on_statement) if self._generator else None
        asked = standalone(question, history)
        if writing and asked != question:
            asked = writing.standalone(question, history, asked)
            clock.lap("conversation")
        limit = self._settings.max_statements
        found = self._pipeline.find(snapshot, asked, today or date.today(), clock)
        found = without_outdated(found, limit)
        reply = decide(found, limit)
        if writing and isinstance(reply, Answer):
            timely = found.timely
            fitting = (timely.candidates, timely.readings, found.threshold)
            reply = writing.answer(reply, found.terms, *fitting)
            clock.lap("writing")
        reply = found.timely.noted(reply)
        trace = reply.trace.with_step("seconds", **clock.laps)
        return replace(
            reply, question=question, trace=writing.explained(trace) if writing else trace
        )

    def search(self, question: str, limit: int) -> list[Candidate]:
        """At most `limit` passages for a question, the best first, whether they answer or not.

        Raises StoreError where the index cannot be read.
        """
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return []
        return retrieve(snapshot, question, self.embedder.embed_query(question), limit)

    def article(self, source: str) -> Article:
        """The indexed article with the path `source`; raises KeyError where there is none."""
        return self._index.snapshot().article(source)

    def sources(self) -> list[ArticleRecord]:
        """The indexed articles, by path."""
        return self._index.snapshot().articles()

    def status(self) -> Status:
        """What answers are made from, and with what."""
        snapshot = self._index.snapshot()
        return Status(
            articles=len(snapshot.articles()),
            passages=snapshot.size,
            generation=snapshot.generation,
            synced=datetime.fromisoformat(snapshot.synced_at),
            embedding_model=self._pipeline.embedder.name,
            reader=self._pipeline.reader.name,
            chat_model=self._settings.chat_model,
        )

    def context(self, quote: Quote) -> Context | None:
        """The quote with the text around it; None where the article no longer has it there."""
        try:
            text = self._index.snapshot().article(quote.source.path).text
        except KeyError:
            return None
        if text[quote.start : quote.end] != quote.text:
            return None
        before = text[max(0, quote.start - CONTEXT) : quote.start]
        return Context(before, quote.text, text[quote.end : quote.end + CONTEXT])
