"""Fitting what the network's logits mean, on cases that are made up."""

from random import Random

import numpy as np
import pytest

from training.calibrate import (
    calibrate,
    equally,
    fit_claims,
    fit_passages,
    left_out,
    risks,
    summary,
)
from training.cases import Asked, Case, ClaimCase
from vouch.reader.calibration import Calibration


def case(corpus: str, answerable: bool, rng: Random) -> Case:
    """A question with two candidates, of which the first has the higher logit if it answers."""
    logits = [rng.gauss(2.0 if answerable else -1.0, 1.0), rng.gauss(-2.0, 1.0)]
    return Case(
        asked=Asked(corpus, "Who?", "a.md", answerable),
        candidates=[{"logit": logit, "noise": rng.random()} for logit in logits],
        gold=[answerable, False],
        sentences=[{"logit": 1.0}, {"logit": -1.0}] if answerable else [],
        belongs=[True, False] if answerable else [],
    )


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    rng = Random(0)
    corpora = ("clapnq", "squad2", "news")
    return [case(corpus, row % 2 == 0, rng) for corpus in corpora for row in range(60)]


@pytest.fixture(scope="module")
def claims() -> list[ClaimCase]:
    rng = Random(1)
    return [
        ClaimCase(
            corpus,
            [{"logit": rng.gauss(1.5 if row % 2 else -1.5, 1.0)}, {"logit": rng.gauss(-2.0, 1.0)}],
            bool(row % 2),
        )
        for corpus, count in (("fever", 200), ("attributionbench", 40))
        for row in range(count)
    ]


def test_what_is_left_out_is_told_apart(cases: list[Case]) -> None:
    told = left_out(cases, fit_passages, lambda case: case.candidates)
    support = np.array([max(row) for row in told])
    figures = summary(cases, support)
    assert figures["auroc"] > 0.9
    assert figures["refused_at_90"] > 0.7
    assert ((support > 0) & (support < 1)).all()


def test_claims_are_told_apart_and_none_by_a_model_that_saw_it(claims: list[ClaimCase]) -> None:
    support = np.array([max(row) for row in left_out(claims, fit_claims, lambda c: c.windows)])
    truth = np.array([claim.supported for claim in claims])
    assert support[truth].mean() > 0.7 > 0.3 > support[~truth].mean()


def test_the_calibration_prefers_what_answers_and_prints_every_corpus(
    cases: list[Case], claims: list[ClaimCase], capsys: pytest.CaptureFixture[str]
) -> None:
    fitted = calibrate(cases, claims)
    assert isinstance(fitted, Calibration)
    assert fitted.passage.probability({"logit": 3.0, "noise": 0.5}) > 0.8
    assert fitted.sentence.probability({"logit": 1.0}) > 0.5
    assert fitted.claim.probability({"logit": -3.0}) < 0.1
    printed = capsys.readouterr().out
    assert [line.split(" {")[0] for line in printed.splitlines()] == [
        *(corpora := ["clapnq", "squad2", "news"]),
        *(f"sentences of {corpus}" for corpus in corpora),
        "fever",
        "attributionbench",
    ]


def test_the_risk_of_a_threshold_is_the_share_of_wrong_answers_from_it_on() -> None:
    labels = np.array([True, True, False, False])
    support = np.array([0.9, 0.5, 0.7, 0.1])
    table = dict(risks(labels, support))
    assert table[0.02] == 0.5
    assert table[0.6] == 0.5
    assert table[0.8] == 0.0
    assert 0.98 not in table


def test_groups_of_all_sizes_count_the_same() -> None:
    weights = equally(["a", "a", "a", "b"])
    assert sum(weights[:3]) == pytest.approx(weights[3])
