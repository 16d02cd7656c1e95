"""Sentences, names and the forms that people type."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.conftest import BRIDGE, FERRY
from training.text import (
    as_typed,
    best_occurrence,
    crop,
    mentions,
    months,
    names,
    nouns,
    numbers,
    pick,
    replace_phrase,
    sentences,
    years,
)


@given(st.text(max_size=200))
def test_sentences_lie_in_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Mr. Pike met Gen. Dunn in the U.S. in May. They spoke."
    assert [text[s:e] for s, e in sentences(text)][-1] == "They spoke."
    assert len(sentences(text)) == 2


@given(st.integers(0, 5000), st.data())
def test_a_crop_keeps_what_it_is_to_keep(seed: int, data: st.DataObject) -> None:
    text = BRIDGE + " " + FERRY
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))
    if not text[start:end].strip():
        return
    cropped, span = crop(text, (start, end), Random(seed))
    assert span is not None
    assert cropped in text
    if span[0] >= 0 and span[1] <= len(cropped):
        assert cropped[slice(*span)] == text[start:end]
    else:
        # only blanks between sentences may stick out
        assert not text[start:end][: max(0, -span[0])].strip()


def test_what_is_found_in_a_passage() -> None:
    assert {"Harrow Bridge", "Edith Marlowe", "Thomas Pike"} <= set(names(BRIDGE))
    assert years(BRIDGE) == ["1931", "1804"]
    assert numbers("In 1931 they sold 4,000 barrels, 2.5 each, to three men.") == [
        "4,000",
        "2.5",
        "three",
    ]
    assert months(FERRY) == ["March"]
    assert nouns("The towers of the bridge, and a tunnel.") == ["towers", "bridge", "tunnel"]


def test_phrases_are_whole_words() -> None:
    assert mentions("the Dunn family", "dunn")
    assert not mentions("the Dunning family", "dunn")
    assert replace_phrase("Dunn and Dunning", "Dunn", r"\1 Pike") == r"\1 Pike and Dunning"


def test_the_occurrence_is_the_one_in_the_sentence_that_is_asked_of() -> None:
    text = "It was 1931. The bridge opened in 1931 to cars."
    assert best_occurrence("When did the bridge open to cars?", text, "1931") == (34, 38)
    assert best_occurrence("When?", text, "1932") is None


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("When was Trump sworn in?", "trump sworn date"),
        ("How many people came to Oslo?", "number people came oslo"),
        ("Who designed the Harrow Bridge?", "designed harrow bridge"),
    ],
)
def test_questions_as_typed(question: str, form: str) -> None:
    found = {as_typed(question, Random(seed)) for seed in range(20)}
    assert found == {form, question.rstrip("?").lower()}


def test_picking_ignores_the_order_of_the_options() -> None:
    assert pick(Random(3), ["b", "a", "c", "a"]) == pick(Random(3), {"c", "b", "a"})
    assert pick(Random(3), []) is None
