"""Public entry point: `Assistant.respond` replies to a message, `Assistant.ask` to a question."""

from collections import OrderedDict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from vouch.answer.parts import together
from vouch.answer.refusal import nothing_indexed, question_too_long
from vouch.answer.serialization import reply_text
from vouch.collection import describe
from vouch.comparison import compare, comparison_of
from vouch.conversation import Turn
from vouch.conversation.router import Kind, Route, load_router
from vouch.embedding import Embedder, load_embedder
from vouch.errors import SettingsError
from vouch.index import ArticleRecord, Index, SelectedIndex, SyncReport, open_index, sync
from vouch.messages import EMPTY_CLAIM, chat_line
from vouch.pipeline import Pipeline, Stage, Tools
from vouch.reader.loading import load_reader
from vouch.reader.protocol import Reader
from vouch.retrieval import Candidate, retrieve
from vouch.selection import Selection
from vouch.settings import Settings
from vouch.state import State
from vouch.summary import summarize, summary_of
from vouch.text.other_languages import other_language
from vouch.text.parts import questions_of
from vouch.text.small_talk import core
from vouch.types import (
    Answer,
    AnswerForm,
    Article,
    ChatReply,
    Check,
    Quote,
    Reply,
    Response,
    Trace,
)

if TYPE_CHECKING:  # what only some messages need is imported with the first of them
    from vouch.generation import Generator, OnStatement

MAX_QUESTION = 1_000
"""How many characters a question may have."""

MAX_REPLY = 8_000
"""How many characters of a reply are looked at to understand the next question."""

