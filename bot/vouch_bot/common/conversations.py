"""Conversations: what was asked and answered before a question, until it is forgotten.

Each reply may follow another, its parent; the chain of parents is the history.
A thread that the bot opened, and a direct message, point to their last reply.
"""

import time
from collections.abc import Callable

from vouch.answer.serialization import reply_text
from vouch.conversation import Turn
from vouch_bot.common import records
from vouch_bot.common.database import Database

MAX_TURNS = 6

_CHAIN = """
WITH RECURSIVE chain (id, parent, question, kind, reply, depth) AS (
    SELECT id, parent, question, kind, reply, 1 FROM replies WHERE id = ?1 AND asked_at >= ?2
    UNION ALL
    SELECT replies.id, replies.parent, replies.question, replies.kind, replies.reply, depth + 1
    FROM replies JOIN chain ON replies.id = chain.parent
    WHERE replies.asked_at >= ?2 AND depth < ?3
)
SELECT question, kind, reply FROM chain ORDER BY depth DESC
"""


class Conversations:
    """The conversations kept in `database`, for `hours` after their last word."""

    def __init__(
        self, database: Database, hours: float, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._seconds = hours * 3_600
        self._now = now

    def history(self, reply: int | None) -> tuple[Turn, ...]:
        """The turns up to and with `reply`, oldest first, at most the last six."""
        if reply is None:
            return ()
        rows = self._database.rows(_CHAIN, reply, self._oldest(), MAX_TURNS)
        return tuple(
            Turn(row["question"], reply_text(records.from_json(row["kind"], row["reply"])))
            for row in rows
        )

    def last_reply(self, channel: int) -> int | None:
        """The last reply of the conversation in `channel`; None where none is remembered."""
        rows = self._database.rows(
            "SELECT last_reply FROM conversations JOIN replies ON replies.id = last_reply"
            " WHERE conversations.channel = ? AND asked_at >= ?",
            channel,
            self._oldest(),
        )
        return rows[0]["last_reply"] if rows else None

    def holds(self, channel: int) -> bool:
        """Whether there is a conversation in `channel`, remembered or forgotten."""
        return bool(self._database.rows("SELECT 1 FROM conversations WHERE channel = ?", channel))

    def takes_every_message(self, channel: int) -> bool:
        """Whether each message in `channel` is a question: the bot opened it for that."""
        query = "SELECT 1 FROM conversations WHERE channel = ? AND every_message"
        return bool(self._database.rows(query, channel))

    def go_on(self, channel: int, reply: int, *, every_message: bool = True) -> None:
        """Make `reply` the last of the conversation in `channel`, and open it where it is new.

        `every_message` says whether each message there is a question, in one that is new.
        """
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations (channel, last_reply, every_message)"
                " VALUES (?1, ?2, ?3) ON CONFLICT (channel) DO UPDATE SET last_reply = ?2",
                (channel, reply, every_message),
            )

    def begin_anew(self, channel: int) -> None:
        """Let the next question in `channel` follow nothing."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE conversations SET last_reply = NULL WHERE channel = ?", (channel,)
            )

    def forget(self) -> None:
        """Forget what follows what in conversations whose turns are too old."""
        oldest = self._oldest()
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE replies SET parent = NULL WHERE parent IS NOT NULL AND asked_at < ?",
                (oldest,),
            )
            connection.execute(
                "UPDATE conversations SET last_reply = NULL WHERE last_reply IN"
                " (SELECT id FROM replies WHERE asked_at < ?)",
                (oldest,),
            )

    def _oldest(self) -> float:
        return self._now() - self._seconds
