"""What readers ask that no article covers: refused questions, the alike together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vouch_bot.common.store import Kept

SIMILARITY_THRESHOLD = 0.7
"""The cosine similarity from which two questions are taken to ask the same."""

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]


def each_apart(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    """Vectors by which only equal questions are alike."""
    return [[float(row == column) for column in range(len(texts))] for row in range(len(texts))]


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask alike, the most typical first; `last_asked` in seconds since 1970.

    `resolutions` are what people have answered to them.
    """

    questions: tuple[str, ...]
    times: int
    people: int
    last_asked: float
    resolutions: tuple[str, ...] = ()


def find_gaps(refused: Sequence[Kept], embed: Embed) -> list[Gap]:
    """The refused questions in groups of those that ask alike, the most asked first.

    Those that a person has answered come last.

    `embed` makes vectors of unit length. Groups are joined, the most alike first,
    for as long as the mean similarity between two groups is at least `SIMILARITY_THRESHOLD`
    (average linkage).
    """
    asked: dict[str, list[Kept]] = {}
    for kept in refused:
        asked.setdefault(" ".join(kept.asked.question.casefold().split()), []).append(kept)
    if not asked:
        return []
    texts = list(asked)
    vectors = np.asarray(embed(texts), dtype=np.float64)
    similar = vectors @ vectors.T
    gaps = [
        _gap([asked[texts[member]] for member in _typical_first(group, similar)])
        for group in _groups(similar)
    ]
    return sorted(
        gaps, key=lambda gap: (bool(gap.resolutions), -gap.people, -gap.times, -gap.last_asked)
    )


def _groups(similar: NDArray[np.float64]) -> list[list[int]]:
    """Average-linkage groups above the threshold, by chains of nearest neighbours.

    F. Murtagh, "A Survey of Recent Advances in Hierarchical Clustering Algorithms" (1983):
    two groups that are each other's nearest are joined whenever they are met, which takes time
    in the square of the number of questions. As joining never brings groups nearer to others,
    one whose nearest is below the threshold is done.
    """
    groups: dict[int, list[int]] = {number: [number] for number in range(len(similar))}
    between = similar.copy()
    np.fill_diagonal(between, -np.inf)
    for start in range(len(similar)):
        chain = [start] if start in groups else []
        while chain:
            last = chain[-1]
            nearest = int(between[last].argmax())
            if between[last, nearest] < SIMILARITY_THRESHOLD:
                chain.pop()
            elif len(chain) > 1 and between[last, chain[-2]] >= between[last, nearest]:
                other = chain[-2]
                del chain[-2:]
                _join(between, groups, other, last)
                chain = chain or [other]
            else:
                chain.append(nearest)
    return list(groups.values())


def _join(
    between: NDArray[np.float64], groups: dict[int, list[int]], first: int, second: int
) -> None:
    """Join the second group to the first; the similarities to others are means over members."""
    sizes = len(groups[first]), len(groups[second])
    joined = (sizes[0] * between[first] + sizes[1] * between[second]) / sum(sizes)
    between[first], between[:, first] = joined, joined
    between[first, first] = -np.inf
    between[second], between[:, second] = -np.inf, -np.inf
    groups[first] += groups.pop(second)


def _typical_first(group: list[int], similar: NDArray[np.float64]) -> list[int]:
    return sorted(group, key=lambda member: -float(similar[member, group].sum()))


def _gap(members: Sequence[Sequence[Kept]]) -> Gap:
    every = [kept for member in members for kept in member]
    return Gap(
        questions=tuple(member[0].asked.question for member in members),
        times=len(every),
        people=len({kept.asked.user for kept in every}),
        last_asked=max(kept.asked_at for kept in every),
        resolutions=tuple(dict.fromkeys(k.resolution for k in every if k.resolution)),
    )
