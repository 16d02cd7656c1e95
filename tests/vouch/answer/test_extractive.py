"""Answers in the articles' own sentences."""

import pytest

from tests.vouch.making import candidate, reading
from vouch.answer.extractive import quote_answer
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.types import Answer, Trace


def answer(*read: tuple[Candidate, Reading], limit: int = 5) -> Answer:
    candidates, readings = zip(*read, strict=True)
    return quote_answer("Q?", candidates, readings, 0.5, limit, Trace())


def texts(given: Answer) -> list[str]:
    return [statement.text for statement in given.statements]


def test_the_sentences_that_belong_are_quoted_in_the_order_of_the_article() -> None:
    given = answer(
        (candidate("Ada came. Bo slept. Cy left early."), reading(0.9, 0.7, 0.1, 0.9)),
    )
    assert texts(given) == ["Ada came.", "Cy left early."]
    assert [c.quote.text for c in given.citations] == texts(given)
    assert [(c.quote.start, c.quote.end) for c in given.citations] == [(0, 9), (20, 34)]


def test_the_best_sentence_is_quoted_however_unsure() -> None:
    assert texts(answer((candidate("Ada came. Bo slept."), reading(0.6, 0.2, 0.1)))) == [
        "Ada came."
    ]


def test_candidates_without_support_are_not_quoted() -> None:
    given = answer(
        (candidate("Ada came."), reading(0.9, 0.8)),
        (candidate("Bo slept.", "b.txt"), reading(0.4, 0.99)),
    )
    assert texts(given) == ["Ada came."]


def test_at_most_the_limit_is_quoted() -> None:
    given = answer(
        (candidate("Ada came. Bo slept. Cy left."), reading(0.9, 0.7, 0.8, 0.9)), limit=2
    )
    assert texts(given) == ["Bo slept.", "Cy left."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Lund spoke. She added that ships sail.",
            "Ada Lund spoke. She added that ships sail.",
        ),
        ("Ships sail. “We must go,” he said.", "Ships sail. “We must go,” he said."),
        ("It rained. The port, Ada said, is shut.", "The port, Ada said, is shut."),
        ("It rained. Ada said she is ill.", "Ada said she is ill."),
        ("Bo said: “We stay. We fight on.”", "Bo said: “We stay. We fight on.”"),
        ("The cost rose. However, this was denied.", "The cost rose. However, this was denied."),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_is_quoted_with_it(
    text: str, expected: str
) -> None:
    made = candidate(text)
    scores = [0.1] * (len(made.passage.sentences) - 1) + [0.9]
    assert texts(answer((made, reading(0.9, *scores)))) == [expected]


def test_a_fact_that_two_articles_tell_is_given_once_and_cites_both() -> None:
    one = candidate("The bridge will open on 3 May 2026.")
    two = candidate("The bridge will open on 3 May 2026!", "b.txt")
    given = answer((one, reading(0.9, 0.9)), (two, reading(0.8, 0.8)))
    assert texts(given) == ["The bridge will open on 3 May 2026."]
    assert given.statements[0].citations == (1, 2)
    assert [c.quote.source.path for c in given.citations] == ["a.txt", "b.txt"]


def test_a_near_duplicate_passage_is_cited_too() -> None:
    made = candidate(
        "Ferries run daily. Ask Bo.", duplicates=[("b.txt", "New: ferries run daily.")]
    )
    same = candidate("Ferries run daily. Ask Bo.", duplicates=[("b.txt", "Ferries run daily.")])
    assert len(answer((made, reading(0.9, 0.9, 0.1))).citations) == 1
    assert len(answer((same, reading(0.9, 0.9, 0.1))).citations) == 2


def test_two_statements_of_one_article_are_not_taken_for_the_same() -> None:
    given = answer((candidate("The bridge opens. The bridge opens!"), reading(0.9, 0.9, 0.8)))
    assert len(given.statements) == 2


def test_articles_come_by_their_best_sentence() -> None:
    given = answer(
        (candidate("Ada came. Bo slept."), reading(0.9, 0.6, 0.7)),
        (candidate("Cy left.", "b.txt"), reading(0.9, 0.9)),
    )
    assert texts(given) == ["Cy left.", "Ada came.", "Bo slept."]


def test_the_words_that_answer_are_marked_in_their_statement() -> None:
    made = candidate("Ada Lund spoke. She left on 3 May.")
    given = answer((made, reading(0.9, 0.1, 0.9, span=(28, 33))))
    (statement,) = given.statements
    assert statement.answer_span is not None
    assert statement.text[slice(*statement.answer_span)] == "3 May"


def test_a_sentence_and_the_one_that_leans_on_it_are_one_statement() -> None:
    given = answer((candidate("Ada spoke. He left. She sang on."), reading(0.9, 0.9, 0.1, 0.8)))
    assert texts(given) == ["Ada spoke. He left. She sang on."]
    assert len(given.citations) == 1


def test_a_heading_that_is_the_title_is_not_quoted() -> None:
    given = answer((candidate("A.TXT\n\nAda came early."), reading(0.9, 0.9, 0.4)))
    assert texts(given) == ["Ada came early."]


def test_sentences_with_other_numbers_are_two_facts() -> None:
    one = candidate("The police counted 42,000 visitors at the harbour festival in July.")
    two = candidate("The police counted 31,500 visitors at the harbour festival in July.", "b.txt")
    assert len(answer((one, reading(0.9, 0.9)), (two, reading(0.8, 0.8))).statements) == 2


def test_the_words_in_the_place_of_denied_ones_are_marked() -> None:
    text = "It will not open on 14 June but on 4 October."
    start = text.index("14 June")
    given = answer((candidate(text), reading(0.9, 0.9, span=(start, start + 7))))
    (statement,) = given.statements
    assert statement.answer_span is not None
    assert statement.text[slice(*statement.answer_span)] == "4 October"
