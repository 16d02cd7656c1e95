"""The one door for every face: a question in, an answer or a refusal out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter
from typing import Self

from vouch.conversation import Turn, standalone
from vouch.disagreement import disagreement
from vouch.embedding import Embedder, load_embedder
from vouch.index import ArticleRecord, Index, open_index
from vouch.quoting import quote_answer
from vouch.reader.features import QuestionTerms, question_terms
from vouch.reader.loading import load_reader
from vouch.reader.reading import Reader, Reading
from vouch.refusing import nothing_indexed, refuse
from vouch.retrieval import Candidate, retrieve
from vouch.settings import Settings
from vouch.types import Answer, Quote, Reply, Trace
from vouch.words import content_words
from vouch.writing import Told, Voice

CONTEXT = 300
"""How many characters around a quote are shown with it."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an assistant answers from, and with what."""

    articles: int
    passages: int
    generation: int
    synced: datetime
    embedding_model: str
    reader: str


@dataclass(frozen=True, slots=True)
class Context:
    """A quote with the text of its article around it."""

    before: str
    quote: str
    after: str


@dataclass(slots=True)
class Clock:
    """Tells how long each stage took, in seconds."""

    laps: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=perf_counter)

    def lap(self, stage: str) -> None:
        """End a stage: what passed since the one before is its time."""
        now = perf_counter()
        self.laps[stage] = round(now - self.began, 4)
        self.began = now


class Assistant:
    """Answers questions from an index; safe to use from several threads at once."""

    def __init__(
        self,
        settings: Settings,
        index: Index,
        embedder: Embedder,
        reader: Reader,
        voice: Voice | None = None,
    ) -> None:
        self._settings = settings
        self._index = index
        self._embedder = embedder
        self._reader = reader
        self._voice = voice

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The assistant that the settings describe.

        Raises StoreError where there is no index, or one made with other settings,
        and SettingsError where the chat model that they name cannot be set up.
        """
        reader = load_reader(settings)
        voice = Voice.from_settings(settings, reader)
        embedder = load_embedder(settings)
        return cls(settings, open_index(settings, embedder), embedder, reader, voice)

    @property
    def embedder(self) -> Embedder:
        """The embedding model that questions are encoded with, for a sync to share."""
        return self._embedder

    def warm_up(self) -> None:
        """Load what the first question would wait for."""
        self._embedder.embed_query("")

    def ask(self, question: str, history: Sequence[Turn] = (), told: Told | None = None) -> Reply:
        """The answer to a question, or the refusal to answer it.

        `history` holds the turns before, oldest first: a follow-up is made to
        stand alone by them. Where a chat model writes, `told` is given each
        statement with its citations as soon as it is sure to be part of the
        answer, in order. Raises StoreError where the index cannot be read.
        """
        snapshot = self._index.snapshot()
        if not snapshot.size:
            return nothing_indexed(question)
        clock = Clock()
        writing = self._voice.begin(told) if self._voice else None
        asked = standalone(question, history)
        if writing and asked != question:
            asked = writing.standalone(question, history, asked)
            clock.lap("conversation")
        frequencies = snapshot.document_frequencies(content_words(asked))
        terms = question_terms(asked, frequencies, snapshot.size)
        vector = self._embedder.embed_query(asked)
        candidates = retrieve(snapshot, asked, vector, self._settings.candidates)
        clock.lap("retrieval")
        readings = self._reader.read(terms, candidates)
        clock.lap("reading")
        reply = self._decide(terms, candidates, readings)
        if writing and isinstance(reply, Answer):
            reply = writing.answer(reply, terms, candidates, readings, self._threshold)
            clock.lap("writing")
        trace = reply.trace.with_step("seconds", **clock.laps)
        return replace(
            reply, question=question, trace=writing.explained(trace) if writing else trace
        )

    @property
    def _threshold(self) -> float:
        return self._reader.threshold(self._settings.max_risk)

    def _decide(
        self, terms: QuestionTerms, candidates: Sequence[Candidate], readings: Sequence[Reading]
    ) -> Reply:
        """The quoting voice's answer, or the refusal."""
        threshold = self._threshold
        trace = _trace(terms, candidates, readings, threshold)
        if max((reading.support for reading in readings), default=0.0) < threshold:
            return refuse(terms, candidates, readings, trace)
        limit = self._settings.max_statements
        answer = quote_answer(terms.question, candidates, readings, threshold, limit, trace)
        return replace(answer, note=disagreement(answer, terms.kind))

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
            embedding_model=self._embedder.name,
            reader=self._reader.name,
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


def _trace(
    terms: QuestionTerms,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    threshold: float,
) -> Trace:
    """The question's way: its terms, each candidate with its scores, and the threshold."""
    read = [
        {
            "source": candidate.passage.source,
            "start": candidate.passage.start,
            "end": candidate.passage.end,
            **_rounded(candidate.scores),
            "support": round(reading.support, 4),
            "evidence": _rounded(reading.evidence),
        }
        for candidate, reading in zip(candidates, readings, strict=True)
    ]
    return (
        Trace()
        .with_step(
            "question",
            text=terms.question,
            kind=terms.kind.value,
            weights=_rounded(terms.weights),
            missing=sorted(terms.missing),
        )
        .with_step("candidates", read=read)
        .with_step("decision", threshold=round(threshold, 4))
    )


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
