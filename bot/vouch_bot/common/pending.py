"""Questions under way, kept so that a process that follows a crash can tell their askers."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from vouch_bot.common.database import Database


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A question that was under way: its asker's address, and when it began (Unix time)."""

    number: int
    address: str
    begun_at: float


class Pending:
    """The questions under way, by what their responders give as address."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, address: str) -> int:
        """Note a question; the number to end it by."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO pending (begun_at, address) VALUES (?, ?)", (self._now(), address)
            )
            return cursor.lastrowid or 0

    def end(self, number: int) -> None:
        """Note that a question has been answered, or its asker told otherwise."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM pending WHERE id = ?", (number,))

    def take_unfinished(self) -> list[Unfinished]:
        """What a process before this one left unfinished, oldest first; it is taken once."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM pending ORDER BY id").fetchall()
            connection.execute("DELETE FROM pending")
        return [Unfinished(row["id"], row["address"], row["begun_at"]) for row in rows]
