"""The times that a text names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.text.dates import Relation, expressions
from vouch.text.periods import Period, period_of

WRITTEN = date(2025, 8, 26)


@pytest.mark.parametrize(
    ("text", "relation", "first", "last"),
    [
        ("It rained in August 2025.", "within", "2025-08-01", "2025-08-31"),
        ("He spoke on 24 August 2025.", "within", "2025-08-24", "2025-08-24"),
        ("On August 24th, 2025, he spoke.", "within", "2025-08-24", "2025-08-24"),
        ("On the 3rd of May 2024", "within", "2024-05-03", "2024-05-03"),
        ("dated 2025-02-28", "bare", "2025-02-28", "2025-02-28"),
        ("during the summer of 2024", "within", "2024-06-01", "2024-08-31"),
        ("in winter 2023", "within", "2023-12-01", "2024-02-29"),
        ("in the second quarter of 2025", "within", "2025-04-01", "2025-06-30"),
        ("Q4 2024", "bare", "2024-10-01", "2024-12-31"),
        ("in the 1990s", "within", "1990-01-01", "1999-12-31"),
        ("in early 2024", "within", "2024-01-01", "2024-04-30"),
        ("the 2025 budget", "bare", "2025-01-01", "2025-12-31"),
        ("yesterday", "within", "2025-08-25", "2025-08-25"),
        ("on Saturday", "within", "2025-08-23", "2025-08-23"),
        ("last week", "within", "2025-08-18", "2025-08-24"),
        ("last month", "within", "2025-07-01", "2025-07-31"),
        ("last year", "within", "2024-01-01", "2024-12-31"),
        ("next month", "within", "2025-09-01", "2025-09-30"),
        ("last May", "within", "2025-05-01", "2025-05-31"),
        ("last December", "within", "2024-12-01", "2024-12-31"),
        ("three weeks ago", "within", "2025-08-04", "2025-08-10"),
        ("two months ago", "within", "2025-06-01", "2025-06-30"),
        ("in the last ten days", "within", "2025-08-16", "2025-08-26"),
        ("in July", "within", "2025-07-01", "2025-07-31"),
        ("between 2020 and 2022", "within", "2020-01-01", "2022-12-31"),
        ("from March to May 2025", "within", "2025-03-01", "2025-05-31"),
        ("from November to January 2025", "within", "2024-11-01", "2025-01-31"),
        ("from 2017 until 2021", "within", "2017-01-01", "2021-12-31"),
        ("in 2024 and 2025", "within", "2024-01-01", "2025-12-31"),
        ("since May 2025", "since", "2025-05-01", "9999-12-31"),
        ("after 3 May 2025", "after", "2025-05-04", "9999-12-31"),
        ("before 2020", "before", "0001-01-01", "2019-12-31"),
        ("by the end of 2026", "until", "0001-01-01", "2026-12-31"),
        ("on 3 or 4 May 2025", "within", "2025-05-03", "2025-05-04"),
        ("at the end of 2024", "within", "2024-09-01", "2024-12-31"),
        ("in H1 2025", "within", "2025-01-01", "2025-06-30"),
        ("in the first three months of 2025", "within", "2025-01-01", "2025-03-31"),
        ("in the last two weeks of May 2025", "within", "2025-05-18", "2025-05-31"),
        ("in the second week of May 2025", "within", "2025-05-08", "2025-05-14"),
        ("in the week of 7 May 2025", "within", "2025-05-05", "2025-05-11"),
        ("the day before yesterday", "within", "2025-08-24", "2025-08-24"),
        ("as of 12 June 2025", "until", "0001-01-01", "2025-06-12"),
    ],
)
def test_a_time_is_read_as_the_days_it_means(
    text: str, relation: str, first: str, last: str
) -> None:
    (found,) = expressions(text, WRITTEN)
    assert found.relation == relation
    assert found.period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert text[found.span[0] : found.span[1]].split() == found.shown.split()


@pytest.mark.parametrize(
    "text",
    [
        "He may leave.",
        "They march on.",
        "1500 houses burned.",
        "It cost $2024.",
        "2,024 people came.",
        "20.25 percent",
        "31 February 2024",
        "Room 20255",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert expressions(text, WRITTEN) == []


def test_without_the_day_of_writing_what_counts_from_it_is_left_out() -> None:
    found = expressions("Last year, on Monday and in May 2024, it rained.", None)
    assert [time.shown for time in found] == ["in May 2024"]


def test_two_times_are_one_only_where_they_are_joined() -> None:
    found = expressions("Built in 1999, it burned in 2004; since 2010 it stands.", WRITTEN)
    assert [time.relation for time in found] == [Relation.WITHIN, Relation.WITHIN, Relation.SINCE]


@pytest.mark.parametrize(
    ("iso", "days"), [("2025", 365), ("2024-02", 29), ("2025-08-24", 1), (None, None), ("x", None)]
)
def test_the_date_of_an_article_is_as_long_as_it_tells(iso: str | None, days: int | None) -> None:
    period = period_of(iso)
    assert (period and (period.last - period.first).days + 1) == days


pieces = st.lists(
    st.sampled_from(
        """in on since before after until between from and to the of last next this year month week
        May march August Monday 31 30 29 2 February 2024 2025 1999 9999 1000 0 - – , . ago three
        99 days weeks years quarter first Q1 summer yesterday 2025-02-30 2025-13-01 early
        mid""".split()
    ),
    max_size=12,
).map(" ".join)


@given(pieces, st.none() | st.dates())
def test_any_wording_gives_times_in_order_with_their_words(text: str, written: date | None) -> None:
    end = 0
    for time in expressions(text, written):
        assert end <= time.span[0] < time.span[1] <= len(text)
        assert time.named.first <= time.named.last
        end = time.span[1]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The council will vote on Friday.", "2025-11-21", "2025-11-21"),
        ("The council voted on Friday.", "2025-11-14", "2025-11-14"),
        ("On Thursday the trial begins.", "2025-11-20", "2025-11-20"),
        ("It opens on Friday, 28 November.", "2025-11-28", "2025-11-28"),
        ("It rained last Monday.", "2025-11-10", "2025-11-10"),
        ("on 3 and 4 May 2025", "2025-05-03", "2025-05-04"),
        ("from 3 to 5 May 2025", "2025-05-03", "2025-05-05"),
        ("on 12, 13 and 14 May 2025", "2025-05-12", "2025-05-14"),
        ("May 3-4, 2025", "2025-05-03", "2025-05-04"),
        ("on May 3 and 4", "2026-05-03", "2026-05-04"),
        ("On May 3 and 12 people came", "2026-05-03", "2026-05-03"),
        ("in the first half of 2025", "2025-01-01", "2025-06-30"),
        ("in the second half of 2024", "2024-07-01", "2024-12-31"),
        ("in early 2025", "2025-01-01", "2025-04-30"),
        ("in late May 2025", "2025-05-21", "2025-05-31"),
        ("by the end of 2025", "0001-01-01", "2025-12-31"),
        ("on 29 February", "2024-02-29", "2024-02-29"),
        ("between 30 June and 2 July 2025", "2025-06-30", "2025-07-02"),
        ("between 30 June and 2 July", "2025-06-30", "2025-07-02"),
    ],
)
def test_times_name_the_days_that_they_say(text: str, first: str, last: str) -> None:
    (time,) = expressions(text, date(2025, 11, 17))  # a Monday
    assert (time.period.first.isoformat(), time.period.last.isoformat()) == (first, last)
