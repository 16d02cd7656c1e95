"""The invented news: answers are in the text, and names change everywhere at once."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.news import news, read_stories, recast
from training.news_reports import Report, report
from training.records import Example


@pytest.mark.parametrize("story", read_stories(), ids=lambda story: story.title)
def test_a_story_written_by_hand_is_sound(story: Report) -> None:
    text = story.parts[0]
    assert all(answer in text for _, answer in story.answered)
    asked = [question for question, _ in story.answered] + story.open
    assert len(asked) == len(set(asked))
    assert not set(story.supported) & set(story.unsupported)


@given(st.integers(0, 100_000))
def test_a_report_answers_what_it_says_it_answers(seed: int) -> None:
    made = report(Random(seed))
    text = " ".join(made.parts)
    assert all(answer in text for _, answer in made.answered)
    assert not {question for question, _ in made.answered} & set(made.open)
    assert not set(made.supported) & set(made.unsupported)


def test_news_is_of_both_kinds_and_both_labels() -> None:
    examples = news(read_stories(), Random(2), 200)
    assert len(examples) == 200
    assert {e.kind for e in examples} == {"news_story", "news_report"}
    assert 0.35 < sum(e.supported for e in examples) / 200 < 0.65
    assert examples == news(read_stories(), Random(2), 200)


def test_a_name_is_recast_in_question_and_passage() -> None:
    passage = "Ines Calloway runs a bakery. “No,” Calloway said in May."
    start = passage.index("May")
    example = Example("When did Calloway speak?", passage, None, True, (start, start + 3), "x")
    changed = recast(example, Random(4))
    assert "Calloway" not in changed.passage + changed.question
    assert changed.span is not None
    assert changed.passage[slice(*changed.span)] == "May"
    surname = changed.question.removeprefix("When did ").removesuffix(" speak?")
    assert changed.passage.count(surname) == 2


def test_a_name_that_is_the_answer_is_left() -> None:
    passage = "Ines Calloway runs a bakery."
    example = Example("Who runs a bakery?", passage, None, True, (0, 13), "x")
    assert recast(example, Random(4)) == example
