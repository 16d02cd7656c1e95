"""Which candidates answer of the time that is asked about, and what is told of the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from vouch import messages
from vouch.answer.extractive import SENTENCE_THRESHOLD, quote_of
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.temporal.query import Asked
from vouch.temporal.relevance import Fit, answering_sentence, fit
from vouch.types import Answer, Note, NoteCode, Quote, Refusal, RefusalCode, Reply, Source, Trace

NEAREST = 3
"""How many passages of another time a refusal shows."""


_AS_OF = (NoteCode.AS_OF, NoteCode.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Timely:
    """The candidates that may answer of the asked time, with their readings.

    `other` are those that would answer, but of another time. `notes` are lines
    for the person, for instance where what is left was written after the asked time. `fits`
    says of each candidate that was read how it lies to that time; `outdated`
    are articles left out because newer ones say otherwise.
    """

    asked: Asked
    candidates: tuple[Candidate, ...]
    readings: tuple[Reading, ...]
    other: tuple[tuple[Candidate, Reading], ...] = ()
    notes: tuple[Note, ...] = ()
    fits: tuple[Fit, ...] = ()
    outdated: tuple[Source, ...] = ()

    def noted(self, reply: Reply) -> Reply:
        """The reply with the notes, where it is an answer; as of when, where that is asked for."""
        if not isinstance(reply, Answer):
            return reply
        notes = self.notes
        if self.asked.newest and not notes:
            newest = max(citation.quote.source.date or "" for citation in reply.citations)
            notes = (messages.as_of(newest),) if newest else ()
        return replace(reply, notes=(*notes, *reply.notes))

    def without(
        self, updated: Mapping[Source, Source], of_own_times: Collection[Source] = ()
    ) -> Self:
        """The same without articles that another updates; one note tells which, and as of when.

        Those `of_own_times` are left out too, but do not say otherwise.
        """
        if not updated:
            return self
        pairs = zip(self.candidates, self.readings, strict=True)
        kept = [(c, r) for c, r in pairs if c.source not in updated]
        newest = max(source.date or "" for source in updated.values())
        outdated = (*self.outdated, *(old for old in updated if old not in of_own_times))
        others = [note for note in self.notes if note.code not in _AS_OF]
        return replace(
            self,
            candidates=tuple(candidate for candidate, _ in kept),
            readings=tuple(reading for _, reading in kept),
            notes=(*others, messages.as_of(newest, outdated)),
            outdated=outdated,
        )

    def refusal(self, plain: Refusal) -> Refusal:
        """A refusal that tells, where candidates of another time would answer, that they do."""
        if not self.other:
            return plain
        nearest = [_quote(*pair) for pair in self.other]
        rest = [quote for quote in plain.nearest if quote not in nearest]
        return Refusal(
            plain.question,
            messages.other_time(self.asked.words, (pair[0].source for pair in self.other)),
            tuple([*nearest, *rest][:NEAREST]),
            plain.trace,
            RefusalCode.OTHER_TIME,
        )

    def traced(self, trace: Trace) -> Trace:
        """The trace with the asked time and how each candidate lies to it."""
        if not self.asked:
            return trace
        period = self.asked.period
        return trace.with_step(
            "time",
            words=self.asked.words,
            first=period.first.isoformat() if period else None,
            last=period.last.isoformat() if period else None,
            newest=self.asked.newest,
            event=self.asked.event.name if self.asked.event else None,
            fits=[fit.value for fit in self.fits],
        )


def in_time(
    asked: Asked, candidates: Sequence[Candidate], readings: Sequence[Reading], threshold: float
) -> Timely:
    """Of the candidates those whose answers are of the asked time.

    Where none that answers is known to be, an article that was written later
    and names no time may be, and the note says so. One without a date may be
    of any time. A time that only belongs to what is asked about leaves out
    what names another, where something names it.
    """
    if not (asked.period or asked.event or asked.weekdays):
        return Timely(asked, tuple(candidates), tuple(readings))
    placed = [_placed(asked, *pair) for pair in zip(candidates, readings, strict=True)]
    known = {p.fit for p in placed if p.reading.support >= threshold}
    left_out = _left_out(asked, known)
    kept = [p for p in placed if p.fit not in left_out]
    other = [p for p in placed if p.fit in left_out and p.reading.support >= threshold]
    later = [p.candidate for p in kept if p.fit is Fit.LATER and p.reading.support >= threshold]
    return Timely(
        asked,
        candidates=tuple(p.candidate for p in kept),
        readings=tuple(p.reading for p in kept),
        other=tuple((p.candidate, p.reading) for p in sorted(other, key=_by_support)),
        notes=(_later(asked, later),) if later else (),
        fits=tuple(p.fit for p in placed),
    )


def _left_out(asked: Asked, known: set[Fit]) -> set[Fit]:
    """What of candidates that answer in some ways is not quoted as the answer."""
    if not asked.firm:
        return {Fit.OUTSIDE} if Fit.INSIDE in known or asked.weekdays else set()
    return {Fit.OUTSIDE} | ({Fit.LATER} if known & {Fit.INSIDE, Fit.UNDATED} else set())


@dataclass(frozen=True, slots=True)
class _Placed:
    candidate: Candidate
    reading: Reading
    fit: Fit


def _by_support(placed: _Placed) -> float:
    return -placed.reading.support


def _placed(asked: Asked, candidate: Candidate, reading: Reading) -> _Placed:
    """A candidate with its place in time, its reading without sentences of another time.

    Where the sentence that answers is of another time, the next that belongs in
    the answer may be of the asked one.
    """
    answering = answering_sentence(candidate.passage, reading)
    fits = [
        fit(asked, candidate, index, reading.span if index == answering else None)
        for index in range(len(reading.sentences))
    ]
    if Fit.OUTSIDE not in fits:
        return _Placed(candidate, reading, fits[answering])
    timely = tuple(
        0.0 if placed is Fit.OUTSIDE else score
        for placed, score in zip(fits, reading.sentences, strict=True)
    )
    best = max(range(len(timely)), key=timely.__getitem__)
    if fits[answering] is not Fit.OUTSIDE:
        return _Placed(candidate, replace(reading, sentences=timely), fits[answering])
    if fits[best] is Fit.INSIDE and timely[best] >= SENTENCE_THRESHOLD:
        return _Placed(candidate, replace(reading, sentences=timely, span=None), Fit.INSIDE)
    return _Placed(candidate, reading, Fit.OUTSIDE)


def _later(asked: Asked, later: Sequence[Candidate]) -> Note:
    return messages.written_later(asked.words, [c.source.date for c in later if c.source.date])


def _quote(candidate: Candidate, reading: Reading) -> Quote:
    index = answering_sentence(candidate.passage, reading)
    return quote_of(candidate.source, candidate.passage, candidate.passage.sentences[index])
