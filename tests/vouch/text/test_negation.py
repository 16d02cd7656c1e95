from dataclasses import replace

import pytest

from vouch.text.en import ENGLISH
from vouch.text.negation import denies, reverses
from vouch.text.tokens import content_words


@pytest.mark.parametrize(
    "text",
    [
        "It is not open.",
        "It isn't open.",
        "It isn\u2019t.",
        "Nobody came.",
        "It has hardly rained.",
    ],
)
def test_a_word_denies(text: str) -> None:
    assert denies(text)
    assert reverses(text)


@pytest.mark.parametrize("text", ["The council refused to pay.", "She ruled out a tax."])
def test_a_verb_turns_a_sentence_into_its_opposite(text: str) -> None:
    assert reverses(text)
    assert not denies(text)


@pytest.mark.parametrize("text", ["The note is open.", "Nottingham and Norway", "a knot"])
def test_a_word_that_only_looks_alike_denies_nothing(text: str) -> None:
    assert not reverses(text)


def test_another_language_has_its_own_words() -> None:
    latin = replace(
        ENGLISH, code="la", denials=frozenset({"non"}), function_words=frozenset({"et"})
    )
    assert denies("Non liquet.", latin)
    assert not denies("Not clear.", latin)
    assert content_words("et tu the", latin) == ["tu", "the"]


def test_a_language_has_twelve_months() -> None:
    with pytest.raises(ValueError, match="12 months"):
        replace(ENGLISH, months=("january",))
