"""The measures, on small inputs whose figures are known."""

import pytest

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
