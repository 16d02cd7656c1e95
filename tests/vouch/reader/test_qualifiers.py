"""What a question names has to stand in the article that answers it."""

import pytest

from tests.vouch.making import candidate, reading
from vouch.reader.qualifiers import Qualifiers, unmet, veto
from vouch.types import Article

BUS = "The night bus of Norvik carried 11,400 passengers in March. It has twelve stops."


def article(path: str) -> Article:
    return Article(candidate(BUS, path).source, f"{BUS} It was planned in Arendal by Liv Strand.")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many passengers did the night bus of Norvik carry?", []),
        ("How many passengers did the night bus of Leeds carry?", ["Leeds"]),
        ("Where did Liv Strand plan the night bus?", []),
        ("Where did Karl Strand plan the night bus?", ["Karl Strand"]),
        ("What are the 12 stops of the night bus?", []),
        ("What are the 14 stops of the night bus?", ["14"]),
        ("Who were the 11,400 passengers?", []),
        ("How many passengers did the night bus carry in March 2025?", []),
    ],
)
def test_names_and_numbers_are_looked_for_in_passage_and_article(
    question: str, missing: list[str]
) -> None:
    assert unmet(Qualifiers.of(question), candidate(BUS), article) == missing


def test_a_number_inside_a_time_is_no_number_of_its_own() -> None:
    assert Qualifiers.of("What happened on 14 May 2024?") == Qualifiers()


def test_a_passage_of_an_article_without_the_name_supports_nothing() -> None:
    asked = "How many passengers did the night bus of Leeds carry?"
    found, sure = [candidate(BUS)], reading(0.9, 0.9, 0.1)
    (vetoed,), lacking = veto(asked, found, [sure], 0.4, article)
    assert vetoed.support == 0.0
    assert vetoed.evidence["unvetoed"] == 0.9
    assert lacking == ("Leeds",)


def test_what_does_not_nearly_answer_is_not_looked_through() -> None:
    def unread(path: str) -> Article:
        raise AssertionError(path)

    asked = "How many passengers did the night bus of Leeds carry?"
    low = reading(0.1, 0.1, 0.1)
    assert veto(asked, [candidate(BUS)], [low], 0.4, unread) == ([low], ())


def test_days_of_the_week_are_times_not_names() -> None:
    assert Qualifiers.of("Are the Old Town baths open on Sundays?").names == ("Old Town",)
    assert Qualifiers.of("Who won on Black Friday?").names == ("Black Friday",)
