"""Refused questions grouped by what they ask."""

from collections.abc import Sequence
from itertools import combinations
from time import process_time

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.vouch_bot.discord.scripted import refusal
from vouch.embedding import load_embedder
from vouch.settings import Settings
from vouch_bot.common.store import Asked, Kept
from vouch_bot.common.unanswered import SIMILARITY_THRESHOLD, _groups, find_gaps

ALIKE_GROUPS = (
    ("When does the swimming pool open?", "opening hours of the pool", "pool opening times?"),
    (
        "How much is a parking permit?",
        "What does a parking permit cost?",
        "price of parking permit",
    ),
    ("Who is the new headmaster?", "who is the new headmaster of the school?"),
    ("Is there a bus to the airport?", "Which bus goes to the airport?", "bus airport"),
    ("Where can I recycle batteries?", "Where do I bring old batteries for recycling?"),
    ("Why was the concert cancelled?", "What was the reason the concert got cancelled?"),
    ("How do I apply for a dog licence?", "dog license application how?"),
    ("When is the next council meeting?", "What date is the next meeting of the council?"),
)
ALONE = (
    "How do I apply for a fishing licence?",
    "When does the library open?",
    "Where can I recycle glass?",
    "Who is the new mayor?",
    "How much is a bus ticket?",
    "Why was the market moved?",
)


def kept(question: str, person: int = 1, at: float = 0.0) -> Kept:
    return Kept(1, at, Asked(question, person, 1), refusal(question), {}, 0, 0)


def test_alike_questions_are_found_together_and_others_apart() -> None:
    """At least four of five pairs that ask alike are together; at most one of ten is wrong."""
    embedder = load_embedder(Settings())
    questions = [*(one for group in ALIKE_GROUPS for one in group), *ALONE]
    gaps = find_gaps(
        [kept(one) for one in questions], lambda texts: embedder.embed_documents([*texts])
    )
    wanted = _pairs(ALIKE_GROUPS)
    found = _pairs(gap.questions for gap in gaps)
    right = len(wanted & found)
    assert right / len(wanted) >= 0.8
    assert right / len(found) >= 0.9


def _pairs(groups: object) -> set[frozenset[str]]:
    return {
        frozenset((first, second))
        for group in groups  # type: ignore[attr-defined]
        for first in group
        for second in group
        if first != second
    }


def spread(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    """Each text a direction of its own, but those with the same first letter the same."""
    letters = sorted({text[0] for text in texts})
    return [[float(text[0] == letter) for letter in letters] for text in texts]


def test_the_most_asked_come_first_with_how_many_asked_and_when() -> None:
    asked = [
        kept("b one", person=1, at=5),
        kept("a one", person=1, at=1),
        kept("A  one", person=2, at=9),
        kept("a two", person=3, at=2),
        kept("b one", person=1, at=7),
        kept("b one", person=1, at=6),
        kept("b one", person=1, at=4),
    ]
    first, second = find_gaps(asked, spread)
    assert (first.times, first.people, first.last_asked) == (3, 3, 9)
    assert set(first.questions) == {"a one", "a two"}
    assert (second.times, second.people, second.last_asked) == (4, 1, 7)
    assert second.questions == ("b one",)


def test_groups_are_joined_by_their_mean_likeness() -> None:
    """Three in a row: the ends are not alike, and a chain does not join them."""
    angles = {"a": 0.0, "b": 0.7, "c": 1.45}
    assert np.cos(0.75) > SIMILARITY_THRESHOLD > np.cos(1.45)

    def embed(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [[float(np.cos(angles[text])), float(np.sin(angles[text]))] for text in texts]

    gaps = find_gaps([kept("a"), kept("b"), kept("c")], embed)
    assert sorted(sorted(gap.questions) for gap in gaps) == [["a", "b"], ["c"]]


def test_nothing_refused_is_no_gap() -> None:
    assert find_gaps([], spread) == []


def _naive(similar: NDArray[np.float64]) -> set[frozenset[int]]:
    """Average linkage as it is defined: the nearest two groups are joined, again and again."""
    groups = [frozenset([number]) for number in range(len(similar))]
    while len(groups) > 1:
        pairs = [
            (float(similar[np.ix_(list(a), list(b))].mean()), a, b)
            for a, b in combinations(groups, 2)
        ]
        best, a, b = max(pairs, key=lambda pair: pair[0])
        if best < SIMILARITY_THRESHOLD:
            break
        groups = [group for group in groups if group not in (a, b)] + [a | b]
    return set(groups)


@given(st.integers(0, 10_000), st.integers(2, 14))
@hypothesis_settings(max_examples=40, deadline=None)
def test_the_chains_give_the_groups_of_the_definition(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(4, 6))[random.integers(0, 4, count)]
    vectors = vectors + random.normal(size=vectors.shape) * 0.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similar = vectors @ vectors.T
    assert {frozenset(group) for group in _groups(similar)} == _naive(similar)


def test_thousands_of_questions_are_grouped_at_once() -> None:
    """The time grows with the square of the number, not its cube, which took a minute here."""
    random = np.random.default_rng(7)
    topics = random.normal(size=(300, 48))
    vectors = topics[random.integers(0, 300, 4_000)] + random.normal(size=(4_000, 48)) * 0.3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similar = vectors @ vectors.T
    began = process_time()
    groups = _groups(similar)
    assert process_time() - began < 12
    assert sorted(member for group in groups for member in group) == list(range(4_000))
