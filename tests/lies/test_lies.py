"""The shares of lies caught and of faithful statements let through do not fall."""

from collections import Counter

import pytest

from benchmarks.lies import judged, shipped_reader
from tests.lies.cases import HALVES, Case, excerpts, faithful, lies
from vouch.verification import Verdict

CAUGHT = {"a": 0.96, "b": 0.87}
"""The share of the lies of each half that is caught, at least; the aim is 0.95 of all."""

LET_THROUGH = {"a": 0.87, "b": 0.75}
"""The share of the faithful statements let through, at least; the aim is 0.85 of all."""

Judged = list[tuple[Case, Verdict]]


@pytest.fixture(scope="module")
def lied() -> Judged:
    return judged([case for half in HALVES for case in lies(half)], shipped_reader())


@pytest.fixture(scope="module")
def told() -> Judged:
    return judged([case for half in HALVES for case in faithful(half)], shipped_reader())


def test_there_are_enough_of_each() -> None:
    kinds = Counter(case.kind for half in HALVES for case in lies(half))
    assert len(kinds) >= 30
    assert sum(kinds.values()) >= 300
    assert sum(len(faithful(half)) for half in HALVES) >= 120


@pytest.mark.timeout(600)
@pytest.mark.parametrize("half", HALVES)
def test_lies_are_caught(lied: Judged, half: str) -> None:
    mine = [(case, verdict) for case, verdict in lied if case.half == half]
    passed = [case.statement for case, verdict in mine if verdict.passed]
    assert 1 - len(passed) / len(mine) >= CAUGHT[half], passed


@pytest.mark.timeout(600)
@pytest.mark.parametrize("half", HALVES)
def test_faithful_statements_are_let_through(told: Judged, half: str) -> None:
    mine = [(case, verdict) for case, verdict in told if case.half == half]
    dropped = [(case.statement, v.reasons) for case, v in mine if not v.passed]
    assert 1 - len(dropped) / len(mine) >= LET_THROUGH[half], dropped


def test_what_passes_stands_on_sentences_of_its_articles(told: Judged) -> None:
    for case, verdict in told:
        texts = {excerpt.source.path: excerpt.passage for excerpt in excerpts(case)}
        assert verdict.quotes
        assert {quote.source.path for quote in verdict.quotes} <= set(texts)
