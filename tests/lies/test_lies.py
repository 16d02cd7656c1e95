"""The shares of lies caught and of faithful statements let through do not fall."""

from collections import Counter

import pytest

from benchmarks.lies import judged, shipped_reader
from tests.lies.cases import HALVES, Case, excerpts, faithful, lies
from vouch.verification import Verdict

CAUGHT = 0.95
"""The share of all lies that is caught, at least."""

LET_THROUGH = 0.85
"""The share of all faithful statements that is let through, at least."""

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
def test_lies_are_caught(lied: Judged) -> None:
    passed = [case.statement for case, verdict in lied if verdict.passed]
    assert 1 - len(passed) / len(lied) >= CAUGHT, passed


@pytest.mark.timeout(600)
def test_faithful_statements_are_let_through(told: Judged) -> None:
    dropped = [(case.statement, v.reasons) for case, v in told if not v.passed]
    assert 1 - len(dropped) / len(told) >= LET_THROUGH, dropped


def test_what_passes_stands_on_sentences_of_its_articles(told: Judged) -> None:
    for case, verdict in told:
        texts = {excerpt.source.path: excerpt.passage for excerpt in excerpts(case)}
        assert verdict.quotes
        assert {quote.source.path for quote in verdict.quotes} <= set(texts)
