"""Measures of decisions by score: known values, and what holds for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.evaluation import metrics
from vouch.evaluation.errors import UnmeasurableError

JUDGED = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=60)
MIXED = JUDGED.filter(lambda rows: len({truth for truth, _ in rows}) == 2)


def apart(rows: list[tuple[bool, float]]) -> tuple[list[bool], list[float]]:
    return [truth for truth, _ in rows], [score for _, score in rows]


def test_the_share_refused_is_that_below_the_score_which_enough_positives_reach() -> None:
    truth = [True] * 10 + [False] * 4
    scores = [0.9] * 8 + [0.6, 0.2] + [0.7, 0.5, 0.3, 0.1]
    assert metrics.refused_at(truth, scores, 0.9) == pytest.approx(0.75)
    assert metrics.refused_at(truth, scores, 1.0) == pytest.approx(0.25)


@given(MIXED)
def test_the_share_refused_is_what_some_threshold_gives(rows: list[tuple[bool, float]]) -> None:
    truth, scores = apart(rows)
    positives = [score for t, score in rows if t]
    negatives = [score for t, score in rows if not t]
    possible = [
        sum(score < threshold for score in negatives) / len(negatives)
        for threshold in scores
        if sum(score >= threshold for score in positives) >= 0.9 * len(positives) - 1e-9
    ]
    assert metrics.refused_at(truth, scores) == pytest.approx(max(possible))


def test_calibration_error_weighs_each_bin_by_its_records() -> None:
    truth = [True, True, False, False, False]
    told = [0.95, 0.95, 0.25, 0.25, 0.25]
    assert metrics.calibration_error(truth, told) == pytest.approx((2 * 0.05 + 3 * 0.25) / 5)
    assert metrics.reliability(truth, told).counts == (3, 2)


@given(MIXED)
def test_bins_hold_each_record_once_and_the_error_is_a_share(
    rows: list[tuple[bool, float]],
) -> None:
    truth, scores = apart(rows)
    bins = metrics.reliability(truth, scores)
    assert sum(bins.counts) == len(rows)
    assert len(bins.counts) == len(bins.told) == len(bins.true)
    mean = sum(t * n for t, n in zip(bins.told, bins.counts, strict=True)) / len(rows)
    assert mean == pytest.approx(sum(scores) / len(scores))
    assert 0 <= metrics.calibration_error(truth, scores) <= 1


def test_risk_grows_with_coverage_where_the_wrong_come_last() -> None:
    curve = metrics.risk_by_coverage([True, False, True, False], [0.9, 0.2, 0.9, 0.1])
    assert curve.coverage == pytest.approx((0.5, 0.75, 1.0))
    assert curve.risk == pytest.approx((0.0, 1 / 3, 0.5))


@given(MIXED)
def test_full_coverage_has_the_share_of_negatives_as_its_risk(
    rows: list[tuple[bool, float]],
) -> None:
    truth, scores = apart(rows)
    curve = metrics.risk_by_coverage(truth, scores)
    assert list(curve.coverage) == sorted(set(curve.coverage))
    assert len(curve.coverage) == len(set(scores))
    assert curve.coverage[-1] == 1
    assert curve.risk[-1] == pytest.approx(truth.count(False) / len(truth))


def test_a_threshold_accepts_the_score_that_equals_it() -> None:
    assert metrics.balanced_accuracy([True, False], [0.5, 0.4], 0.5) == 1
    assert metrics.balanced_accuracy([True, False], [0.5, 0.5], 0.5) == 0.5


def test_refusals_are_judged_as_the_negative_kind() -> None:
    truth = [True, True, True, False, False]
    answered = [True, True, False, False, True]
    assert metrics.refusal_figures(truth, answered) == pytest.approx(
        {"refusal_precision": 0.5, "refusal_recall": 0.5, "answered_share": 2 / 3}
    )
    nothing_refused = metrics.refusal_figures(truth, [True] * 5)
    assert nothing_refused == {
        "refusal_precision": 1.0,
        "refusal_recall": 0.0,
        "answered_share": 1.0,
    }


@pytest.mark.parametrize("kind", [True, False])
def test_records_of_one_kind_cannot_be_measured(kind: bool) -> None:
    with pytest.raises(UnmeasurableError) as raised:
        metrics.require_both([kind, kind], "answerable")
    assert raised.value.mend == (
        f"Add records whose “answerable” is {'false' if kind else 'true'}."
    )
