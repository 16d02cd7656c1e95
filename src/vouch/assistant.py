"""The one door for every face: a question in, an answer or a refusal out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from time import perf_counter
from typing import Self

from vouch.conversation import Turn, standalone
from vouch.disagreement import disagreement, newer_first, updated
from vouch.embedding import Embedder, load_embedder
from vouch.index import ArticleRecord, Index, Snapshot, open_index
from vouch.quoting import quote_answer
from vouch.reader.features import QuestionTerms, question_terms
from vouch.reader.loading import load_reader
from vouch.reader.reading import Reader, Reading
from vouch.refusing import nothing_indexed, refuse
from vouch.retrieval import Candidate, retrieve
from vouch.settings import Settings
from vouch.times import (
    Timely,
    asked_time,
    in_time,
    preference,
    read_in_time,
    settled,
)
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


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question.

    `terms` are those of the whole question, `plain` those without its time;
    `timely` holds what of the candidates may answer of that time.
    """

    terms: QuestionTerms
    plain: QuestionTerms
    candidates: Sequence[Candidate]
    readings: Sequence[Reading]
    timely: Timely
    trace: Trace


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

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        told: Told | None = None,
        today: date | None = None,
    ) -> Reply:
        """The answer to a question, or the refusal to answer it.

        `history` holds the turns before, oldest first: a follow-up is made to
        stand alone by them. Where a chat model writes, `told` is given each
        statement with its citations as soon as it is sure to be part of the
        answer, in order. `today` is the day from which "last year" counts, that of
        the call where it is not given. Raises StoreError where the index cannot be read.
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
        found = self._find(snapshot, asked, today or date.today(), clock)
        reply = self._decide(found)
        if writing and isinstance(reply, Answer):
            timely = found.timely
            fitting = (timely.candidates, timely.readings, self._threshold)
            reply = writing.answer(reply, found.terms, *fitting)
            clock.lap("writing")
        reply = found.timely.noted(reply)
        trace = reply.trace.with_step("seconds", **clock.laps)
        return replace(
            reply, question=question, trace=writing.explained(trace) if writing else trace
        )

    def _find(self, snapshot: Snapshot, asked: str, today: date, clock: Clock) -> Found:
        """The candidates for a question that stands alone, read, and those of its time."""
        frequencies = snapshot.document_frequencies(content_words(asked))
        terms = question_terms(asked, frequencies, snapshot.size)
        vector = self._embedder.embed_query(asked)
        when = asked_time(asked, today)
        limit = self._settings.candidates
        candidates = retrieve(snapshot, asked, vector, limit, preference(when))
        when = settled(when, candidates, snapshot, today)
        clock.lap("retrieval")
        plain = question_terms(when.plain, frequencies, snapshot.size)
        readings = read_in_time(self._reader, when, terms, plain, candidates)
        clock.lap("reading")
        timely = in_time(when, candidates, readings, self._threshold)
        trace = timely.traced(_trace(terms, candidates, readings, self._threshold))
        found = Found(terms, plain, candidates, readings, timely, trace)
        while when.newest and self._answers(found):
            old = updated(self._quoted(found), plain.kind)
            if not old:
                break
            found = replace(found, timely=found.timely.without(old))
        return found

    @property
    def _threshold(self) -> float:
        return self._reader.threshold(self._settings.max_risk)

    def _answers(self, found: Found) -> bool:
        supports = (reading.support for reading in found.timely.readings)
        return max(supports, default=0.0) >= self._threshold

    def _decide(self, found: Found) -> Reply:
        """The quoting voice's answer from what is timely, or the refusal."""
        if not self._answers(found):
            plain = refuse(found.plain, found.candidates, found.readings, found.trace)
            return found.timely.refusal(plain)
        answer = newer_first(self._quoted(found), found.plain.kind)
        return replace(answer, note=disagreement(answer, found.plain.kind))

    def _quoted(self, found: Found) -> Answer:
        return quote_answer(
            found.plain.question,
            found.timely.candidates,
            found.timely.readings,
            self._threshold,
            self._settings.max_statements,
            found.trace,
            found.timely.asked.newest_first,
        )

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
