"""Where the articles disagree on what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.conflicts import disagreement, newer_first, of_own_times, updated
from vouch.messages import conflict_text
from vouch.text.answer_types import Kind, kind_asked
from vouch.text.moments import moments
from vouch.text.quantities import quantities
from vouch.types import Answer, Citation, Quote, Source, Statement

Told = tuple[str, str | None, str, str | None]
"""An article's title and date, the text cited, and the words in it that answer."""


def answer(question: str, *told: Told) -> Answer:
    citations, statements = [], []
    for number, (title, date, text, words) in enumerate(told, start=1):
        source = Source(f"{title}.txt", title, date=date)
        citations.append(Citation(number, Quote(source, text, 0, len(text))))
        span = (text.index(words), text.index(words) + len(words)) if words else None
        statements.append(Statement(text, (number,), span))
    return Answer(question, tuple(statements), tuple(citations))


def note(question: str, *told: Told) -> str | None:
    conflict = disagreement(answer(question, *told), kind_asked(question))
    return conflict_text(conflict) if conflict else None


COUNT = "How many people attended the opening of the bridge?"
OLD: Told = ("Old", "2025-03-01", "12,000 people attended the opening of the bridge.", "12,000")
NEW: Told = ("New", "2025-04-02", "15,000 people attended the opening of the bridge.", "15,000")


def test_the_line_names_articles_dates_and_values_the_newest_first() -> None:
    expected = (
        "The articles disagree: as of 2025-04-02, “New” says 15,000 people;"
        " as of 2025-03-01, “Old” says 12,000 people."
    )
    assert note(COUNT, OLD, NEW) == note(COUNT, NEW, OLD) == expected


def test_articles_of_one_day_are_told_without_as_of() -> None:
    told = note(COUNT, OLD, (NEW[0], OLD[1], *NEW[2:]))
    assert told is not None
    assert "as of" not in told
    assert "“Old” (2025-03-01) says" in told


def test_what_is_updated_is_quoted_after_what_updates_it_and_citations_count_anew() -> None:
    other: Told = ("Other", "2025-01-01", "A band played.", None)
    ordered = newer_first(answer(COUNT, OLD, other, NEW), Kind.NUMBER)
    assert [s.text for s in ordered.statements] == [NEW[2], other[2], OLD[2]]
    assert [c.quote.source.title for c in ordered.citations] == ["New", "Other", "Old"]
    assert [s.citations for s in ordered.statements] == [(1,), (2,), (3,)]


@pytest.mark.parametrize("date", [None, "2025-03-01"])
def test_without_a_newer_article_the_order_stays(date: str | None) -> None:
    given = answer(COUNT, OLD, (NEW[0], date, *NEW[2:]))
    assert newer_first(given, Kind.NUMBER) == given
    assert updated(given, Kind.NUMBER) == {}


def test_an_article_is_updated_by_a_newer_one_whenever_each_was_so() -> None:
    march: Told = ("March", "2025-03-20", "In March the rate of the bank was 4 percent.", "4")
    may: Told = ("May", "2025-05-20", "In May the rate of the bank is 3 percent.", "3")
    given = answer("What percent is the rate of the bank?", march, may)
    assert disagreement(given, Kind.NUMBER) is None
    assert {old.title: new.title for old, new in updated(given, Kind.NUMBER).items()} == {
        "March": "May"
    }
    assert {source.title for source in of_own_times(given, Kind.NUMBER)} == {"March"}
    timeless = answer(COUNT, OLD, NEW)
    assert of_own_times(timeless, Kind.NUMBER) == set()


def test_a_month_is_not_newer_than_a_day_in_it() -> None:
    given = answer(COUNT, (OLD[0], "2025-03", *OLD[2:]), (NEW[0], "2025-03-02", *NEW[2:]))
    assert updated(given, Kind.NUMBER) == {}


def test_articles_without_a_date_come_in_the_order_of_their_citations() -> None:
    undated = ("Undated", None, NEW[2], NEW[3])
    told = note(COUNT, OLD, undated)
    assert told is not None
    assert told.index("“Old” (2025-03-01)") < told.index("“Undated” says 15,000")


