"""The item of an enumeration that is asked for."""

import pytest

from vouch.answer.enumerations import item_asked

MAYORS = (
    "Four people want to lead Norvik: the teacher Una Dahl, the fisherman Odd Lie, the lawyer "
    "Per Moen and the nurse Siri Aas."
)
FOUNDED = "The choir was founded in 1911, the band in 1934 and the theatre in 1962."
FARES = "Adults pay 12 euros, students 8 euros and children 5 euros."
BUDGET = "The budget gives 4 million to schools, 2 million to roads and 1 million to parks."
RACE = "Gro Hauge, Rita Hove and Ida Krog needed 41, 43 and 44 minutes respectively."
LATE = "The museum opened in 1911, burned down in 1934 and was never rebuilt."


@pytest.mark.parametrize(
    ("question", "text", "marked", "expected"),
    [
        ("Which candidate is a lawyer?", MAYORS, "Siri Aas", "Per Moen"),
        ("Which candidate is a teacher?", MAYORS, "Siri Aas", "Una Dahl"),
        ("Which candidate is a nurse?", MAYORS, "Siri Aas", "Siri Aas"),
        ("When was the band founded?", FOUNDED, "1911", "1934"),
        ("When was the choir founded?", FOUNDED, "1911", "1911"),
        ("When was the theatre founded?", FOUNDED, "1934", "1962"),
        ("How much do children pay?", FARES, "12 euros", "5 euros"),
        ("How much do roads get?", BUDGET, "4 million", "2 million"),
        ("How long did Rita Hove need?", RACE, "41", "43"),
        ("How long did Rita Hove need?", RACE, "41, 43 and 44", "41, 43 and 44"),
        ("How long did they need?", RACE, "41", None),
        ("Who except Una Dahl wants to lead Norvik?", MAYORS, "Odd Lie", "Odd Lie"),
        (
            "How much do roads get?",
            BUDGET,
            "2 million to roads and 1 million",
            "2 million to roads",
        ),
        ("What does the budget give?", BUDGET, BUDGET[17:-1], BUDGET[17:-1]),
        ("When did the museum burn down?", LATE, "1934", "1934"),
        ("How long is it?", "It is 340 metres long.", "340 metres", "340 metres"),
    ],
)
def test_the_item_that_is_named_is_marked(
    question: str, text: str, marked: str, expected: str | None
) -> None:
    start = text.index(marked)
    span = item_asked(question, text, (start, start + len(marked)))
    assert (text[slice(*span)] if span else None) == expected
