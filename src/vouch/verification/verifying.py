"""A statement against the passages that it cites: passed, or the reasons why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vouch.verification.absolutes import check_absolutes, check_cause
from vouch.verification.attribution import check_dropped, check_speakers
from vouch.verification.basis import Basis
from vouch.verification.certainty import check_certainty
from vouch.verification.clauses import clauses, shared, telling
from vouch.verification.comparison import check_comparison
from vouch.verification.evidence import (
    MOST,
    Cited,
    cited_sentences,
    covered,
    missing,
    together,
)
from vouch.verification.facts import facts_of
from vouch.verification.names import check_names
from vouch.verification.negation import check_negation
from vouch.verification.newest import check_newest
from vouch.verification.numbers import check_numbers
from vouch.verification.opposites import check_opposites
from vouch.verification.orders import ORDER, gives_orders
from vouch.verification.quotations import check_addresses, check_quotations
from vouch.verification.shares import check_shares
from vouch.verification.subjects import check_owners, check_roles, check_subjects
from vouch.verification.times import check_times
from vouch.verification.turning import check_turning
from vouch.verification.verdicts import ClaimReader, Excerpt, Verdict
from vouch.verification.wording import check_wording

SUPPORTED = 0.35
"""The reader's support from which a statement in words of its own may stand."""

SUPPORTED_IN_THE_SAME_WORDS = 0.25
"""The reader's support that is enough where the cited sentences hold nearly all of its words."""

SAME_WORDS = 0.9
"""The share of every clause's words that cited sentences hold nearly all of."""

LEAST_WORDS = 0.4
"""The share of every clause's words below which no support is enough."""

SHORTLIST = 4
"""How many sentences the reader compares for each fact."""

NOTHING_CITED = "It cites no passage."
NOT_SUPPORTED = "The cited sentences do not say this."
CLAUSE_MISSING = "The cited sentences do not say \u201c{clause}\u201d."

CHECKS = (
    check_quotations,
    check_addresses,
    check_numbers,
    check_shares,
    check_times,
    check_names,
    check_speakers,
    check_roles,
    check_subjects,
    check_owners,
    check_comparison,
    check_newest,
    check_negation,
    check_certainty,
    check_absolutes,
    check_cause,
    check_opposites,
    check_turning,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a statement with the sentences that it may stand on, the fullest first."""

    text: str
    units: tuple[Cited, ...]


def verify(statement: str, excerpts: Sequence[Excerpt], reader: ClaimReader) -> Verdict:
    """Whether the excerpts that a statement cites support it, and with which sentences."""
    return verify_all([(statement, excerpts)], reader)[0]


def verify_all(
    statements: Sequence[tuple[str, Sequence[Excerpt]]], reader: ClaimReader
) -> list[Verdict]:
    """A verdict for each (statement, excerpts that it cites), in their order."""
    facts = [
        [Fact(text, _shortlist(text, units)) for text in facts_of(statement)] if units else []
        for statement, units in ((s, cited_sentences(e)) for s, e in statements)
    ]
    pairs = [(fact.text, unit.told) for row in facts for fact in row for unit in fact.units]
    support = dict(zip(pairs, reader.support(pairs), strict=True)) if pairs else {}
    bases = [
        [_basis(fact, statement, excerpts, support) for fact in row]
        for row, (statement, excerpts) in zip(facts, statements, strict=True)
    ]
    joined = [(s, _text(row)) for (s, _), row in zip(statements, bases, strict=True) if row]
    supports = iter(reader.support(joined) if joined else [])
    return [
        _verdict(statement, row, told, next(supports)) if told else
        Verdict(False, (), 0.0, (NOTHING_CITED,))
        for (statement, _), row, told in zip(statements, facts, bases, strict=True)
    ]  # fmt: skip


def _shortlist(fact: str, units: Iterable[Cited]) -> tuple[Cited, ...]:
    ranked = sorted(units, key=lambda unit: -covered(fact, [unit]))
    return tuple(ranked[:SHORTLIST])


def _basis(
    fact: Fact, statement: str, excerpts: Sequence[Excerpt], support: dict[tuple[str, str], float]
) -> Basis:
    """The sentences that a fact stands on: the best, and those with names and numbers it lacks."""
    ranked = sorted(
        fact.units,
        key=lambda unit: -(covered(fact.text, [unit]) + support[fact.text, unit.told] / 2),
    )
    chosen = [ranked[0]]
    units = cited_sentences(excerpts)
    while len(chosen) < MOST and (lacking := missing(fact.text, chosen)):
        best = min(units, key=lambda unit: len(missing(fact.text, [*chosen, unit])))
        if len(missing(fact.text, [*chosen, best])) == len(lacking):
            break
        chosen.append(best)
    passages = tuple(dict.fromkeys(excerpt.passage.text for excerpt in excerpts))
    others = tuple((unit.source.date or "", unit.sentence) for unit in units)
    return Basis(tuple(chosen), tuple(together(chosen)), passages, statement, others)


def _text(bases: Sequence[Basis]) -> str:
    return " ".join(q.text for q in together([u for basis in bases for u in basis.cited]))


def _verdict(
    statement: str, facts: Sequence[Fact], bases: Sequence[Basis], support: float
) -> Verdict:
    reasons: list[str] = []
    for fact, basis in zip(facts, bases, strict=True):
        for check in () if basis.verbatim(fact.text) else CHECKS:
            reasons += check(fact.text, basis)
        reasons += check_dropped(fact.text, statement, basis)
        if any(gives_orders(unit.paragraph) for unit in basis.cited):
            reasons.append(ORDER)
    if not all(b.verbatim(fact.text) for fact, b in zip(facts, bases, strict=True)):
        reasons += check_wording(statement)
    reasons += _supported(facts, bases, support)
    quotes = together(list(dict.fromkeys(u for basis in bases for u in basis.cited)))[:MOST]
    return Verdict(not reasons, tuple(quotes), support, tuple(dict.fromkeys(reasons)))


def _supported(facts: Sequence[Fact], bases: Sequence[Basis], support: float) -> list[str]:
    held, weakest = least_covered(facts, bases)
    if held < LEAST_WORDS:
        return [CLAUSE_MISSING.format(clause=weakest)]
    needed = SUPPORTED_IN_THE_SAME_WORDS if held >= SAME_WORDS else SUPPORTED
    return [] if support >= needed else [NOT_SUPPORTED]


def least_covered(facts: Sequence[Fact], bases: Sequence[Basis]) -> tuple[float, str]:
    """The share of the words of the clause that the cited sentences cover least, and the clause."""
    found = [
        (shared(clause, f"{basis.text}\n{basis.about}"), clause)
        for fact, basis in zip(facts, bases, strict=True)
        for clause in clauses(fact.text)
        if len(telling(clause)) > 1 or clause == fact.text
    ]
    return min(found, default=(1.0, ""))
