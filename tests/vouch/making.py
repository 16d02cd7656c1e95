"""Candidates and readings made by hand."""

from collections.abc import Sequence

from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.sentences import sentence_spans
from vouch.types import Passage, Source, Span


def candidate(
    text: str,
    path: str = "a.txt",
    dense: float = 0.6,
    duplicates: Sequence[tuple[str, str]] = (),
) -> Candidate:
    """A candidate whose passage is a whole article; duplicates are (path, text)."""
    return Candidate(
        id=path + text,
        source=Source(path, path.title(), date="2025-08-24"),
        passage=passage(path, text),
        scores={"dense": dense, "fused": 1.0},
        duplicates=tuple((Source(p, p.title()), passage(p, t)) for p, t in duplicates),
    )


def passage(path: str, text: str) -> Passage:
    return Passage(path, text, 0, len(text), tuple(sentence_spans(text)))


def reading(support: float, *sentences: float, span: Span | None = None) -> Reading:
    return Reading(support, span, sentences)
