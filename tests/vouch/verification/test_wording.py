import pytest

from vouch.verification.wording import check_wording


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("Pete Townshend", "says nothing"),
        ("Let My Love Open the Door", "says nothing"),
        ("It 's Now or Never (song)", "says nothing"),
        ("It goes back to Kelley" + " and Homans (1961)" * 5, "over and over"),
    ],
)
def test_what_says_nothing_or_goes_round_in_circles_is_no_statement(
    statement: str, why: str
) -> None:
    (reason,) = check_wording(statement)
    assert why in reason


@pytest.mark.parametrize(
    "statement",
    [
        "Dragone heads NATO.",
        "It is on 4 October 2025.",
        "The cost is 53.5 million crowns.",
        "Kelley (1959), Kelley and Thibaut (1978) and Homans (1961) wrote of it.",
    ],
)
def test_short_statements_are_statements(statement: str) -> None:
    assert check_wording(statement) == []
