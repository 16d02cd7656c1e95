"""Marked words against wanted ones, by SQuAD's rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.evaluation.spans import exact_match, normalised, token_f1

WORDS = st.text(alphabet="ab the.", max_size=20)


@pytest.mark.parametrize(
    ("marked", "answers", "exact", "f1"),
    [
        ("The Eiffel Tower.", ["eiffel tower"], 1, 1),
        ("the tall Eiffel Tower", ["Eiffel Tower"], 0, 0.8),
        ("in 1889", ["1890", "1889"], 0, 2 / 3),
        ("", ["1889"], 0, 0),
        ("", [], 0, 0),
        ("the", ["a"], 1, 1),
        ("New York New York", ["York"], 0, 0.4),
    ],
)
def test_known_values(marked: str, answers: list[str], exact: float, f1: float) -> None:
    assert exact_match(marked, answers) == exact
    assert token_f1(marked, answers) == pytest.approx(f1)


@given(WORDS, WORDS)
def test_the_order_does_not_matter_and_equal_words_share_all(one: str, other: str) -> None:
    assert token_f1(one, [other]) == pytest.approx(token_f1(other, [one]))
    assert token_f1(one, [one]) == exact_match(one, [one]) == 1
    assert exact_match(one, [other]) <= token_f1(one, [other]) <= 1


@given(WORDS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
