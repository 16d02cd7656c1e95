"""From a standalone question to an answer or a refusal: retrieve, read, filter, decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from vouch import messages
from vouch.answer.evident import Elsewhere, evident_readings
from vouch.answer.extractive import min_support, quote_answer
from vouch.answer.items import within_structure
from vouch.answer.refusal import refuse
from vouch.answer.updates import of_updates
from vouch.conflicts import disagreement, newer_first, of_own_times, updated
from vouch.embedding import Embedder
from vouch.index import Snapshot
from vouch.reader.features import QuestionTerms, question_terms
from vouch.reader.protocol import Reader, Reading
from vouch.reader.qualifiers import veto
from vouch.respelling import Respelled, respelled
from vouch.retrieval import Candidate, retrieve
from vouch.settings import Settings
from vouch.temporal import Timely, asked_time, in_time, preference, read_in_time, settled
from vouch.text.other_languages import other_language
from vouch.text.tokens import content_words
from vouch.types import Answer, Reply, Trace


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question.

    `terms` are those of the whole question, `plain` those without its time;
    `timely` holds what of the candidates may answer of that time. A passage
    answers whose support is at least `threshold`. `lacking` are names and numbers of the
    question that passages do not speak of which would answer but for that. `mended` has
    each misspelt name with the articles' own form. `elsewhere` tells whether the question,
    or what comes nearest, is not in English.
    """

    terms: QuestionTerms
    plain: QuestionTerms
    candidates: Sequence[Candidate]
    readings: Sequence[Reading]
    timely: Timely
    threshold: float
    trace: Trace
    lacking: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    elsewhere: Elsewhere | None = None

    @property
    def answers(self) -> bool:
        """Whether a passage of the asked time answers."""
        supports = (reading.support for reading in self.timely.readings)
        return max(supports, default=0.0) >= self.threshold


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


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Finds with one embedding model and one reader."""

    settings: Settings
    embedder: Embedder
    reader: Reader

    def find(
        self,
        snapshot: Snapshot,
        asked: str,
        today: date,
        clock: Clock,
        vector: Sequence[float] | None = None,
    ) -> Found:
        """The candidates for a question that stands alone, read, and those of its time.

        `vector` is that of the question, where it is known.
        """
        language = other_language(asked)
        spelled = Respelled(asked) if language else respelled(asked, snapshot)
        asked = spelled.question
        frequencies = snapshot.document_frequencies(content_words(asked))
        terms = question_terms(asked, frequencies, snapshot.size)
        vector = vector or self.embedder.embed_query(asked)
        when = asked_time(asked, today)
        limit = self.settings.candidates
        candidates = retrieve(snapshot, asked, vector, limit, preference(when))
        when = settled(when, candidates, snapshot, today)
        clock.lap("retrieval")
        plain = question_terms(when.plain, frequencies, snapshot.size)
        readings = read_in_time(self.reader, when, terms, plain, candidates)
        readings = within_structure(plain, candidates, readings, snapshot, asked)
        readings = of_updates(asked, candidates, readings)
        readings, elsewhere = evident_readings(asked, language, candidates, readings)
        clock.lap("reading")
        threshold = self.reader.threshold(self.settings.max_risk)
        least = min_support(threshold)
        lacking: tuple[str, ...] = ()
        if language is None:
            readings, lacking = veto(when.timeless, candidates, readings, least, snapshot.article)
        timely = in_time(when, candidates, readings, threshold)
        trace = timely.traced(_trace(terms, candidates, readings, threshold))
        trace = trace.with_step("spelling", **dict(spelled.mended)) if spelled.mended else trace
        found = (timely, threshold, trace, lacking, spelled.mended)
        return Found(terms, plain, candidates, readings, *found, elsewhere)


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


def decide(found: Found, limit: int) -> Reply:
    """The answer in at most `limit` statements from what is of the asked time, or the refusal."""
    if not found.answers:
        return found.timely.refusal(
            refuse(
                found.plain,
                found.candidates,
                found.readings,
                found.trace,
                found.lacking,
                found.elsewhere,
            )
        )
    answer = newer_first(_quoted(found, limit), found.plain.kind)
    conflict = disagreement(answer, found.plain.kind)
    notes = (messages.conflict_note(conflict),) if conflict else ()
    if found.mended:
        notes = (messages.respelled(found.mended), *notes)
    return replace(answer, notes=notes, conflict=conflict)


def without_outdated(found: Found, limit: int) -> Found:
    """What is left where the newest is asked for: no article that another one updates."""
    while found.timely.asked.newest and found.answers:
        quoted, kind = _quoted(found, limit), found.plain.kind
        old = updated(quoted, kind)
        if not old:
            break
        found = replace(found, timely=found.timely.without(old, of_own_times(quoted, kind)))
    return found


def _quoted(found: Found, limit: int) -> Answer:
    return quote_answer(
        found.plain.question,
        found.timely.candidates,
        found.timely.readings,
        found.threshold,
        limit,
        found.trace,
        found.timely.asked.newest_first,
    )
