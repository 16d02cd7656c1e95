"""The promises that the types hold."""

import pytest

from vouch.types import Answer, Article, Citation, Passage, Quote, Refusal, Source, Statement, Trace

SOURCE = Source("a.txt", "A title")
QUOTE = Quote(SOURCE, "It rained.", 5, 15)
CITATION = Citation(1, QUOTE)


def test_an_answer_needs_a_citation() -> None:
    with pytest.raises(ValueError, match="stands on a citation"):
        Statement("It rained.", ())
    with pytest.raises(ValueError, match="makes a statement"):
        Answer("Q", (), (CITATION,))
    with pytest.raises(ValueError, match="each cited one is there"):
        Answer("Q", (Statement("It rained.", (1, 2)),), (CITATION,))


def test_every_citation_is_cited_and_counted_from_one() -> None:
    statement = Statement("It rained.", (1,))
    with pytest.raises(ValueError, match="each citation is cited"):
        Answer("Q", (statement,), (CITATION, Citation(2, QUOTE)))
    with pytest.raises(ValueError, match="count from 1"):
        Answer("Q", (Statement("It rained.", (2,)),), (Citation(2, QUOTE),))
    with pytest.raises(ValueError, match="numbered from 1"):
        Citation(0, QUOTE)
    assert Answer("Q", (statement,), (CITATION,)).citations == (CITATION,)


def test_a_refusal_gives_a_reason_and_no_citation() -> None:
    with pytest.raises(ValueError, match="says why"):
        Refusal("Q", " ")
    with pytest.raises(ValueError, match="cites nothing"):
        Refusal("Q", "No article says so.", (CITATION,))  # type: ignore[arg-type]
    assert Refusal("Q", "No article says so.", (QUOTE,)).nearest == (QUOTE,)


def test_offsets_span_the_words() -> None:
    with pytest.raises(ValueError, match="span its words"):
        Quote(SOURCE, "It rained.", 5, 14)
    with pytest.raises(ValueError, match="span its text"):
        Passage("a.txt", "It rained.", 0, 9, ((0, 9),))
    with pytest.raises(ValueError, match="lie in it, in order"):
        Passage("a.txt", "It rained.", 10, 20, ((10, 21),))
    with pytest.raises(ValueError, match="lies in its statement"):
        Statement("It rained.", (1,), (3, 11))


def test_an_article_knows_its_pages_and_lines() -> None:
    article = Article(SOURCE, "one\ntwo\nthree", pages=(0, 4, 8))
    assert [article.page_at(offset) for offset in (0, 3, 4, 9)] == [1, 1, 2, 3]
    assert [article.line_at(offset) for offset in (0, 3, 4, 9)] == [1, 1, 2, 3]
    assert Article(SOURCE, "one").page_at(2) is None
    with pytest.raises(ValueError, match="first page starts at 0"):
        Article(SOURCE, "one", pages=(1,))


def test_a_trace_keeps_its_steps_in_order() -> None:
    trace = Trace().with_step("a", x=1).with_step("b", y=2)
    assert list(trace.to_json().items()) == [("a", {"x": 1}), ("b", {"y": 2})]