def test_articles_that_say_the_same_are_told_together() -> None:
    again = ("Again", "2025-04-03", "15,000 people attended the opening of the bridge.", "15,000")
    told = note(COUNT, OLD, NEW, again)
    assert told is not None
    assert "“Again” (2025-04-03) and “New” (2025-04-02) say 15,000 people" in told


def test_a_second_citation_of_a_statement_is_compared_too() -> None:
    quotes = [
        Quote(Source(f"{title}.txt", title, date=date), text, 0, len(text))
        for title, date, text, _ in (OLD, NEW)
    ]
    both = Answer(
        COUNT,
        (Statement(quotes[0].text, (1, 2), (0, 6)),),
        (Citation(1, quotes[0]), Citation(2, quotes[1])),
    )
    told = disagreement(both, Kind.NUMBER)
    assert told is not None
    assert [side.value for side in told.sides] == ["15,000 people", "12,000 people"]


def test_one_article_does_not_disagree_with_itself() -> None:
    quotes = [Quote(Source("a.txt", "A"), text, 0, len(text)) for text in (OLD[2], NEW[2])]
    alone = Answer(
        COUNT,
        tuple(Statement(quote.text, (n,)) for n, quote in enumerate(quotes, start=1)),
        tuple(Citation(n, quote) for n, quote in enumerate(quotes, start=1)),
    )
    assert disagreement(alone, Kind.NUMBER) is None


def test_an_article_that_takes_a_value_back_updates_the_other() -> None:
    told = note(
        "When will the bridge open?",
        ("Open in June", "2025-02-11", "The bridge will open on 14 June 2025.", "14 June 2025"),
        (
            "Postponed",
            "2025-05-20",
            "The bridge will not open on 14 June, as planned, but on 4 October 2025.",
            "14 June",
        ),
    )
    assert told is not None
    assert "2025-05-20, “Postponed” says 4 October 2025; as of 2025-02-11, “Open in June”" in told


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            COUNT,
            "About 12,000 people attended the opening of the bridge.",
            "12,034 people attended the opening of the bridge.",
        ),
        (
            COUNT,
            "At least 9,000 people attended the opening of the bridge.",
            "12,000 people attended the opening of the bridge.",
        ),
        (
            COUNT,
            "Between 10,000 and 13,000 people attended the opening of the bridge.",
            "12,000 people attended the opening of the bridge.",
        ),
        (
            COUNT,
            "12,000 people attended the opening of the bridge.",
            "Among those who attended the opening of the bridge were 40 people from abroad.",
        ),
        (
            COUNT,
            "12,000 people attended the opening of the bridge.",
            "Organisers expected 20,000 people at the opening of the bridge.",
        ),
        (
            COUNT,
            "12,000 people attended the opening of the bridge.",
            "The mayor says that 12,000 people attended the opening of the bridge,"
            " the police says 9,000 people.",
        ),
        (
            "How many people were hurt in the shelling?",
            "On Monday 12 people were hurt in the shelling.",
            "On Tuesday 15 people were hurt in the shelling.",
        ),
        (
            "How many people were hurt in the shelling?",
            "12 people were hurt in the shelling in Morv.",
            "15 people were hurt in the shelling in Dessin.",
        ),
        (
            "How many people were hurt in the crash?",
            "45 people were hurt in the crash.",
            "8 people were killed in the crash.",
        ),
        (
            "When was the dam built?",
            "The dam was built in 1967.",
            "The dam was built on 4 May 1967.",
        ),
        (
            "Who founded the press?",
            "The press was founded by Lindqvist.",
            "Anna Lindqvist founded the press.",
        ),
        (
            "Who visited the yard?",
            "King Olaf visited the yard.",
            "Minister Petra Holm visited the yard.",
        ),
        ("Did the bank cut its rate?", "The bank cut its rate.", "The bank may not cut its rate."),
        (
            "Was the bridge repaired?",
            "The bridge was repaired.",
            "The bridge was repaired, but the church was not.",
        ),
        (
            "When will the bridge open?",
            "The bridge will open on 14 June 2025.",
            "Will the bridge open in October?",
        ),
    ],
)
def test_what_only_looks_so_is_no_disagreement(question: str, one: str, other: str) -> None:
    assert note(question, ("A", None, one, None), ("B", None, other, None)) is None
    assert note(question, ("A", "2025-03-01", one, None), ("B", "2025-03-02", other, None)) is None


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("When was the dam built?", "The dam was built in 1967.", "The dam was built in 1972."),
        (
            "When does the market open?",
            "The market opens on Thursday.",
            "The market opens on Saturday.",
        ),
        (
            "Who is the mayor of Quillby?",
            "Robert Ames is the mayor of Quillby.",
            "The mayor of Quillby is Helen Sorby.",
        ),
        ("Where was Strand born?", "Strand was born in Halmer.", "Strand was born in Osterby."),
        (
            "Is the pass open in winter?",
            "The pass is open in winter.",
            "The pass is not open in winter.",
        ),
        (
            "How much does the bridge cost?",
            "The bridge costs 4.2 million euros.",
            "The bridge costs 5.8 million euros.",
        ),
    ],
)
def test_different_values_of_every_kind_are_told(question: str, one: str, other: str) -> None:
    assert note(question, ("A", None, one, None), ("B", None, other, None)) is not None


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("12,034 soldiers", 12034, 12034, "soldier"),
        ("nineteen people", 19, 19, "people"),
        ("twenty-five houses", 25, 25, "hous"),
        ("4.2 million euros", 4.2e6, 4.2e6, "euro"),
        ("two hundred thousand votes", 2e5, 2e5, "vote"),
        ("$3bn", 3e9, 3e9, "dollar"),
        ("54 percent of voters", 54, 54, "percent"),
        ("between 10 and 15 days", 10, 15, "dai"),
        ("2 to 3 million people", 2e6, 3e6, "people"),
        ("at least 200 houses", 200, float("inf"), "hous"),
    ],
)
def test_a_number_is_read_with_its_bounds_and_unit(
    text: str, low: float, high: float, unit: str
) -> None:
    (quantity,) = quantities(text)
    assert (quantity.low, quantity.high, quantity.unit) == (low, high, unit)


