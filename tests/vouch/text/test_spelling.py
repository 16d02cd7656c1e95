"""Words with letters that English lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.text.spelling import as_written, spellings
from vouch.text.tokens import fold


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Bogh", "Bøgh"),
        ("Boegh", "Bøgh"),
        ("Mueller", "Müller"),
        ("Müller", "Mueller"),
        ("Djordjevic", "Đorđević"),
        ("Weissenfels", "Weißenfels"),
        ("Lodz", "Łódź"),
        ("Isik", "Işık"),
        ("Haakon", "Håkon"),
        ("OHara", "O\u00b4Hara"),
        ("O'Brien", "O\u02bcBrien"),
        ("cooperation", "co\u00adoperation"),
        ("Αθηνα", "Αθήνα"),
        ("Чайковский", "Чайковски\u0438\u0306"),
    ],
)
def test_a_word_is_found_as_people_type_it(typed: str, written: str) -> None:
    assert fold(written) in spellings(typed)


@given(st.text())
def test_the_nearest_spelling_is_the_word_itself(word: str) -> None:
    assert spellings(word)[0] == fold(word)


def test_the_question_is_spelled_as_the_text() -> None:
    text = "Jürgen Strauß said so."
    assert as_written("What did Jurgen Strauss say?", text) == "What did Jürgen Strauß say?"
    assert as_written("What did Ann say?", text) == "What did Ann say?"
