"""The statements that verification is measured on: complete, and split by article."""

from collections import Counter

from benchmarks.statements import HALVES, cases, lines, passages


def test_there_are_enough_statements_of_each_label_in_each_half() -> None:
    for half in HALVES:
        labels = Counter(case.supported for case in cases(half))
        assert min(labels.values()) >= 100
        assert labels[True] == labels[False]
    assert len({case.article for half in HALVES for case in cases(half)}) >= 60


def test_no_article_is_in_both_halves_and_each_has_passages() -> None:
    first, second = ({case.article for case in cases(half)} for half in HALVES)
    assert not first & second
    texts = {record["id"]: record["text"] for record in lines("articles")}
    for article, excerpts in passages().items():
        assert excerpts
        for excerpt in excerpts:
            passage = excerpt.passage
            assert texts[article][passage.start : passage.end] == passage.text


def test_no_statement_comes_twice_and_each_has_a_kind() -> None:
    every = [case for half in HALVES for case in cases(half)]
    assert len({case.statement for case in every}) == len(every)
    assert all(case.kind for case in every)


def test_every_draft_answers_a_question_on_one_of_the_articles() -> None:
    drafts = lines("drafts")
    known = {record["id"] for record in lines("articles")}
    assert len(drafts) >= 100
    assert {draft["article"] for draft in drafts} == known
    for draft in drafts:
        assert draft["question"].endswith("?")
        assert 2 <= len(draft["statements"]) <= 3
        assert any(statement["supported"] for statement in draft["statements"])
