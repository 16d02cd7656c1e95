"""Which candidates answer of the time that is asked about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.vouch.making import candidate, passage, reading
from vouch.reader.features import QuestionTerms, question_terms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.temporal import Timely, asked_time, in_time, preference, read_in_time
from vouch.temporal.events import event_period
from vouch.text.periods import Period
from vouch.types import Answer, Citation, Refusal, Source, Statement

TODAY = date(2025, 11, 22)
THRESHOLD = 0.5


def dated(text: str, written: str | None, path: str = "a.txt") -> Candidate:
    found = candidate(text, path)
    return replace(found, source=replace(found.source, date=written))


def chosen(question: str, *found: Candidate, support: float = 0.9) -> Timely:
    readings = [reading(support, *(0.9 for _ in c.passage.sentences)) for c in found]
    return in_time(asked_time(question, TODAY), found, readings, THRESHOLD)


def fits(question: str, text: str, written: str | None) -> str:
    return chosen(question, dated(text, written)).fits[0].value


RATE = "What was the rate of the bank in 2024?"


@pytest.mark.parametrize(
    ("question", "text", "written", "expected"),
    [
        (RATE, "The rate of the bank is 4 percent.", "2024-05-01", "inside"),
        (RATE, "The rate of the bank is 4 percent.", "2023-05-01", "outside"),
        (RATE, "The rate of the bank is 4 percent.", "2025-05-01", "outside"),
        (RATE, "The rate of the bank is 4 percent.", None, "outside"),
        (RATE, "The bank set the rate at 4 percent.", None, "undated"),
        ("What did wheat cost in 2012?", "Wheat costs 40 cents a kilo.", None, "outside"),
        ("What did wheat cost last year?", "Wheat is dear; last year it was 40 cents.", None,
         "undated"),
        ("What did wheat cost in 2012?", "Wheat was 40 cents a kilo.", None, "undated"),
        ("What did Holt open on Friday?", "On Saturday Holt opened a school.", None, "outside"),
        ("What did Holt open on Friday?", "On Friday Holt opened a school.", None, "undated"),
        ("What did Holt open on Friday?", "On 9 May Holt opened it.", "2025-05-12", "undated"),
        ("What did Holt open on Friday?", "On 8 May Holt opened it.", "2025-05-12", "outside"),
        ("What did Holt open on Friday?", "Holt opened a school.", "2025-05-12", "undated"),
        ("Is it open on Sunday?", "It is open from Monday to Friday.", None, "undated"),
        (RATE, "In 2024 the rate of the bank was 4 percent.", "2025-05-01", "inside"),
        (RATE, "Last year the rate of the bank was 4 percent.", "2025-05-01", "inside"),
        (RATE, "In 2023 the rate of the bank was 4 percent.", "2024-05-01", "outside"),
        (RATE, "In 2023 the rate of the bank was 4 percent.", None, "outside"),
        (RATE, "Since 2022 the rate of the bank has been 4 percent.", "2025-05-01", "inside"),
        (RATE, "Since 2022 the rate of the bank has been 4 percent.", "2023-05-01", "outside"),
        (RATE, "The bank, founded in 1901, set the rate at 4 percent.", "2024-05-01", "inside"),
        ("What will the fare be in 2026?", "The fare will be 3 euros.", "2025-05-01", "undated"),
        ("What did Holt say on 3 May 2025?", "Holt spoke of dams.", "2025-05-04", "inside"),
        ("What did Holt say on 3 May 2025?", "Holt spoke of dams.", "2025-05-09", "later"),
        ("What did Holt say on 3 May 2025?", "Holt spoke of dams.", "2025-09-09", "outside"),
        ("Did Holt resign in 2024?", "Holt resigned on 3 May 2023.", "2024-06-01", "inside"),
        ("What did Holt say since May 2025?", "Holt spoke of dams.", "2025-09-09", "inside"),
        ("What did Holt say since May 2025?", "Holt spoke of dams.", "2025-03-09", "outside"),
        ("When will it open, as of May 2025?", "It will open on 1 July 2026.", "2025-05-02",
         "inside"),
        ("When will it open, as of May 2025?", "It will open on 1 July 2026.", "2025-09-02",
         "outside"),
        ("What did Holt say before the Lom vote?", "Ahead of the Lom vote, Holt fell silent.",
         "2025-01-01", "inside"),
        ("What did Holt say before the Lom vote?", "After the Lom vote, Holt fell silent.",
         "2025-01-01", "outside"),
    ],
)  # fmt: skip
def test_an_answer_fits_by_the_time_it_names_or_was_written_in(
    question: str, text: str, written: str | None, expected: str
) -> None:
    assert fits(question, text, written) == expected


def test_the_sentence_before_tells_the_time_of_the_one_that_answers() -> None:
    text = "In 1999 a fire broke out. The mill burned down."
    asked = asked_time("What happened to the mill in 1999?", TODAY)
    timely = in_time(asked, [dated(text, "2025-01-01")], [reading(0.9, 0.1, 0.9)], THRESHOLD)
    assert [fit.value for fit in timely.fits] == ["inside"]


def test_what_answers_of_another_time_is_left_out_and_a_refusal_tells_it() -> None:
    timely = chosen(RATE, dated("The rate of the bank is 4 percent.", "2023-05-01"))
    assert timely.candidates == ()
    refusal = timely.refusal(Refusal(RATE, "None answers."))
    assert "“in 2024”" in refusal.reason
    assert "(2023-05-01)" in refusal.reason
    assert [quote.text for quote in refusal.nearest] == ["The rate of the bank is 4 percent."]


def test_a_refusal_stays_as_it_is_where_nothing_answered_anyway() -> None:
    timely = chosen(RATE, dated("The rate is 4 percent.", "2023-05-01"), support=0.1)
    plain = Refusal(RATE, "None answers.")
    assert timely.refusal(plain) == plain


def test_of_one_passage_the_sentence_of_the_asked_time_is_kept() -> None:
    text = "The bank cut its rate to 4 percent this year. In 2023 the rate was 5 percent."
    found = dated(text, "2024-11-01")
    start = text.index("5 percent")
    read = reading(0.9, 0.7, 0.9, span=(start, start + 9))
    timely = in_time(asked_time(RATE, TODAY), [found], [read], THRESHOLD)
    assert [r.sentences for r in timely.readings] == [(0.7, 0.0)]
    assert timely.readings[0].span is None


def test_what_was_written_soon_after_answers_with_a_note_where_nothing_fits_better() -> None:
    question = "How many windows broke on 3 May 2025?"
    later = dated("The blast broke 600 windows.", "2025-05-09")
    timely = chosen(question, later)
    assert timely.candidates == (later,)
    answer = timely.noted(answer_of(later))
    assert isinstance(answer, Answer)
    assert answer.note is not None
    assert "2025-05-09" in answer.note
    within = dated("The blast broke 500 windows.", "2025-05-03", "b.txt")
    assert chosen(question, later, within).candidates == (within,)
    undated = dated("The blast broke 500 windows.", None, "c.txt")
    assert chosen(question, undated, within).candidates == (undated, within)


def test_how_things_stand_is_told_as_of_when_and_what_is_updated_is_named() -> None:
    old = dated("The rate is 4 percent.", "2024-05-01")
    new = dated("The rate is 3 percent.", "2025-05-01", "b.txt")
    timely = chosen("What is the current rate?", old, new)
    assert note_of(timely, new) == "This is as of 2025-05-01."
    assert note_of(chosen("What is the rate?", old, new), new) is None
    alone = timely.without({old.source: new.source})
    assert alone.candidates == (new,)
    told = note_of(alone, new)
    assert told is not None
    assert told.startswith("This is as of 2025-05-01; older articles say otherwise")
    assert "(2024-05-01)" in told
    assert timely.without({}) == timely


def test_one_note_names_what_says_otherwise_and_no_report_of_another_month() -> None:
    series = [dated(f"{n} came.", f"2025-0{n}-01", f"{n}.txt") for n in range(1, 6)]
    timely = chosen("How many come now?", *series)
    *old, new = (candidate.source for candidate in series)
    left = timely.without(dict.fromkeys(old[:2], new), {old[0]})
    left = left.without(dict.fromkeys(old[2:], new), {old[2]})
    assert left.candidates == (series[-1],)
    assert len(left.notes) == 1
    assert left.outdated == (old[1], old[3])
    reports = timely.without(dict.fromkeys(old, new), old)
    assert [note.text for note in reports.notes] == ["This is as of 2025-05-01."]


def test_without_a_date_nothing_is_told_as_of_when() -> None:
    undated = dated("The rate is 4 percent.", None)
    assert note_of(chosen("What is the current rate?", undated), undated) is None


def note_of(timely: Timely, cited: Candidate) -> str | None:
    reply = timely.noted(answer_of(cited))
    assert isinstance(reply, Answer)
    return reply.note


def test_a_time_that_belongs_to_a_thing_prefers_what_names_it_and_loses_no_answer() -> None:
    question = "How large is the 2025 budget?"
    old = dated("The 2024 budget is 5 million euros.", "2024-01-01")
    new = dated("The 2025 budget is 6 million euros.", "2024-12-01", "b.txt")
    assert chosen(question, old, new).candidates == (new,)
    assert chosen(question, old).candidates == (old,)


def test_a_question_without_a_time_leaves_everything_as_it_is() -> None:
    found = [dated("In 1999 it burned.", "2000-01-01"), dated("It burned.", None, "b.txt")]
    assert chosen("When did it burn?", *found).candidates == tuple(found)


def answer_of(found: Candidate) -> Answer:
    from vouch.answer.extractive import quote_of

    quote = quote_of(found.source, found.passage, found.passage.sentences[0])
    return Answer("Q?", (Statement(quote.text, (1,)),), (Citation(1, quote),))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["The Lom summit took place on 5 April 2025."], date(2025, 4, 5)),
        (["On Saturday the Lom summit ended."], date(2025, 4, 5)),
        (["The Lom summit may come.", "The Lom summit was held in May 2025."], date(2025, 5, 1)),
        (["The Lom summit was on 5 April 2025.", "The Lom summit was on 6 April 2025."], None),
        (["The summit took place on 5 April 2025."], None),
        (["The Lom summit cost 2 million euros."], None),
    ],
)
def test_the_days_of_an_event_are_what_the_articles_say(
    told: list[str], expected: date | None
) -> None:
    passages = [
        (Source(f"{n}.txt", "T", date="2025-04-07"), passage(f"{n}.txt", text))
        for n, text in enumerate(told)
    ]
    found = event_period("the Lom summit", passages)
    assert (found and found.first) == expected
    assert found is None or isinstance(found, Period)


def test_what_was_written_in_the_asked_time_or_names_it_is_preferred() -> None:
    prefers = preference(asked_time(RATE, TODAY))
    assert prefers is not None
    merits = [
        prefers(found.source, found.passage)
        for found in (
            dated("The rate is 4 percent.", "2024-03-01"),
            dated("In 2024 the rate was 4 percent.", "2025-03-01"),
            dated("The rate is 4 percent.", "2025-03-01"),
        )
    ]
    assert merits == [1.0, 1.0, 0.0]
    newer = preference(asked_time("What is the latest rate?", TODAY))
    assert newer is not None
    old, new = dated("The rate.", "2024-03-01"), dated("The rate.", "2025-03")
    assert newer(new.source, new.passage) > newer(old.source, old.passage)
    assert preference(asked_time("What is the rate?", TODAY)) is None


class Noting:
    """A reader that notes with which question it read which passage."""

    name = "noting"

    def __init__(self) -> None:
        self.read_for: list[str] = []

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        self.read_for.append(terms.question)
        return [reading(0.5 if "in" in terms.question.split() else 0.9, 0.9) for _ in candidates]

    def threshold(self, max_risk: float) -> float:
        return THRESHOLD


def test_what_names_the_time_is_read_for_the_whole_question_and_the_rest_without_it() -> None:
    asked = asked_time(RATE, TODAY)
    terms, plain = (question_terms(text, {}, 2) for text in (RATE, asked.plain))
    names = dated("In 2024 the rate was 4 percent.", "2025-03-01")
    silent = dated("The rate is 4 percent.", "2024-03-01", "b.txt")
    reader = Noting()
    supports = [r.support for r in read_in_time(reader, asked, terms, plain, [names, silent])]
    assert supports == [0.5, 0.9]
    alone = Noting()
    read_in_time(alone, asked, terms, plain, [silent])
    assert alone.read_for == [asked.plain]
