"""What is verified against what, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vouch.types import Passage, Quote, Source


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage that a statement cites, with the source of its article."""

    source: Source
    passage: Passage


class ClaimReader(Protocol):
    """Says how likely a text supports a claim."""

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """For each (claim, evidence) the probability that the evidence supports the claim."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement may be shown, and on which quotes it stands.

    `quotes` are the sentences that come nearest to supporting it; where
    `passed`, they do. There is at least one unless nothing was cited.
    `support` is the reader's probability that they support the statement.
    `reasons` say in plain words what is wrong; there is none where it passed.
    """

    passed: bool
    quotes: tuple[Quote, ...]
    support: float
    reasons: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.passed and (self.reasons or not self.quotes):
            raise ValueError("a statement that passed has quotes and no reasons against it")
        if not self.passed and not self.reasons:
            raise ValueError("a statement that did not pass has a reason")
