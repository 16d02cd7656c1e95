"""Claims made by program say what they are to say."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.conftest import BRIDGE
from training.claims import declare, falsify, good_claims, overstate, yes_no
from training.generators import draw
from training.library import Library
from training.records import Stance
from training.statements import declared, labelled_pairs, stated, unstated, yes_no_questions

CLAIM = "It replaced an older bridge that Thomas Pike had built in 1804."


@given(st.integers(0, 10_000))
def test_a_falsified_claim_differs_and_is_not_in_the_passage(seed: int) -> None:
    changed = falsify(CLAIM, BRIDGE, Random(seed))
    assert changed is not None
    assert changed != CLAIM
    assert changed not in BRIDGE


def test_numbers_years_months_and_names_are_falsified() -> None:
    claim = "Edith Marlowe sold 250 boats in March 1931."
    passage = claim + " Thomas Pike sold 30 in May 1804."
    found = {falsify(claim, passage, Random(seed)) or "" for seed in range(200)}
    for kept in ("Edith Marlowe", "250", "March", "1931"):
        assert any(kept not in changed for changed in found), kept
        assert any(kept in changed for changed in found), kept


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("People may learn to love them.", "People will learn to love them."),
        ("Some towers are tall.", None),
        ("He sold some boats.", "He sold all boats."),
        ("He sold boats.", None),
    ],
)
def test_overstatement(claim: str, expected: str | None) -> None:
    assert overstate(claim, Random(0)) == expected


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Who designed the bridge?", "Edith Marlowe", "Edith Marlowe designed the bridge."),
        ("Which team won the cup in 1931?", "Harrow", "Harrow won the cup in 1931."),
        ("Which old football team won it?", "Harrow", "Harrow won it."),
        ("What is the largest span?", "the north span", "The north span is the largest span."),
        ("What did he build?", "a bridge", None),
        ("When did it open?", "1931", None),
        ("What year did Pike build it?", "1804", None),
    ],
)
def test_a_question_becomes_a_statement(question: str, answer: str, expected: str | None) -> None:
    assert declare(question, answer) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The bridge was opened in 1931.", "Was the bridge opened in 1931?"),
        ("Edith Marlowe has not seen it.", "Has Edith Marlowe not seen it?"),
        ("The man who is tall can swim.", None),
        ("Dogs bark.", None),
        ("In May, it was sold.", None),
    ],
)
def test_a_claim_becomes_a_yes_no_question(claim: str, expected: str | None) -> None:
    assert yes_no(claim) == expected


def test_yes_no_questions_are_open_only_where_the_premise_is_neutral() -> None:
    pair = {"premise": "It opened.", "hypothesis": "The bridge was open."}
    labels = ("entailment", "contradiction", "neutral", "not_entailment")
    records = [pair | {"source": "mnli_dev", "label": label} for label in labels]
    assert [e.supported for e in yes_no_questions(records)] == [True, True, False]
    assert [e.supported for e in labelled_pairs(records)] == [True, False, False, False]
    pictures = [pair | {"source": "snli_dev", "label": "contradiction"}]
    assert yes_no_questions(pictures) == []


def test_good_claims_are_sentences_of_the_passage() -> None:
    claims = good_claims(BRIDGE + " Ha. and this is not a claim that starts with a capital")
    assert CLAIM in claims
    assert all(claim[0].isupper() and len(claim.split()) >= 6 for claim in claims)
    assert not any(claim == "Ha." for claim in claims)


def test_claims_of_passages_are_labelled_by_what_was_done(library: Library) -> None:
    texts = {p.text for p in library.paragraphs}
    for example in draw(stated, library, Random(4), 60):
        if example.question.endswith("?"):  # asked: the passage settles it, one way or the other
            assert example.supported
            assert example.stance in {Stance.AFFIRMS, Stance.DENIES}
        else:
            assert example.supported == any(example.question in text for text in texts)
    for example in draw(unstated, library, Random(4), 20):
        assert not example.supported
        assert example.question not in example.passage
    assert {e.supported for e in draw(declared, library, Random(4), 40)} == {True, False}
