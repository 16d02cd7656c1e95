"""The evidence in words."""

import pytest

from vouch.reader.features import coverage, holds_kind, question_terms
from vouch.reader.kinds import Kind

FREQUENCIES = {"macron": 0, "troops": 2, "send": 5, "2031": 0}


def test_what_no_article_mentions_is_told() -> None:
    terms = question_terms("Will Macron send troops in 2031?", FREQUENCIES, 10)
    assert terms.missing_names == ("Macron",)
    assert terms.missing_numbers == ("2031",)
    assert terms.missing == {"macron", "2031"}


def test_a_rare_word_weighs_more() -> None:
    weights = question_terms("Will Macron send troops?", FREQUENCIES, 10).weights
    assert weights["macron"] > weights["troop"] > weights["send"] > 0


def test_coverage_is_the_weighted_share_of_the_terms() -> None:
    terms = question_terms("Who sends troops?", {"sends": 3, "troops": 3}, 10)
    assert coverage(terms, "They sent it; a troop came.") == pytest.approx(0.5)
    assert coverage(terms, "Sending troops!") == pytest.approx(1.0)
    assert coverage(question_terms("Who is it?", {}, 10), "anything") == 0.0


def test_the_kind_asked_for_stands_in_a_text_or_not() -> None:
    when = question_terms("When did it open?", {}, 10)
    assert when.kind is Kind.TIME
    assert (holds_kind(when, "In May 2021."), holds_kind(when, "Never.")) == (1.0, 0.0)
    assert holds_kind(question_terms("Explain the plan", {}, 10), "Never.") == 0.5
