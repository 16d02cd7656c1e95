"""The measures, on small inputs whose figures are known."""

from pathlib import Path

import numpy as np
import pytest

from training.calibration import calibration_error, temperature
from training.figures import END, START, table, write_card
from training.measure import judge, token_f1, windows


def test_token_f1_is_squads() -> None:
    assert token_f1("the Harrow Bridge", ["Harrow Bridge"]) == 1.0
    assert token_f1("Harrow", ["the Harrow Bridge"]) == pytest.approx(2 / 3)
    assert token_f1("", ["x"]) == 0.0


def test_figures_of_a_perfect_and_a_useless_reader() -> None:
    labels = [True, False] * 10
    perfect = judge(labels, [1.0 if label else -1.0 for label in labels])
    assert (perfect["auroc"], perfect["balanced"], perfect["refused_at_90"]) == (1.0, 1.0, 1.0)
    useless = judge(labels, [0.5] * 20)
    assert useless["auroc"] == 0.5
    assert useless["refused_at_90"] == 0.0


def test_windows_cover_the_text() -> None:
    text = " ".join(f"This is sentence number {i} of the text." for i in range(80))
    found = windows(text, size=40, step=20)
    assert all(window in text for window in found)
    assert all(len(window.split()) <= 40 + 8 for window in found)
    for i in range(80):
        assert any(f"number {i} of" in window for window in found)
    assert windows("One sentence.") == ["One sentence."]
    assert windows("") == [""]


def test_the_temperature_undoes_a_scaling() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 20_000)
    labels = (rng.random(20_000) < 1 / (1 + np.exp(-logits))).tolist()
    assert temperature(labels, logits.tolist()) == pytest.approx(1.0, rel=0.05)
    assert temperature(labels, (3 * logits).tolist()) == pytest.approx(3.0, rel=0.05)
    assert calibration_error(labels, logits.tolist()) < 0.02
    assert calibration_error(labels, (5 * logits).tolist()) > 0.05


def test_the_table_goes_into_the_card(tmp_path: Path) -> None:
    card = tmp_path / "MODEL_CARD.md"
    card.write_text(f"# Card\n{START}\nold\n{END}\nLimits.\n")
    text = table({"fever": {"auroc": 0.91234, "balanced": 0.5, "n": 20}})
    assert "| fever | 20 | 0.912 | 0.500 |" in text
    write_card(card, text)
    assert card.read_text() == f"# Card\n{START}\n{text}\n{END}\nLimits.\n"
    card.write_text("# No marks")
    with pytest.raises(ValueError, match="no place"):
        write_card(card, text)
