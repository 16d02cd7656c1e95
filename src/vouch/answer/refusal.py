"""Why the articles do not answer, in plain words, and what comes nearest."""

from collections.abc import Sequence

from vouch.answer.extractive import quote_of
from vouch.reader.features import QuestionTerms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.answer_types import Kind
from vouch.text.tokens import names, stems
from vouch.types import Quote, Refusal, Trace

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
    return Refusal(question, "Nothing is indexed yet, so there is no article to answer from.")


def refuse(
    terms: QuestionTerms,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    trace: Trace,
) -> Refusal:
    """The refusal of a question that the candidates do not answer, the nearest passages first."""
    mentioned = {stem for name in names(terms.question) for stem in stems(name)} - terms.missing
    near = [
        (candidate, reading)
        for candidate, reading in zip(candidates, readings, strict=True)
        if candidate.scores["dense"] >= NEAR
        or reading.evidence.get("coverage", 0) >= SHARED
        or mentioned & set(stems(candidate.passage.text))
    ]
    nearest = sorted(near, key=lambda pair: -pair[1].support)[:NEAREST]
    return Refusal(
        terms.question,
        _reason(terms, bool(near)),
        tuple(_nearest_quote(candidate, reading) for candidate, reading in nearest),
        trace,
    )


def _reason(terms: QuestionTerms, near: bool) -> str:
    missing = [*terms.missing_names, *terms.missing_numbers]
    if missing:
        return f"No article mentions {_listed(missing)}."
    if not near:
        return "The articles say nothing about this."
    return f"Some passages come near this, but none of them {_LACKING[terms.kind]}."


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _nearest_quote(candidate: Candidate, reading: Reading) -> Quote:
    best = max(range(len(reading.sentences)), key=reading.sentences.__getitem__)
    return quote_of(candidate.source, candidate.passage, candidate.passage.sentences[best])
