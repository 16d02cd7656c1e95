"""The vectors of a generation in one plain file, each compared with a question's.

It is published beside Chroma's graph where that is as fast: reading it needs nothing but
numpy, and what it finds is exact. Chroma takes 0.7 seconds of processor time to import.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vouch.index.errors import IndexDamagedError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = "vectors"
ROWS, KEYS = "rows.f32", "keys.txt"
"""The vectors, row after row in float32, and their keys, one a line."""

LARGEST = 50_000
"""So many vectors are compared one by one in 10 ms; a larger collection is searched by graph."""

_AT_ONCE = 4096


def nearest(
    ids: Sequence[str],
    vectors: "NDArray[np.float32]",
    query: "NDArray[np.float32]",
    limit: int,
) -> list[tuple[str, float]]:
    """The ids of the unit vectors nearest to a query, with their cosine similarities.

    `vectors` has the shape (len(ids), dimension), `query` (dimension,).
    """
    import numpy as np

    similarities = vectors @ (query / np.linalg.norm(query))
    best = np.argsort(-similarities, kind="stable")[:limit]
    return [(ids[row], float(similarities[row])) for row in best]


class VectorFile:
    """Vectors by key, mapped from a file. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        try:
            self._keys = _read_keys(folder / FOLDER)
            # An empty file cannot be mapped.
            rows = (
                np.memmap(folder / FOLDER / ROWS, np.float32, "r")
                if self._keys
                else np.zeros(0, np.float32)
            )
            self._matrix = rows.reshape(len(self._keys), -1 if self._keys else 0)
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"the vectors cannot be read ({error})") from error
        self._row = {key: row for row, key in enumerate(self._keys)}

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Keys and cosine similarities of the nearest vectors, the nearest first."""
        import numpy as np

        if not self._keys:
            return []
        return nearest(self._keys, self._matrix, np.asarray(vector, np.float32), limit)

    def vectors(self, keys: Sequence[str]) -> "dict[str, NDArray[np.float32]]":
        """The vectors under these keys; keys that are not there are left out."""
        return {key: self._matrix[self._row[key]] for key in keys if key in self._row}

    def keys(self) -> set[str]:
        """The keys of all vectors."""
        return set(self._keys)

    def close(self) -> None:
        """Nothing to free: the file is unmapped with the last reference to it."""


def has_vector_file(folder: Path) -> bool:
    """Whether the generation in a folder has its vectors in a file."""
    return (folder / FOLDER / KEYS).is_file()


def _read_keys(folder: Path) -> list[str]:
    return (folder / KEYS).read_text("utf-8").split("\n")[:-1]


class VectorFileWriter:
    """The file of a staged generation; what is added is written at once, the rest at the end."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self._folder = folder / FOLDER
        if before is not None and has_vector_file(before):
            shutil.copytree(before / FOLDER, self._folder)
        self._keys = _read_keys(self._folder) if has_vector_file(folder) else []
        self._folder.mkdir(exist_ok=True)
        self._rows = (self._folder / ROWS).open("ab" if self._keys else "wb")
        self._deleted: set[str] = set()

    def add(self, keys: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Append vectors; one under a key that is there already replaces it."""
        import numpy as np

        self._keys += keys
        self._deleted -= set(keys)
        self._rows.write(np.ascontiguousarray(vectors, np.float32).tobytes())

    def delete(self, keys: Sequence[str]) -> None:
        """Leave out what is under these keys."""
        self._deleted |= set(keys)

    def __len__(self) -> int:
        return len(set(self._keys) - self._deleted)

    def finish(self) -> None:
        """Write what is left; without the file where there is too much to compare with each."""
        self._rows.close()
        last = {key: row for row, key in enumerate(self._keys)}
        kept = sorted(row for key, row in last.items() if key not in self._deleted)
        if len(kept) > LARGEST:
            shutil.rmtree(self._folder)
            return
        if len(kept) < len(self._keys):
            self._compact(kept)
        lines = "".join(f"{self._keys[row]}\n" for row in kept)
        (self._folder / KEYS).write_text(lines, "utf-8")

    def _compact(self, rows: Sequence[int]) -> None:
        import numpy as np

        path = self._folder / ROWS
        matrix = np.memmap(path, np.float32, "r").reshape(len(self._keys), -1)
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            for first in range(0, len(rows), _AT_ONCE):
                file.write(matrix[rows[first : first + _AT_ONCE]].tobytes())
        fresh.replace(path)
