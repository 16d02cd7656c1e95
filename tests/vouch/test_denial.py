"""Words that are denied, and those in their place."""

import pytest

from vouch.denial import affirmed, is_denied

DELAYED = "It will not open on 14 June, as planned, but on 4 October."


@pytest.mark.parametrize(
    ("text", "words", "denied"),
    [
        (DELAYED, "14 June", True),
        (DELAYED, "4 October", False),
        ("It opens not only on 14 June but on 4 October.", "14 June", False),
        ("It did not rain. It opened on 14 June, but late.", "14 June", False),
    ],
)
def test_words_are_denied_that_others_take_the_place_of(
    text: str, words: str, denied: bool
) -> None:
    start = text.index(words)
    assert is_denied(text, (start, start + len(words))) is denied


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        (DELAYED, "14 June", "4 October"),
        (DELAYED, "on 14 June", "4 October"),
        (DELAYED, "4 October", "4 October"),
        ("The house paid not 40 crowns but 55, Ada said.", "40", "55"),
        ("It was not Ada Lowe who rang but Ben Marsh.", "Ada Lowe", "Ben Marsh"),
        ("It was not the rain but the wind. Ada stayed.", "the rain", None),
        ("It will not open on 14 June but later. In May it was cold.", "14 June", None),
    ],
)
def test_the_words_in_the_place_of_denied_ones_answer(
    text: str, words: str, marked: str | None
) -> None:
    start = text.index(words)
    span = affirmed(text, (start, start + len(words)))
    assert (span and text[slice(*span)]) == marked
