"""The evidence in words."""

import pytest

from vouch.reader.features import coverage, only_asks, question_terms
from vouch.text.answer_types import Kind

FREQUENCIES = {"macron": 0, "troops": 2, "send": 5, "2031": 0}


def test_what_no_article_mentions_is_told() -> None:
    terms = question_terms("Will Macron send troops in 2031?", FREQUENCIES, 10)
    assert terms.missing_names == ("Macron",)
    assert terms.missing_numbers == ("2031",)
    assert terms.missing == {"macron", "2031"}
    assert question_terms("When did it open?", {}, 10).kind is Kind.TIME


def test_a_rare_word_weighs_more() -> None:
    weights = question_terms("Will Macron send troops?", FREQUENCIES, 10).weights
    assert weights["macron"] > weights["troop"] > weights["send"] > 0


def test_coverage_is_the_weighted_share_of_the_terms() -> None:
    terms = question_terms("Who sends troops?", {"sends": 3, "troops": 3}, 10)
    assert coverage(terms, "They sent it; a troop came.") == pytest.approx(0.5)
    assert coverage(terms, "Sending troops!") == pytest.approx(1.0)
    assert coverage(question_terms("Who is it?", {}, 10), "anything") == 0.0


def test_a_question_in_an_article_answers_no_who_or_when() -> None:
    terms = question_terms("How many people came to the festival?", {}, 10)
    assert only_asks(terms, "How many people came to the festival?")
    assert not only_asks(terms, "‘How many came?’ he asked; it was 300.")
    asked = question_terms("What did the source ask about the sites?", {}, 10)
    assert not only_asks(asked, "Who decides whether an agreement is violated?")
    assert only_asks(asked, "What did the source ask about the sites?")
