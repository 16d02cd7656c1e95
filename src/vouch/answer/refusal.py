"""Why the articles do not answer, in plain words, and what comes nearest."""

from collections.abc import Sequence
from dataclasses import replace

from vouch import messages
from vouch.answer.evident import Elsewhere
from vouch.answer.extractive import quote_of
from vouch.reader.features import QuestionTerms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.answer_types import Kind
from vouch.text.dates import expressions
from vouch.text.tokens import names, numbers, stems
from vouch.text.weekdays import names_a_weekday
from vouch.types import Quote, Refusal, RefusalCode, Trace

NEAR = 0.35
"""The cosine similarity from which a passage is about what was asked."""

SHARED = 0.3
"""The weighted share of the question's words from which a passage is about what was asked."""

NEAREST = 3
"""How many passages a refusal shows."""

_LACKING = {
    Kind.PERSON: "says who",
    Kind.TIME: "says when",
    Kind.NUMBER: "gives the number",
    Kind.PLACE: "says where",
    Kind.OTHER: "answers it",
}


def nothing_indexed(question: str) -> Refusal:
    """The refusal of an empty index."""
    return Refusal(question, messages.nothing_indexed(), code=RefusalCode.NOTHING_INDEXED)


def question_too_long(question: str, most: int) -> Refusal:
    """The refusal of a question of more than `most` characters; it keeps their beginning."""
    return Refusal(question[:most], messages.question_too_long(most), code=RefusalCode.TOO_LONG)


def refuse(
    terms: QuestionTerms,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    trace: Trace,
    lacking: Sequence[str] = (),
    elsewhere: Elsewhere | None = None,
) -> Refusal:
    """The refusal of a question that the candidates do not answer, the nearest passages first.

    `lacking` are names and numbers of the question that those which come nearest do not have.
    `elsewhere` tells whether the question, or the nearest of them, is not in English.
    """
    if elsewhere is Elsewhere.QUESTION:  # a word of it may only be another form
        terms = replace(terms, missing_names=(), missing=frozenset())
    mentioned = {stem for name in names(terms.question) for stem in stems(name)} - terms.missing
    near = [
        (candidate, reading)
        for candidate, reading in zip(candidates, readings, strict=True)
        if candidate.scores["dense"] >= NEAR
        or reading.evidence.get("coverage", 0) >= SHARED
        or mentioned & set(stems(candidate.passage.text))
    ]
    nearest = sorted(near, key=lambda pair: -_before_veto(pair[1]))[:NEAREST]
    code, reason = _reason(terms, bool(near), lacking)
    if elsewhere and code is not RefusalCode.NOT_MENTIONED:
        code = RefusalCode.OTHER_LANGUAGE
        reason = messages.other_language(of_question=elsewhere is Elsewhere.QUESTION)
    return Refusal(
        terms.question,
        reason,
        tuple(_nearest_quote(candidate, reading) for candidate, reading in nearest),
        trace,
        code,
        _missing(terms) or tuple(lacking),
    )


def _before_veto(reading: Reading) -> float:
    return reading.evidence.get("unvetoed", reading.support)


def _missing(terms: QuestionTerms) -> tuple[str, ...]:
    """The names and numbers of the question that no article has, but days and weekdays."""
    named = (name for name in terms.missing_names if not names_a_weekday(name))
    days = [e.span for e in expressions(terms.question, None)]
    dated = {n for span in days for n in numbers(terms.question[slice(*span)]) if len(n) < 3}
    return (*named, *(number for number in terms.missing_numbers if number not in dated))


def _reason(terms: QuestionTerms, near: bool, lacking: Sequence[str]) -> tuple[RefusalCode, str]:
    missing = _missing(terms)
    if missing:
        return RefusalCode.NOT_MENTIONED, messages.not_mentioned(missing)
    if lacking:
        return RefusalCode.NOT_MENTIONED, messages.not_mentioned_near(lacking)
    if not near:
        return RefusalCode.OFF_TOPIC, messages.off_topic()
    return RefusalCode.NOT_ANSWERED, messages.not_answered(_LACKING[terms.kind])


def _nearest_quote(candidate: Candidate, reading: Reading) -> Quote:
    best = max(range(len(reading.sentences)), key=reading.sentences.__getitem__)
    return quote_of(candidate.source, candidate.passage, candidate.passage.sentences[best])
