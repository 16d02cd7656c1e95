"""What an interrupted sync has encoded, kept for the one that follows it.

Encoding is nearly all of a sync's work. Each full window of vectors is
written down when it is made; once a generation is published the file goes.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "encoded.sqlite3"

_AT_ONCE = 500


class EmbeddingCache:
    """Vectors by key, on disk. A file that is damaged is thrown away: it only saves work.

    `model` names what made the vectors; those of another one are thrown away too.
    """

    def __init__(self, data_dir: Path, model: str) -> None:
        self._path = data_dir / FILE
        self._model = model
        self._db: sqlite3.Connection | None = None
        if self._path.exists():
            self._open()

    def find(self, keys: Sequence[str]) -> "dict[str, NDArray[np.float32]]":
        """The vectors that are there of those asked for."""
        import numpy as np

        found: dict[str, NDArray[np.float32]] = {}
        for first in range(0, len(keys) if self._db else 0, _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            places = ",".join("?" * len(some))
            sql = f"SELECT key, vector FROM vectors WHERE key IN ({places})"  # noqa: S608 - only ?
            try:
                rows = self._db.execute(sql, some).fetchall() if self._db else []
            except sqlite3.DatabaseError:
                self.discard()
                return {}
            found.update((key, np.frombuffer(vector, dtype=np.float32)) for key, vector in rows)
        return found

    def keep(self, keys: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Write vectors down."""
        if self._db is None:
            self._open()
        if self._db is not None:
            rows = [(key, row.tobytes()) for key, row in zip(keys, vectors, strict=True)]
            with self._db:
                self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def discard(self) -> None:
        """Forget everything."""
        self.close()
        for suffix in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(FILE + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; what is in it stays."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _open(self) -> None:
        for _ in range(2):
            self._db = sqlite3.connect(self._path)
            with suppress(sqlite3.DatabaseError):
                self._db.execute("CREATE TABLE IF NOT EXISTS model (name TEXT UNIQUE)")
                self._db.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB)"
                )
                self._db.execute("INSERT OR IGNORE INTO model VALUES (?)", (self._model,))
                self._db.commit()
                names = self._db.execute("SELECT name FROM model").fetchall()
                if names == [(self._model,)]:
                    return
            self.discard()
        self._db = None