SELECTIONS = 32
"""How many selections are kept open."""

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
        index: Index | SelectedIndex,
        embedder: Embedder,
        reader: Reader,
        generator: "Generator | None" = None,
    ) -> None:
        self._settings = settings
        self._index = index
        self._pipeline = Pipeline(Tools(settings, embedder, reader))
        self._generator = generator
        self._selected: OrderedDict[Selection, Self] = OrderedDict()

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The assistant that the settings describe.

        Raises StoreError where there is no index, or one made with other settings,
        and SettingsError where the chat model that they name cannot be set up.
        """
        embedder = load_embedder(settings)
        embedder.load_for_questions()  # before the reader: loading it takes more for a moment
        reader, generator = load_reader(settings), None
        if settings.chat_model is not None:
            from vouch.generation import Generator

            generator = Generator.from_settings(settings, reader)
        return cls(settings, open_index(settings, embedder), embedder, reader, generator)

    def without(self, *stages: Stage) -> Self:
        """The same assistant, which leaves out some stages of `vouch.pipeline`."""
        other = copy(self)
        other._pipeline = self._pipeline.without(*stages)
        other._selected = OrderedDict()
        return other

    @property
    def embedder(self) -> Embedder:
        """The embedding model that questions are encoded with, for a sync to share."""
        return self._pipeline.tools.embedder

    def within(self, selection: str | Selection) -> Self:
        """An assistant over the articles of a selection alone: `folder:sport, tag:election`.

        It shares the models. Raises SettingsError for a text that names nothing; its methods
        raise EmptySelectionError where no article is in the selection.
        """
        chosen = Selection.parse(selection) if isinstance(selection, str) else selection
        if not isinstance(self._index, Index):
            raise ValueError("a selection is not narrowed again")
        within = self._selected.get(chosen)
        if within is None:
            within = copy(self)
            within._index = SelectedIndex(self._index, chosen)
            self._selected[chosen] = within
            if len(self._selected) > SELECTIONS:
                self._selected.popitem(last=False)
        return within

    def warm_up(self) -> None:
        """Load what the first question would wait for."""
        self._pipeline.tools.embedder.embed_query("")

    def respond(
        self,
        message: str,
        history: Sequence[Turn] = (),
        on_statement: "OnStatement | None" = None,
        today: date | None = None,
    ) -> Response:
        """The response to any message: small talk, a claim to check, or a question.

        Questions are answered as `ask` does. A ChatReply is no turn of the conversation:
        leave it out of the history of the messages after it. The arguments are those of
        `ask`, and so are the errors.
        """
        route, vector = self._route(message)
        if route.kind.chat:
            return self._chat(message, route)
        if route.kind is Kind.CHECK:
            response: Response = self.check(route.text)
        elif route.kind is Kind.COLLECTION:
            response = self.describe(route.text, today)
        elif route.kind is Kind.SUMMARY:
            response = self.summarize(route.text)
        else:
            response = self._ask_each(route.text, history, on_statement, today, vector)
        trace = response.trace.with_step("route", kind=route.kind.value, **route.evidence)
        if isinstance(response, Check):
            return replace(response, trace=trace)
        return replace(response, question=message.strip(), trace=trace)

    def route(self, message: str) -> Route:
        """What kind of message a message is."""
        return self._route(message)[0]

    def _route(self, message: str) -> tuple[Route, list[float] | None]:
        """The route of a message, and the vector of its core where one was needed."""
        router, text = load_router(), core(message)
        known = router.model == self._pipeline.tools.embedder.name
        vector = self._pipeline.tools.embedder.embed_query(text) if text and known else None
        route = router.route(message, vector)
        kept = route.kind in (Kind.QUESTION, Kind.CHECK)
        if not kept and text and other_language(text):  # the router knows English alone
            route = replace(route, kind=Kind.QUESTION)
        if not route.kind.chat and comparison_of(route.text):
            route = replace(route, kind=Kind.SUMMARY)
        return route, vector

    def _chat(self, message: str, route: Route) -> ChatReply:
        text = chat_line(route.kind.value, len(self.sources()))
        trace = Trace().with_step("route", kind=route.kind.value, **route.evidence)
        return ChatReply(message.strip(), text, trace)

    def check(self, claim: str) -> Check:
        """What the articles make of a claim, statement by statement.

        Raises StoreError where the index cannot be read.
        """
        from vouch.checking import check_claim, claim_of, claim_reader

        text = claim_of(claim)
        if not text:
            raise SettingsError(EMPTY_CLAIM, 'Give one: vouch check "The bridge opened in May."')
        tools = self._pipeline.tools
        reader = claim_reader(tools.reader)
        return check_claim(text, self._index.snapshot(), tools.embedder, reader)

    def describe(self, message: str, today: date | None = None) -> Reply:
        """What the collection says of itself: how many articles, from when, on which subjects."""
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return nothing_indexed(message)
        return describe(message, snapshot, self._pipeline.tools.embedder, today or date.today())

    def summarize(self, message: str, source: str | None = None) -> Reply:
        """The sentences that carry an article, several, or what they say on a subject.

        `message` says what to summarise, in words or by a title; `source` is the path of
        the article where it is known. Raises KeyError where there is no article at `source`.
        """
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return nothing_indexed(message)
        embedder, limit = self._pipeline.tools.embedder, self._settings.max_statements
        compared = comparison_of(message)
        if compared and source is None:
            return compare(message, compared, snapshot, embedder)
        if source is not None:
            return summary_of(message, source, snapshot, embedder, limit)
        return summarize(message, snapshot, embedder, limit)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        on_statement: "OnStatement | None" = None,
        today: date | None = None,
    ) -> Reply:
        """The answer to a question, or the refusal to answer it.

        `history` holds the turns before, oldest first: a follow-up is made to
        stand alone by them. Where a chat model writes, `on_statement` is given each
        statement with its citations as soon as it is sure to be part of the
        answer, in order. `today` is the day from which "last year" counts, that of
        the call where it is not given. A question of more than `MAX_QUESTION`
        characters is refused. Raises StoreError where the index cannot be read.
        """
        return self._ask(question, history, on_statement, today, None)

    def _ask_each(
        self,
        message: str,
        history: Sequence[Turn],
        on_statement: "OnStatement | None",
        today: date | None,
        vector: list[float] | None,
    ) -> Reply:
        """The reply to a message that may ask several questions, each answered by itself."""
        questions = questions_of(message)
        if len(questions) == 1:
            known = vector if questions[0] == message else None
            return self._ask(questions[0], history, on_statement, today, known)
        turns, replies = list(history), []
        for question in questions:
            replies.append(self._ask(question, turns, None, today, None))
            turns.append(Turn(question, reply_text(replies[-1])))
        return together(message, replies)

    def _ask(
        self,
        question: str,
        history: Sequence[Turn],
        on_statement: "OnStatement | None",
        today: date | None,
        vector: list[float] | None,
    ) -> Reply:
        """What `ask` returns; `vector` is that of the question, where it is known."""
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return nothing_indexed(question)
        if len(question) > MAX_QUESTION:
            return question_too_long(question, MAX_QUESTION)
        history = [
            replace(turn, question=turn.question[:MAX_QUESTION], answer=turn.answer[:MAX_REPLY])
            for turn in history
        ]
        writing = self._generator.begin(on_statement) if self._generator else None
        threshold = self._pipeline.tools.threshold
        day = today or date.today()
        state = State.of(question, snapshot, threshold, day, vector, history, writing)
        return self._pipeline.reply(state)

    def search(self, question: str, limit: int) -> list[Candidate]:
        """At most `limit` passages for a question, the best first, whether they answer or not.

        Raises StoreError where the index cannot be read.
        """
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return []
        return retrieve(snapshot, question, self.embedder.embed_query(question), limit)

    def is_sure(self, reply: Reply, max_risk: float) -> bool:
        """Whether an answer would also be given if at most this share of answers were wrong.

        False for a refusal, for one that names a disagreement, and for a message of which a
        question is not answered.
        """
        if not isinstance(reply, Answer) or reply.form is not AnswerForm.QUOTES:
            return False
        if reply.conflict or any(part.reason for part in reply.parts):
            return False
        cited = [citation.quote for citation in reply.citations]
        read = reply.trace.to_json().get("candidates", {}).get("read", ())
        supports = [
            entry["support"]
            for entry in read
            for quote in cited
            if entry["source"] == quote.source.path
            and entry["start"] < quote.end
            and quote.start < entry["end"]
        ]
        return max(supports, default=0.0) >= self._pipeline.tools.reader.threshold(max_risk)

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
            embedding_model=self._pipeline.tools.embedder.name,
            reader=self._pipeline.tools.reader.name,
            chat_model=self._settings.chat_model,
        )

    def context(self, quote: Quote, around: int = CONTEXT) -> Context | None:
        """The quote with `around` characters before and after it.

        None where the article no longer has it there.
        """
        try:
            text = self._index.snapshot().article(quote.source.path).text
        except KeyError:
            return None
        if text[quote.start : quote.end] != quote.text:
            return None
        before = text[max(0, quote.start - around) : quote.start]
        return Context(before, quote.text, text[quote.end : quote.end + around])