def test_a_change_is_two_numbers_and_no_range() -> None:
    assert [q.low for q in quantities("The toll rose from eleven to 13 people.")] == [11, 13]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("March 2025", "12 March 2025", True),
        ("the 1990s", "1995", True),
        ("Monday", "25 August 2025", True),
        ("Tuesday", "25 August 2025", False),
        ("yesterday", "25 August", True),
        ("25 August", "26 August", False),
        ("1967", "1972", False),
    ],
)
def test_times_agree_as_far_as_each_tells(one: str, other: str, agree: bool) -> None:
    written = "2025-08-26"
    (first,), (second,) = moments(one, written), moments(other, written)
    assert first.agrees(second) is second.agrees(first) is agree


amounts = st.integers(min_value=1, max_value=10**7)


@given(amounts, amounts)
def test_exact_numbers_are_told_apart_and_equal_ones_never(one: int, other: int) -> None:
    told = note(
        COUNT,
        ("A", None, f"{one:,} people attended the opening of the bridge.", f"{one:,}"),
        ("B", None, f"{other} people attended the opening of the bridge.", str(other)),
    )
    if one == other:
        assert told is None
    elif abs(one - other) > 0.05 * max(one, other):
        assert told is not None


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_any_text_is_compared_and_with_itself_agrees(one: str, question: str) -> None:
    kinds = list(Kind)
    for kind in kinds:
        told = answer(question, ("A", None, one, None), ("B", "2025-01-01", one, None))
        assert disagreement(told, kind) is None


pieces = st.lists(
    st.sampled_from(
        """about 12,000 1.5 million from to people 1967 May 31 February Monday yesterday not $ % - .
        , the of Kyiv Anna Lind who when how many did twenty-five hundred in 1990s 99:99 0
        planned""".split()
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@given(pieces, pieces, pieces, st.sampled_from([None, "2025-03-01", "2025", "2025-13-40"]))
def test_no_wording_stops_the_comparison_and_order_does_not_matter(
    question: str, one: str, other: str, date: str | None
) -> None:
    told = [("A", date, one, None), ("B", date, other, None)]
    for kind in Kind:
        forth = disagreement(answer(question, *told), kind)
        back = disagreement(answer(question, *reversed(told)), kind)
        assert (forth is None) == (back is None)
        assert forth is None or {source.title for source in forth.sources} == {"A", "B"}
