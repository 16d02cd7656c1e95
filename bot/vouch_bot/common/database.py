"""The SQLite file in which the bot remembers: its tables, and transactions on it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock

from vouch.errors import StoreError

_FIRST = """
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
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)
"""
_SECOND = """
ALTER TABLE replies ADD COLUMN asked_in INTEGER;
ALTER TABLE replies ADD COLUMN resolution TEXT;
ALTER TABLE replies ADD COLUMN resolved_by INTEGER;
CREATE INDEX replies_asked_in ON replies (asked_in);
CREATE INDEX replies_user ON replies (user);
ALTER TABLE votes ADD COLUMN reason TEXT;
ALTER TABLE conversations ADD COLUMN every_message INTEGER NOT NULL DEFAULT 1;
CREATE TABLE known_articles (
    source TEXT PRIMARY KEY, mark TEXT NOT NULL, announced INTEGER NOT NULL
);
CREATE TABLE pending (
    id INTEGER PRIMARY KEY AUTOINCREMENT, begun_at REAL NOT NULL, address TEXT NOT NULL
);
CREATE TABLE left_guilds (guild INTEGER PRIMARY KEY, left_at REAL NOT NULL)
"""
_MIGRATIONS = (_FIRST, _SECOND)
"""What takes the tables from each version to the next; version 0 is an empty file."""


class Database:
    """The file at `path`, made where there is none; usable from any thread.

    Raises StoreError where the file cannot be opened, or is no database of this version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = RLock()
        try:
            _make_private(path)
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

    @property
    def folder(self) -> Path:
        """The folder that the file is in."""
        return self._path.parent

    def _prepare(self) -> None:
        # WAL lets `vouch feedback` read while the bot writes, and needs no sync at each write.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        with self.transaction() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(_MIGRATIONS):
                raise StoreError(
                    f"The bot's memory {self._path} was written by a newer version of Vouch.",
                    "Install the version that wrote it, or move the file away to begin anew.",
                )
            for migration in _MIGRATIONS[version:]:
                for statement in migration.split(";\n"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

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


def _make_private(path: Path) -> None:
    """Make the file, and keep it and its folder from other users: SQLite's own follow its mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(PermissionError):  # somebody else's folder is theirs to set
        path.chmod(0o600)
        path.parent.chmod(0o700)
