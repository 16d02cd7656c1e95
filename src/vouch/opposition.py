"""Sentences that tell otherwise than a statement: the same thing with another number, or denied."""

from collections.abc import Sequence
from dataclasses import dataclass

from vouch.text.negation import denies
from vouch.text.tokens import numbers, stems
from vouch.verification import ClaimReader, Excerpt

DENIED, NUMBERED = 0.85, 0.75
"""The share of a statement's words that a sentence has which denies it, or gives another number."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """A sentence of an excerpt that tells otherwise, and in what."""

    excerpt: Excerpt
    index: int
    reason: str


def opposed(statement: str, excerpts: Sequence[Excerpt], reader: ClaimReader) -> Opposed | None:
    """The sentence that contradicts a statement; None where there is none."""
    best: tuple[float, Opposed] | None = None
    for excerpt in excerpts:
        for index, place in enumerate(excerpt.passage.sentences):
            sentence = excerpt.passage.sentence(place)
            share = _shared(statement, f"{excerpt.source.title} {sentence}")
            reason, least = _reason(statement, sentence)
            if reason and share >= least and (best is None or share > best[0]):
                best = share, Opposed(excerpt, index, reason)
    return best[1] if best else None


def _shared(statement: str, text: str) -> float:
    told = [stem for stem in stems(statement) if not stem.isdigit()]
    held = set(stems(text))
    return sum(stem in held for stem in told) / len(told) if told else 0.0


def _reason(statement: str, sentence: str) -> tuple[str | None, float]:
    """In what a sentence tells otherwise, and how alike the two have to be for that."""
    if denies(statement) != denies(sentence):
        return "The articles say the opposite.", DENIED
    told, held = set(numbers(statement)), set(numbers(sentence))
    if told and held and not told & held:
        return "The articles give another number.", NUMBERED
    return None, 1.0
