"""Whether an index is what was published: its files, and the rows that are quoted.

Each generation has a manifest with the size and the hash of each file, and
each row of an article or a passage its own hash, which is compared whenever
the row is read to be quoted.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from vouch.index.errors import IndexDamagedError

MANIFEST = "manifest.json"
NOT_LISTED = frozenset({MANIFEST, "lock", "published"})

Table = Literal["articles", "passages"]
DIGESTS = """
CREATE TABLE digests (
    name TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (name, number)
) WITHOUT ROWID;
"""
_KEYS: Mapping[Table, str] = {"articles": "id", "passages": "number"}
_CHUNK = 1 << 20
_AT_ONCE = 500  # values bound in one statement


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The size in bytes and the hash of a published file."""

    size: int
    digest: str


def digest_of(data: bytes) -> str:
    """The hash of some bytes, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def file_digest(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    hasher = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


def record_digest(record: Mapping[str, Any]) -> str:
    """The hash of a JSON object, without its own entry `digest`."""
    own = {key: value for key, value in record.items() if key != "digest"}
    return digest_of(json.dumps(own, sort_keys=True).encode())


def manifest_of(folder: Path) -> bytes:
    """A generation's manifest: a JSON object of its files, each with its size and hash."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in NOT_LISTED]
    listed = {
        path.relative_to(folder).as_posix(): [path.stat().st_size, file_digest(path)]
        for path in sorted(files)
    }
    return json.dumps(listed, indent=1).encode()


def read_manifest(folder: Path, digest: str) -> dict[str, FileRecord]:
    """The files of a generation. Raises IndexDamagedError where the manifest is not `digest`'s."""
    name = f"{folder.name}/{MANIFEST}"
    try:
        data = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        raise IndexDamagedError(f"{name} is gone") from None
    if digest_of(data) != digest:
        raise IndexDamagedError(f"{name} is not what was published")
    return {path: FileRecord(*values) for path, values in json.loads(data).items()}


def verify_sizes(folder: Path, digest: str) -> None:
    """Raises IndexDamagedError where a file of a generation is gone or has another size."""
    for name, record in read_manifest(folder, digest).items():
        try:
            actual = (folder / name).stat().st_size
        except FileNotFoundError:
            raise IndexDamagedError(f"{name} is gone") from None
        if actual != record.size:
            raise IndexDamagedError(f"{name} has {actual} bytes instead of {record.size}")


def verify_contents(folder: Path, digest: str, below: str = "") -> None:
    """Raises IndexDamagedError where a file has other bytes than those that were published.

    Reads every file whose path in the generation begins with `below`.
    """
    for name, record in read_manifest(folder, digest).items():
        if not name.startswith(below):
            continue
        try:
            same = file_digest(folder / name) == record.digest
        except FileNotFoundError:
            raise IndexDamagedError(f"{name} is gone") from None
        if not same:
            raise IndexDamagedError(f"{name} is not what was published")


def record_rows(db: sqlite3.Connection, table: Table, where: str, *values: object) -> None:
    """Note the hashes of the rows of a table that `where` picks."""
    rows = db.execute(f"SELECT {_KEYS[table]}, * FROM {table} WHERE {where}", values)  # noqa: S608
    db.executemany(
        "INSERT OR REPLACE INTO digests VALUES (?, ?, ?)",
        [(table, number, _row_digest(row)) for number, *row in rows],
    )


def forget_rows(db: sqlite3.Connection, table: Table, where: str, *values: object) -> None:
    """Drop the hashes of the rows of a table that `where` picks, before these are deleted."""
    numbers = f"SELECT {_KEYS[table]} FROM {table} WHERE {where}"  # noqa: S608
    sql = f"DELETE FROM digests WHERE name = ? AND number IN ({numbers})"  # noqa: S608
    db.execute(sql, (table, *values))


def verify_rows(
    db: sqlite3.Connection, table: Table, column: str, values: Sequence[object]
) -> None:
    """Raises IndexDamagedError where a row with one of these values is not what was written."""
    for some in _in_parts(values):
        marks = ",".join("?" * len(some))
        _verify(db, table, f"WHERE {table}.{column} IN ({marks})", some)


def verify_all_rows(db: sqlite3.Connection) -> None:
    """Raises IndexDamagedError where any article or passage is not what was written."""
    for table in _KEYS:
        _verify(db, table, "", ())


def _verify(db: sqlite3.Connection, table: Table, where: str, values: Sequence[object]) -> None:
    rows = db.execute(
        f"SELECT digest, {table}.* FROM {table} LEFT JOIN digests"  # noqa: S608
        f" ON digests.name = '{table}' AND digests.number = {table}.{_KEYS[table]} {where}",
        values,
    )
    for digest, *row in rows:
        if digest != _row_digest(row):
            raise IndexDamagedError(f"a row of the {table} is not what was written")


def _in_parts(values: Sequence[object]) -> Iterator[Sequence[object]]:
    return (values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE))


def _row_digest(row: Iterable[object]) -> str:
    hasher = hashlib.blake2b(digest_size=16)
    for value in row:
        data = b"\0" if value is None else str(value).encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
