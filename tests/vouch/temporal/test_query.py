"""The time that a question asks for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.temporal import asked_time
from vouch.temporal.query import anchored, dated_by
from vouch.text.periods import Period

TODAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("question", "first", "last", "plain"),
    [
        (
            "What did Holt say about the dam in August 2025?",
            "2025-08-01",
            "2025-08-31",
            "What did Holt say about the dam?",
        ),
        ("In 2024, who led Vint?", "2024-01-01", "2024-12-31", "who led Vint?"),
        ("What did Holt say last month?", "2025-10-01", "2025-10-31", "What did Holt say?"),
        ("What did Holt say in December?", "2024-12-01", "2024-12-31", "What did Holt say?"),
        ("What will Holt do in December?", "2025-12-01", "2025-12-31", "What will Holt do?"),
        ("Who has joined Lom since May?", "2025-05-01", "9999-12-31", "Who has joined Lom?"),
        ("Who led Vint before 2020?", "0001-01-01", "2019-12-31", "Who led Vint?"),
        ("What happened last week?", "2025-11-10", "2025-11-16", "What happened last week?"),
    ],
)
def test_a_question_that_says_when_is_firm_and_plain_without_it(
    question: str, first: str, last: str, plain: str
) -> None:
    asked = asked_time(question, TODAY)
    assert asked.firm
    assert asked.period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert asked.plain == plain


@pytest.mark.parametrize(
    "question",
    [
        "How large is the 2025 budget of Lom?",
        "Who won the 2022 World Cup?",
        "What is the plan for 2030?",
    ],
)
def test_a_year_that_belongs_to_a_thing_is_not_firm(question: str) -> None:
    asked = asked_time(question, TODAY)
    assert asked.period
    assert not asked.firm
    assert asked.plain == question


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("What is the latest toll of the Ordal flood?", "What is the toll of the Ordal flood?"),
        ("What is the latest on the tram of Lom?", "What is the latest on the tram of Lom?"),
        ("How many people have died in Ordal so far?", "How many people have died in Ordal?"),
        ("Who currently leads Vint?", "Who leads Vint?"),
        ("Who is the mayor of Vint at the moment?", "Who is the mayor of Vint?"),
        ("Who is the mayor of Vint today?", "Who is the mayor of Vint?"),
    ],
)
def test_how_things_stand_asks_for_the_newest(question: str, plain: str) -> None:
    asked = asked_time(question, TODAY)
    assert asked.newest
    assert asked.newest_first
    assert asked.plain == plain


@pytest.mark.parametrize(
    "question",
    [
        "Who directed Apocalypse Now?",
        "Who sang it's now or never?",
        "Who may lead Vint?",
        "How long is the Orsa tunnel?",
        "Is the list up to date?",
        "When is the Friday market?",
    ],
)
def test_a_question_without_a_time_has_none(question: str) -> None:
    asked = asked_time(question, TODAY)
    assert not asked
    assert asked.plain == question


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What did Holt say on Monday?", {0}),
        ("What did Holt say on Monday and Tuesday?", {0, 1}),
        ("What did Holt say last Friday?", {4}),
    ],
)
def test_a_weekday_without_a_date_is_asked_for_by_itself(question: str, days: set[int]) -> None:
    asked = asked_time(question, TODAY)
    assert (set(asked.weekdays), asked.period) == (days, None)
    assert asked.plain == "What did Holt say?"


def test_an_event_tells_no_days_before_the_articles_do() -> None:
    asked = asked_time("What was Holt's view of the dam before the Lom summit?", TODAY)
    assert asked.event is not None
    assert (asked.event.name, asked.period) == ("the Lom summit", None)
    assert asked.plain == asked.question
    dated = dated_by(asked, Period(date(2025, 4, 5), date(2025, 4, 6)))
    assert dated.period == Period(date.min, date(2025, 4, 4))
    assert dated.plain == "What was Holt's view of the dam?"
    assert dated_by(asked, None) == asked


def test_a_month_without_a_year_is_the_last_before_the_newest_article() -> None:
    asked = asked_time("What did Holt say in December?", TODAY)
    again = anchored(asked, TODAY, date(2023, 7, 1))
    assert again.period == Period(date(2022, 12, 1), date(2022, 12, 31))
    assert anchored(asked, TODAY, None) == asked


@given(st.text(max_size=80), st.dates())
def test_any_question_has_a_plain_form(question: str, today: date) -> None:
    asked = asked_time(question, today)
    assert asked.plain.strip() or not question.strip()
    assert asked or asked.plain == question
