"""What a chat model may spend: tokens for each reply, and for each day."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vouch.generation.failures import DAY_SPENT, REPLY_SPENT, UNCOUNTED, ChatModelError
from vouch.settings import Settings

CHARACTERS = 3
"""Characters that make a token where none are counted: rather too many tokens than too few."""

COUNT = "chat_tokens.db"
"""The file in the data directory that counts the tokens of the day."""

WAIT_SECONDS = 5.0
"""How long the count of another process is waited for."""


def estimated(texts: Iterable[str]) -> int:
    """About how many tokens texts have, rather too many."""
    return sum(len(text) // CHARACTERS + 1 for text in texts)


class DailyTokens:
    """The tokens of the day (UTC), counted in a file that processes share and restarts leave."""

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit

    def reserve(self, tokens: int) -> None:
        """Take tokens from the day's; raises ChatModelError where they are not left.

        They are counted before they are spent, so that processes together keep
        the limit and one that is killed has counted too much, never too little.
        """
        with self._counting() as database:
            spent = self._spent(database)
            if spent + tokens > self._limit:
                raise ChatModelError(DAY_SPENT)
            database.execute(
                "INSERT INTO spent (day, tokens) VALUES (?, ?) "
                "ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens",
                (_today(), tokens),
            )

    def settle(self, reserved: int, spent: int) -> None:
        """Count what was spent in place of what was reserved."""
        with self._counting() as database:
            database.execute(
                "UPDATE spent SET tokens = max(0, tokens + ?) WHERE day = ?",
                (spent - reserved, _today()),
            )

    def spent(self) -> int:
        """The tokens counted today."""
        with self._counting() as database:
            return self._spent(database)

    @staticmethod
    def _spent(database: sqlite3.Connection) -> int:
        row = database.execute("SELECT tokens FROM spent WHERE day = ?", (_today(),)).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def _counting(self) -> Iterator[sqlite3.Connection]:
        """The count, in a transaction that no other process is in."""
        try:
            with closing(sqlite3.connect(self._path, timeout=WAIT_SECONDS)) as database:
                database.isolation_level = None
                database.execute("BEGIN IMMEDIATE")
                database.execute("CREATE TABLE IF NOT EXISTS spent (day PRIMARY KEY, tokens)")
                yield database
                database.execute("COMMIT")
        except sqlite3.Error:
            raise ChatModelError(UNCOUNTED) from None


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@dataclass(slots=True)
class Spending:
    """What one reply has spent of what it may: `limit` tokens, and what `daily` has left.

    `asked` and `said` are the tokens of the prompts and of the output;
    `guessed` tells that some of them are estimates.
    """

    limit: int
    daily: DailyTokens | None = None
    requests: int = 0
    asked: int = 0
    said: int = 0
    guessed: bool = False

    def reserve(self, tokens: int) -> None:
        """Make sure of tokens for a request; raises ChatModelError where they are not left."""
        if self.asked + self.said + tokens > self.limit:
            raise ChatModelError(REPLY_SPENT)
        if self.daily:
            self.daily.reserve(tokens)
        self.requests += 1

    def settle(self, reserved: int, asked: int, said: int, *, guessed: bool) -> None:
        """Count what a request has spent in place of what was reserved for it."""
        self.asked += asked
        self.said += said
        self.guessed |= guessed
        if self.daily:
            self.daily.settle(reserved, asked + said)

    def to_json(self) -> dict[str, int | bool]:
        """What was spent, and as `day` what all replies of the day have, where it is counted."""
        told: dict[str, int | bool] = {
            "requests": self.requests,
            "prompt_tokens": self.asked,
            "output_tokens": self.said,
            "estimated": self.guessed,
        }
        if self.daily:
            with suppress(ChatModelError):  # that it cannot be counted is told where it is spent
                told["day"] = self.daily.spent()
        return told


def account(settings: Settings) -> Spending:
    """The account of one reply, with nothing spent."""
    limit = settings.chat_tokens_per_day
    daily = DailyTokens(settings.data_dir / COUNT, limit) if limit else None
    return Spending(settings.chat_tokens_per_reply, daily)
