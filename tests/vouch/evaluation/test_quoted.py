"""Quoted sentences against those that answer."""

from hypothesis import given
from hypothesis import strategies as st

from vouch.evaluation.quoted import Counts, counts, plain
from vouch.types import Answer, Citation, Quote, Refusal, Source, Statement


def answer(*quotes: str) -> Answer:
    source = Source("a.txt", "A")
    citations = tuple(
        Citation(number, Quote(source, text, 0, len(text)))
        for number, text in enumerate(quotes, start=1)
    )
    statements = tuple(Statement(c.quote.text, (c.number,)) for c in citations)
    return Answer("who?", statements, citations)


def test_a_quote_of_two_sentences_counts_each() -> None:
    reply = answer("He left at noon. Rain fell.", "Nobody knows why.")
    counted = counts(reply, ["Rain fell.", "The sun rose."])
    assert counted == Counts(quoted=3, right=1, gold=2, cited=1)
    assert (counted.precision, counted.recall) == (1 / 3, 1 / 2)


def test_white_space_and_quotation_marks_do_not_count() -> None:
    reply = answer("“It rained,”\nsaid Ms Vale’s son.")
    assert counts(reply, ['"It  rained," said Ms Vale\'s son.']).cited == 1
    assert plain("`` Welcome ''") == plain("“ Welcome ”")


def test_a_part_of_a_sentence_that_answers_is_right_but_does_not_cite_it() -> None:
    counted = counts(answer("Rain fell."), ["Rain fell. Then it stopped."])
    assert counted == Counts(quoted=1, right=1, gold=1, cited=0)


def test_the_same_sentence_in_two_articles_counts_once() -> None:
    assert counts(answer("Rain fell.", "Rain fell."), ["Rain fell."]).quoted == 1


def test_a_refusal_cites_nothing() -> None:
    quote = Quote(Source("a.txt", "A"), "Rain fell.", 0, 10)
    counted = counts(Refusal("who?", "Nothing.", (quote,)), ["Rain fell."])
    assert counted == Counts(gold=1)
    assert (counted.precision, counted.recall) == (0, 0)


@given(
    st.lists(st.sampled_from(["Rain fell.", "Snow lay.", "He left."]), min_size=1),
    st.lists(st.sampled_from(["Rain fell.", "Snow lay.", "She came."])),
)
def test_whole_sentences_are_right_exactly_where_they_are_cited(
    quoted: list[str], gold: list[str]
) -> None:
    counted = counts(answer(*quoted), gold)
    assert counted.right == counted.cited == len(set(quoted) & set(gold))
    assert (counted.quoted, counted.gold) == (len(set(quoted)), len(set(gold)))
