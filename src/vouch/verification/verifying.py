"""A statement against the passages that it cites: passed, or the reasons why not."""

from collections.abc import Sequence

from vouch.verification.evidence import MOST, Cited, cited_sentences, covered, together
from vouch.verification.facts import facts_of
from vouch.verification.verdicts import ClaimReader, Excerpt, Verdict

SUPPORTED = 0.5
"""The reader's support from which a statement may stand."""

NOTHING_CITED = "It cites no passage."
NOT_SUPPORTED = "The cited sentences do not say this."


def verify(statement: str, excerpts: Sequence[Excerpt], reader: ClaimReader) -> Verdict:
    """Whether the excerpts that a statement cites support it, and with which sentences."""
    return verify_all([(statement, excerpts)], reader)[0]


def verify_all(
    statements: Sequence[tuple[str, Sequence[Excerpt]]], reader: ClaimReader
) -> list[Verdict]:
    """A verdict for each (statement, excerpts that it cites), in their order."""
    return [_verdict(statement, excerpts, reader) for statement, excerpts in statements]


def _verdict(statement: str, excerpts: Sequence[Excerpt], reader: ClaimReader) -> Verdict:
    units = cited_sentences(excerpts)
    if not units:
        return Verdict(False, (), 0.0, (NOTHING_CITED,))
    chosen: list[Cited] = []
    for fact in facts_of(statement):
        best = max(units, key=lambda unit: covered(fact, [unit]))
        if best not in chosen and len(chosen) < MOST:
            chosen.append(best)
    quotes = together(chosen)
    (support,) = reader.support([(statement, " ".join(quote.text for quote in quotes))])
    reasons = () if support >= SUPPORTED else (NOT_SUPPORTED,)
    return Verdict(not reasons, tuple(quotes), support, reasons)
