"""Whether a text speaks of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.text.names import Spoken, mentions, name_words, same_word, spoken_of

COUNCIL = (
    "Two councillors quarrelled on Monday. Anna Berg wants to close Mill Street to cars. Karl Berg"
    " called it a mistake. Berg is a baker. Peter Lind, the conductor, was there. The French army"
    " left. President J. R. Whitcombe spoke to the World Trade Organization in Weißenfels."
)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Anna Berg", Spoken.NAMED),
        ("Berg", Spoken.NAMED),
        ("Peter Berg", Spoken.NAMESAKE),
        ("Anna Lind", Spoken.NAMESAKE),
        ("Leeds", Spoken.ABSENT),
        ("Tower Street", Spoken.NAMESAKE),
        ("Mill Street", Spoken.NAMED),
        ("Jane Whitcombe", Spoken.NAMESAKE),
        ("James Whitcombe", Spoken.NAMESAKE),
        ("J. R. Whitcombe", Spoken.NAMED),
        ("President Whitcombe", Spoken.NAMED),
        ("WTO", Spoken.NAMED),
        ("Weissenfels", Spoken.NAMED),
        ("Councillor Lind", Spoken.NAMED),
        ("French Army", Spoken.NAMED),
        ("Berg's Monday", Spoken.NAMED),
    ],
)
def test_a_name_is_met_by_its_bearer_only(name: str, spoken: Spoken) -> None:
    assert spoken_of(name, mentions([COUNCIL])) is spoken


def test_a_surname_alone_stands_for_whom_the_text_names_in_full_nowhere() -> None:
    assert spoken_of("Liv Strand", mentions(["Strand defended the quay."])) is Spoken.NAMED


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("german", "germany", True),
        ("celeron", "celoron", True),
        ("trevithick", "trevithcik", True),
        ("berg", "burg", False),
        ("leeds", "leads", False),
        ("norvik", "narvik", True),
        ("karlsson", "larsson", False),
    ],
)
def test_inflection_and_one_slip_in_a_long_word_make_no_other_name(
    one: str, other: str, same: bool
) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


@given(st.lists(st.sampled_from("Ada Lovelace Zürich Ödegård Ng Łódź O'Brien".split()), min_size=1))
def test_a_text_names_every_name_that_it_is_made_of(parts: list[str]) -> None:
    name = " ".join(parts)
    assert spoken_of(name, mentions([f"It was {name} who came."])) is Spoken.NAMED


def test_titles_and_days_tell_nobody_from_others() -> None:
    assert name_words("Prime Minister Monday") == ()
