"""The likeliest span of a text, and of a passage together with its sentences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.reader.spans import Pointing, SentenceReading, best_pieces, joint_span

TEXT = "Ada came in May. Bo left in June."
PIECES = [(0, 3), (4, 8), (9, 11), (12, 15), (15, 16), (17, 19), (20, 24), (25, 27), (28, 32)]
SECOND = 17
"""Where the second sentence starts, with the sixth piece."""


def pointing(pieces: list[tuple[int, int]], at: int, by: float) -> Pointing:
    """A pointing that prefers one piece, as first and as last, by a logit."""
    logits = np.zeros(len(pieces), dtype=np.float32)
    logits[at] = by
    return Pointing.of_logits(pieces, logits, logits)


def alone(pieces: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    return [(s - start, e - start) for s, e in pieces]


@given(st.integers(1, 24), st.integers(1, 8), st.integers(0, 2**31))
def test_the_best_span_is_the_best_of_all(t: int, longest: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    start, end = (rng.normal(size=t).astype(np.float32) for _ in range(2))
    score, first, last = best_pieces(start, end, longest)
    every = {(s, e): start[s] + end[e] for s in range(t) for e in range(s, min(t, s + longest))}
    assert score == pytest.approx(max(every.values()), rel=1e-4)
    assert every[first, last] == pytest.approx(score, rel=1e-4)


def test_probabilities_sum_to_one() -> None:
    point = pointing(PIECES, 3, 2.0)
    assert np.exp(point.start).sum() == pytest.approx(1.0, abs=1e-5)
    assert point.best()[0] == (12, 15)


def test_sentence_and_passage_decide_together() -> None:
    whole = pointing(PIECES, 3, 1.0)  # May
    first = SentenceReading(0, -2.0, pointing(PIECES[:5], 3, 1.0))
    second = SentenceReading(SECOND, 4.0, pointing(alone(PIECES[5:], SECOND), 3, 5.0))  # June
    span = joint_span(whole, [first, second])
    assert span is not None
    assert TEXT[slice(*span)] == "June"
    doubted = second._replace(support_logit=-9.0)
    span = joint_span(whole, [first, doubted])
    assert span is not None
    assert TEXT[slice(*span)] == "May"


@given(st.integers(0, 2**31), st.floats(-5, 5), st.floats(-5, 5))
def test_a_span_never_crosses_sentences(seed: int, one: float, other: float) -> None:
    rng = np.random.default_rng(seed)

    def drawn(pieces: list[tuple[int, int]]) -> Pointing:
        start, end = rng.normal(scale=4, size=(2, len(pieces))).astype(np.float32)
        return Pointing.of_logits(pieces, start, end)

    sentences = [
        SentenceReading(0, one, drawn(PIECES[:5])),
        SentenceReading(SECOND, other, drawn(alone(PIECES[5:], SECOND))),
    ]
    span = joint_span(drawn(PIECES), sentences)
    assert span is not None
    assert span[1] <= PIECES[4][1] or span[0] >= SECOND


def test_without_pieces_in_the_passage_there_is_no_span() -> None:
    cut = pointing(PIECES[:5], 0, 1.0)
    assert joint_span(cut, []) is None
    lost = SentenceReading(SECOND, 1.0, pointing(alone(PIECES[5:], SECOND), 0, 1.0))
    assert joint_span(cut, [lost]) is None
