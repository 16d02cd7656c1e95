"""What a reader says of a passage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vouch.reader.features import QuestionTerms
from vouch.retrieval import Candidate
from vouch.types import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of one passage for one question.

    `support` is the probability that the passage answers. `span` holds the
    words that answer, as offsets into the article's text, where the reader
    knows them. `sentences` has, for each sentence of the passage, the
    probability that it belongs in the answer. `evidence` is what this was
    decided by, for the trace.
    """

    support: float
    span: Span | None
    sentences: tuple[float, ...]
    evidence: Mapping[str, float] = field(default_factory=dict)


class Reader(Protocol):
    """Says of each candidate whether it answers a question, and with which words."""

    name: str

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        """A reading for each candidate, in their order."""
        ...

    def threshold(self, max_risk: float) -> float:
        """The support from which on at most `max_risk` of the answers are expected to be wrong."""
        ...
