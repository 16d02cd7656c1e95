from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vouch.index.vector_store import is_worn, open_collection, staged_collection

Vectors = dict[str, NDArray[np.float32]]


def some_vectors(count: int, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {f"{seed}-{number}": row for number, row in enumerate(rows)}


def stage(
    folder: Path, before: Path | None, add: Vectors | None = None, delete: list[str] | None = None
) -> Path:
    folder.mkdir()
    with staged_collection(folder, before) as collection:
        collection.add(list(add or {}), np.array(list((add or {}).values())))
        collection.delete(delete or [])
    return folder


def read(folder: Path) -> Vectors:
    with closing(open_collection(folder)) as collection:
        return collection.vectors(sorted(collection.keys()))


@pytest.mark.parametrize("count", [1, 40, 1500])
def test_gives_back_what_it_was_given(tmp_path: Path, count: int) -> None:
    vectors = some_vectors(count)
    folder = stage(tmp_path / "one", None, vectors)
    found = read(folder)
    assert found.keys() == vectors.keys()
    assert all(np.allclose(found[key], vectors[key], atol=1e-6) for key in vectors)
    with closing(open_collection(folder)) as collection:
        key, similarity = collection.search(vectors["0-0"].tolist(), 1)[0]
    assert key == "0-0"
    assert similarity == pytest.approx(1, abs=1e-5)


def test_finds_the_nearest_as_comparing_with_all_does(tmp_path: Path) -> None:
    vectors = some_vectors(1500)
    matrix = np.array(list(vectors.values()))
    with closing(open_collection(stage(tmp_path / "one", None, vectors))) as collection:
        found = 0
        for query in some_vectors(30, seed=1).values():
            exact = {f"0-{row}" for row in np.argsort(-(matrix @ query))[:20]}
            found += len(exact & {key for key, _ in collection.search(query.tolist(), 20)})
    assert found >= 0.99 * 30 * 20


def test_a_generation_changes_nothing_of_the_one_before(tmp_path: Path) -> None:
    first = stage(tmp_path / "one", None, some_vectors(50))
    second = stage(tmp_path / "two", first, some_vectors(5, seed=1), ["0-3"])
    assert read(first).keys() == some_vectors(50).keys()
    assert read(second).keys() == {*some_vectors(50), *some_vectors(5, seed=1)} - {"0-3"}


def test_a_graph_of_mostly_removed_vectors_is_made_anew(tmp_path: Path) -> None:
    vectors = some_vectors(3500)
    removed = list(vectors)[100:]
    first = stage(tmp_path / "one", None, vectors, removed)
    assert is_worn(first)
    second = stage(tmp_path / "two", first, some_vectors(5, seed=1))
    assert not is_worn(second)
    expected = {**{key: vectors[key] for key in list(vectors)[:100]}, **some_vectors(5, seed=1)}
    found = read(second)
    assert found.keys() == expected.keys()
    assert all(np.allclose(found[key], expected[key], atol=1e-6) for key in expected)


def test_a_graph_in_use_is_not_worn(tmp_path: Path) -> None:
    assert not is_worn(stage(tmp_path / "small", None, some_vectors(3)))
    assert not is_worn(stage(tmp_path / "large", None, some_vectors(2500)))


@pytest.mark.parametrize("alike", [120, 1500])
def test_what_is_unlike_all_the_rest_is_within_reach(tmp_path: Path, alike: int) -> None:
    (centre,) = some_vectors(1, seed=5).values()
    cluster = {
        f"like-{number}": (centre + 0.05 * row).astype(np.float32)
        for number, row in enumerate(some_vectors(alike).values())
    }
    others = some_vectors(8, seed=6)
    first = stage(tmp_path / "one", None, cluster)
    second = stage(tmp_path / "two", first, others, ["like-3"])
    with closing(open_collection(second)) as collection:
        for key, vector in others.items():
            assert collection.search(vector.tolist(), 20)[0][0] == key
