"""The shares of lies caught and of faithful statements let through do not fall."""

from collections import Counter

import pytest

from benchmarks.lies import judged, shipped_reader
from tests.lies.cases import HALVES, Case, excerpts, faithful, lies
from vouch.verification import Verdict

EVERY = (3, pytest.param(1, marks=pytest.mark.long))
"""Every third statement is judged, and all of them by `make test-long`."""

CAUGHT = {1: {"a": 0.96, "b": 0.87}, 3: {"a": 0.96, "b": 0.87}}
"""The share of the lies of each half that is caught, at least; the aim is 0.95 of all."""

LET_THROUGH = {1: {"a": 0.87, "b": 0.75}, 3: {"a": 0.85, "b": 0.66}}
"""The share of the faithful statements let through, at least; the aim is 0.85 of all."""

Judged = list[tuple[Case, Verdict]]


@pytest.fixture(scope="module", params=EVERY)
def every(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def lied(every: int) -> Judged:
    cases = [case for half in HALVES for case in lies(half)[::every]]
    return judged(cases, shipped_reader())


@pytest.fixture(scope="module")
def told(every: int) -> Judged:
    cases = [case for half in HALVES for case in faithful(half)[::every]]
    return judged(cases, shipped_reader())


def test_there_are_enough_of_each() -> None:
    kinds = Counter(case.kind for half in HALVES for case in lies(half))
    assert len(kinds) >= 30
    assert sum(kinds.values()) >= 300
    assert sum(len(faithful(half)) for half in HALVES) >= 120


@pytest.mark.timeout(600)
@pytest.mark.parametrize("half", HALVES)
def test_lies_are_caught(lied: Judged, half: str, every: int) -> None:
    mine = [(case, verdict) for case, verdict in lied if case.half == half]
    passed = [case.statement for case, verdict in mine if verdict.passed]
    assert 1 - len(passed) / len(mine) >= CAUGHT[every][half], passed


@pytest.mark.timeout(600)
@pytest.mark.parametrize("half", HALVES)
def test_faithful_statements_are_let_through(told: Judged, half: str, every: int) -> None:
    mine = [(case, verdict) for case, verdict in told if case.half == half]
    dropped = [(case.statement, v.reasons) for case, v in mine if not v.passed]
    assert 1 - len(dropped) / len(mine) >= LET_THROUGH[every][half], dropped


def test_what_passes_stands_on_sentences_of_its_articles(told: Judged) -> None:
    for case, verdict in told:
        texts = {excerpt.source.path: excerpt.passage for excerpt in excerpts(case)}
        assert verdict.quotes
        assert {quote.source.path for quote in verdict.quotes} <= set(texts)
