"""Words that are denied, and those in their place."""

import pytest

from vouch.answer.negated_spans import affirmed

DELAYED = "It will not open on 14 June, as planned, but on 4 October."


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        (DELAYED, "14 June", "4 October"),
        (DELAYED, "on 14 June", "4 October"),
        (DELAYED, "4 October", "4 October"),
        ("It opens not only on 14 June but on 4 October.", "14 June", "14 June"),
        ("It did not rain. It opened on 14 June, but late.", "14 June", "14 June"),
        ("The house paid not 40 crowns but 55, Ada said.", "40", "55"),
        ("The house paid not 4.5 crowns but 5.5, Ada said.", "4.5", "5.5"),
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
