"""The fitted models, and the threshold that a risk asks for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.reader.calibration import Calibration, Logistic, dump_calibration, load_calibration

MODEL = Logistic({"a": 2.0, "b": -1.0}, 0.5)
RISKS = ((0.2, 0.4), (0.4, 0.12), (0.5, 0.08), (0.6, 0.11), (0.7, 0.05), (0.9, 0.01))


def calibration() -> Calibration:
    return Calibration(MODEL, MODEL, Logistic({"logit": 1.0}, 0.0), RISKS)


def test_the_probability_is_the_logistic_function() -> None:
    assert MODEL.probability({"a": 0.0, "b": 0.5}) == pytest.approx(0.5)
    assert MODEL.probability({"a": 1.0, "b": 0.0}) == pytest.approx(0.924, abs=1e-3)
    assert MODEL.probability({"a": 1e9, "b": 0.0}) == pytest.approx(1.0)


def test_a_missing_feature_is_an_error() -> None:
    with pytest.raises(KeyError):
        MODEL.probability({"a": 1.0})


@pytest.mark.parametrize(("risk", "threshold"), [(0.1, 0.7), (0.11, 0.5), (0.3, 0.4), (0.9, 0.2)])
def test_the_risk_stays_within_from_the_threshold_on(risk: float, threshold: float) -> None:
    assert calibration().threshold(risk) == threshold


def test_a_risk_that_nothing_keeps_lets_nothing_through() -> None:
    assert calibration().threshold(0.001) == 1.0


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_less_risk_never_lowers_the_threshold(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert calibration().threshold(low) >= calibration().threshold(high)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    dump_calibration(calibration(), path)
    assert load_calibration(path) == calibration()
