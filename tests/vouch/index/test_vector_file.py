"""The file of vectors beside a small collection."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vouch.index import vector_file
from vouch.index.vector_file import VectorFile, VectorFileWriter, has_vector_file
from vouch.index.vector_store import Collection, open_vectors, staged_collection

Vectors = dict[str, NDArray[np.float32]]
Steps = list[tuple[list[str], list[str]]]

KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=5)


def some_vectors(count: int, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return {f"{seed}-{n}": row / np.linalg.norm(row) for n, row in enumerate(rows)}


@given(st.lists(st.tuples(KEYS, KEYS), max_size=5))
def test_generations_hold_what_was_added_and_not_deleted(steps: Steps) -> None:
    chance, expected, before = np.random.default_rng(1), dict[str, list[float]](), None
    with tempfile.TemporaryDirectory() as temporary:
        for number, (added, deleted) in enumerate(steps):
            folder = Path(temporary) / str(number)
            folder.mkdir()
            writer = VectorFileWriter(folder, before)
            rows = chance.normal(size=(len(added), 3)).astype(np.float32)
            writer.add(added, rows)
            writer.delete(deleted)
            expected |= dict(zip(added, rows.tolist(), strict=True))
            expected = {key: row for key, row in expected.items() if key not in deleted}
            assert len(writer) == len(expected)
            writer.finish()
            read = VectorFile(folder)
            assert read.keys() == expected.keys()
            found = read.vectors([*"abcdefgh"])
            assert {key: row.tolist() for key, row in found.items()} == expected
            before = folder


def test_a_search_compares_with_every_vector(tmp_path: Path) -> None:
    vectors = some_vectors(300)
    writer = VectorFileWriter(tmp_path, None)
    writer.add(list(vectors), np.array(list(vectors.values())))
    writer.finish()
    read = VectorFile(tmp_path)
    for query in some_vectors(5, seed=1).values():
        similarities = {key: float(row @ query) for key, row in vectors.items()}
        best = sorted(similarities, key=lambda key: -similarities[key])[:20]
        found = read.search((query * 3).tolist(), 20)
        assert [key for key, _ in found] == best
        assert [s for _, s in found] == pytest.approx([similarities[k] for k in best], abs=1e-6)


def stage(folder: Path, before: Path | None, add: Vectors, delete: list[str]) -> Path:
    folder.mkdir()
    with staged_collection(folder, before) as collection:
        if add:
            collection.add(list(add), np.array(list(add.values())))
        collection.delete(delete)
    return folder


def test_the_file_goes_and_comes_with_the_size_of_the_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_file, "LARGEST", 20)
    vectors = some_vectors(25)
    large = stage(tmp_path / "large", None, vectors, [])
    assert not has_vector_file(large)
    with closing(open_vectors(large)) as opened:
        assert isinstance(opened, Collection)
        assert opened.keys() == vectors.keys()
    still = stage(tmp_path / "still", large, {}, ["0-1", "0-2", "0-3", "0-4", "0-5", "0-6"])
    small = stage(tmp_path / "small", still, some_vectors(1, seed=2), [])
    expected = {k: v for k, v in vectors.items() if int(k[2:]) not in range(1, 7)}
    assert_filed(small, expected | some_vectors(1, seed=2))


def test_an_index_without_the_file_is_given_one(tmp_path: Path) -> None:
    vectors = some_vectors(30)
    first = stage(tmp_path / "one", None, vectors, [])
    shutil.rmtree(first / vector_file.FOLDER)
    second = stage(tmp_path / "two", first, some_vectors(2, seed=1), ["0-7"])
    del vectors["0-7"]
    assert_filed(second, vectors | some_vectors(2, seed=1))


def assert_filed(folder: Path, expected: Vectors) -> None:
    read = open_vectors(folder)
    assert isinstance(read, VectorFile)
    found = read.vectors(sorted(read.keys()))
    assert found.keys() == expected.keys()
    assert all(np.allclose(found[key], expected[key], atol=1e-6) for key in expected)
