"""The SQLite file in which the bot remembers: its tables, and transactions on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

from vouch.errors import StoreError

_VERSION = 1
_SCHEMA = """
CREATE TABLE guilds (guild INTEGER PRIMARY KEY, rules TEXT NOT NULL);
CREATE TABLE replies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at REAL NOT NULL,
    guild INTEGER, channel INTEGER NOT NULL, user INTEGER NOT NULL, message INTEGER,
    parent INTEGER REFERENCES replies (id) ON DELETE SET NULL,
    question TEXT NOT NULL, kind TEXT NOT NULL, reply TEXT NOT NULL, trace TEXT NOT NULL
);
CREATE INDEX replies_message ON replies (message);
CREATE INDEX replies_asked_at ON replies (asked_at);
CREATE INDEX replies_parent ON replies (parent);
CREATE TABLE votes (
    reply INTEGER NOT NULL REFERENCES replies (id) ON DELETE CASCADE,
    user INTEGER NOT NULL, vote INTEGER NOT NULL CHECK (vote IN (-1, 1)), voted_at REAL NOT NULL,
    PRIMARY KEY (reply, user)
);
CREATE TABLE conversations (
    channel INTEGER PRIMARY KEY,
    last_reply INTEGER REFERENCES replies (id) ON DELETE SET NULL
);
CREATE INDEX conversations_last_reply ON conversations (last_reply);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Database:
    """The file at `path`, made where there is none; usable from any thread.

    Raises StoreError where the file cannot be opened, or is no database of this version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=10, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"The bot's memory {path} cannot be opened: {error}.",
                f"Check the folder's permissions, or move the file away to begin anew: {path}",
            ) from error

    def _prepare(self) -> None:
        # WAL lets `vouch feedback` read while the bot writes, and needs no sync at each write.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        with self.transaction() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            elif version != _VERSION:
                raise StoreError(
                    f"The bot's memory {self._path} was written by another version of Vouch.",
                    "Install the version that wrote it, or move the file away to begin anew.",
                )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection whose writes are kept together, or not at all where the block raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """All rows of a query that only reads."""
        with self._lock, closing(self._connection.execute(query, values)) as cursor:
            return cursor.fetchall()

    def close(self) -> None:
        with self._lock:
            self._connection.close()
