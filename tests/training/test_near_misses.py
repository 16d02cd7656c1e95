"""Near misses change the one thing that they are to change, and no more."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.conftest import BRIDGE, FERRY, PARAGRAPHS
from training import generators
from training.generators import draw
from training.library import Library
from training.near_misses import (
    OPPOSITES,
    exchange,
    negate,
    other_subject,
    rename,
    turn_around,
    without_answer,
)
from training.text import mentions

seeds = st.integers(0, 10_000)


@given(seeds)
def test_an_exchanged_question_asks_of_something_else(seed: int) -> None:
    question = "Who built the older bridge that Edith Marlowe replaced in 1804?"
    changed = exchange(question, BRIDGE, ["Thomas Pike"], BRIDGE + FERRY, Random(seed))
    assert changed is not None
    assert changed != question
    assert "Thomas Pike" not in changed
    differing = set(changed.rstrip("?").split()) - set(question.rstrip("?").split())
    assert differing
    assert all(mentions(BRIDGE + FERRY, word) for word in differing)


def test_nothing_to_exchange_is_none() -> None:
    assert exchange("why?", BRIDGE, ["1931"], BRIDGE, Random(1)) is None


def test_opposites_go_both_ways() -> None:
    assert OPPOSITES["first"] == "last"
    assert OPPOSITES["last"] == "first"
    assert all(word != opposite for word, opposite in OPPOSITES.items())


def test_a_question_is_turned_around() -> None:
    found = {turn_around("Which is the largest span?", Random(seed)) for seed in range(30)}
    assert "Which is the smallest span?" in found
    assert any(q is not None and ("n't" in q or " not " in q) for q in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The towers were loved.", {"The towers were not loved.", "The towers were never loved."}),
        ("He did not pay.", {"He did pay."}),
        ("Dogs bark.", {None}),
        ("Who was king?", {"Who wasn't king?"}),
    ],
)
def test_negation(text: str, expected: set[str | None]) -> None:
    found = {negate(text, Random(seed)) for seed in range(40)}
    assert found & expected
    assert text not in found


def test_the_sentence_that_answers_is_taken_out() -> None:
    rest = without_answer(BRIDGE, ["Thomas Pike"])
    assert rest is not None
    assert "Pike" not in rest
    assert rest.startswith("The Harrow Bridge was designed")
    assert "212 metres" in rest
    assert without_answer("Only this one.", ["this"]) is None


@given(seeds)
def test_a_name_exchanged_everywhere_keeps_the_answer(seed: int) -> None:
    question, answer = "When did the Harrow Bridge open?", "1931"
    start = BRIDGE.index(answer)
    found = rename(
        question, BRIDGE, (start, start + 4), ["Kestrel Gate", "Long Mile"], Random(seed)
    )
    assert found is not None
    asked, passage, (low, high) = found
    assert passage[low:high] == answer
    assert "Harrow Bridge" not in asked + passage
    assert any(name in asked and name in passage for name in ("Kestrel Gate", "Long Mile"))


def test_a_passage_about_another_keeps_the_question() -> None:
    start = BRIDGE.index("1931")
    text = other_subject(
        "When did the Harrow Bridge open?", BRIDGE, (start, start + 4), ["Kestrel Gate"], Random(2)
    )
    assert text is not None
    assert "Harrow Bridge" not in text
    assert "Kestrel Gate was designed" in text


ANSWERED = (generators.answered, generators.renamed, generators.answering_sentence)
UNANSWERED = (
    generators.same_article,
    generators.other_article,
    generators.answer_removed,
    generators.question_exchanged,
    generators.subject_exchanged,
    generators.other_sentence,
)


@pytest.mark.parametrize("generate", ANSWERED)
def test_what_is_answered_marks_its_answer(
    generate: generators.Generator, library: Library
) -> None:
    answers = {a for p in PARAGRAPHS for q in p.questions for a, _ in q.answers}
    examples = draw(generate, library, Random(5), 30)
    assert len(examples) > 10
    for example in examples:
        assert example.supported
        assert example.span is not None
        assert example.passage[slice(*example.span)] in answers


@pytest.mark.parametrize("generate", UNANSWERED)
def test_what_is_not_answered_marks_nothing(
    generate: generators.Generator, library: Library
) -> None:
    examples = draw(generate, library, Random(5), 30)
    assert len(examples) > 5
    assert not any(example.supported or example.span for example in examples)
    assert len({(e.question, e.passage) for e in examples}) > 2


def test_a_passage_without_its_answer_does_not_mention_it(library: Library) -> None:
    for generate in (generators.same_article, generators.other_article, generators.other_sentence):
        for example in draw(generate, library, Random(3), 20):
            if "designed the Harrow Bridge" in example.question:
                assert "Edith Marlowe" not in example.passage


def test_hand_written_questions_keep_their_labels(library: Library) -> None:
    examples = draw(generators.hand_written, library, Random(1), 60)
    assert {e.supported for e in examples} == {True, False}
    for example in examples:
        if "bought the boats" in example.question or "paid for the towers" in example.question:
            assert not example.supported


@pytest.mark.parametrize("generate", [*ANSWERED, *UNANSWERED, generators.hand_written])
def test_the_same_seed_draws_the_same(generate: generators.Generator, library: Library) -> None:
    first = draw(generate, library, Random(9), 10)
    assert first == draw(generate, Library(PARAGRAPHS), Random(9), 10)
    assert first != draw(generate, library, Random(10), 10)
