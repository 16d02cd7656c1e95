"""Replies with the votes on them, and each server's rules, kept in SQLite."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from vouch.types import Reply
from vouch_bot.common import records
from vouch_bot.common.database import Database
from vouch_bot.common.policy import Rules


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: who asked it where, and the reply that it follows, if it does.

    In a channel that is a conversation of its own, a thread or direct messages,
    a question follows the last reply there. `message` is the message that asks, if one does;
    in a conversation with `every_message`, each message is taken as a question. With `claim`
    it is no question, but a claim to be checked. With `max_risk` nobody has asked the bot: only
    an answer at that risk is kept and shown, and a refusal is kept with `keep_refusal` alone.
    """

    question: str
    user: int
    channel: int
    guild: int | None = None
    parent: int | None = None
    conversation: bool = False
    message: int | None = None
    every_message: bool = True
    claim: bool = False
    max_risk: float | None = None
    keep_refusal: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply as it is kept: `asked_at` in seconds since 1970, the trace as JSON gives it."""

    id: int
    asked_at: float
    asked: Asked
    reply: Reply
    trace: dict[str, Any]
    up: int
    down: int
    message: int | None = None
    resolution: str | None = None


_KEPT = """
SELECT replies.*,
    (SELECT count(*) FROM votes WHERE votes.reply = replies.id AND vote = 1) AS up,
    (SELECT count(*) FROM votes WHERE votes.reply = replies.id AND vote = -1) AS down
FROM replies
"""


class Store:
    """What the bot remembers in `database`, apart from conversations."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._rules = {
            row["guild"]: Rules.from_json(row["rules"])
            for row in database.rows("SELECT guild, rules FROM guilds")
        }

    def rules(self, guild: int | None) -> Rules:
        """The rules of a server, from memory; the default ones for direct messages."""
        return self._rules.get(guild, Rules()) if guild is not None else Rules()

    def set_rules(self, guild: int, rules: Rules) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO guilds VALUES (?1, ?2) ON CONFLICT (guild) DO UPDATE SET rules = ?2",
                (guild, rules.to_json()),
            )
        self._rules[guild] = rules

    def guilds(self) -> dict[int, Rules]:
        """The rules of every server that has set some."""
        return dict(self._rules)

    def keep(self, asked: Asked, reply: Reply) -> int:
        """Keep a reply with its trace; the number it is kept under."""
        trace = json.dumps(reply.trace.to_json(), default=str, ensure_ascii=False)
        values = (
            self._now(),
            *(asked.guild, asked.channel, asked.user, asked.parent, asked.message, asked.question),
            *(records.kind_of(reply), records.to_json(reply), trace),
        )
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO replies"
                " (asked_at, guild, channel, user, parent, asked_in, question, kind, reply, trace)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            if cursor.lastrowid is None:
                raise RuntimeError("SQLite gave the new reply no number")
            return cursor.lastrowid

    def sent_as(self, reply: int, message: int) -> None:
        """Note the message in which a reply is shown."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE replies SET message = ? WHERE id = ?", (message, reply))

    def shown_in(self, message: int) -> int | None:
        """The reply that a message shows; None where it shows none that is kept."""
        rows = self._database.rows("SELECT id FROM replies WHERE message = ?", message)
        return rows[0]["id"] if rows else None

    def asked_in(self, message: int) -> Kept | None:
        """The last reply to the question that a message asks; None where there is none."""
        last = "WHERE asked_in = ? ORDER BY id DESC LIMIT 1"
        rows = self._database.rows(f"{_KEPT} {last}", message)
        return _kept(rows[0]) if rows else None

    def kept(self, reply: int) -> Kept | None:
        rows = self._database.rows(f"{_KEPT} WHERE id = ?", reply)
        return _kept(rows[0]) if rows else None

    def vote(self, reply: int, user: int, vote: int) -> int:
        """Note a vote, 1 or -1, in place of the person's last; the same again takes it back.

        Returns the vote that stands: 1, -1 or 0.
        """
        with self._database.transaction() as connection:
            before = connection.execute(
                "SELECT vote FROM votes WHERE reply = ? AND user = ?", (reply, user)
            ).fetchone()
            if before is not None and before["vote"] == vote:
                connection.execute("DELETE FROM votes WHERE reply = ? AND user = ?", (reply, user))
                return 0
            connection.execute(
                "INSERT INTO votes (reply, user, vote, voted_at) VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT (reply, user)"
                " DO UPDATE SET vote = ?3, voted_at = ?4, reason = NULL",
                (reply, user, vote, self._now()),
            )
            return vote

    def give_reason(self, reply: int, user: int, reason: str) -> bool:
        """Note why a person voted a reply down; whether that vote stands."""
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE votes SET reason = ? WHERE reply = ? AND user = ? AND vote = -1",
                (reason, reply, user),
            )
            return done.rowcount == 1

    def reasons(self, since: float, guild: int | None) -> dict[str, int]:
        """How often each reason was given for a vote against a reply of a server."""
        rows = self._database.rows(
            "SELECT reason, count(*) AS times FROM votes JOIN replies ON replies.id = votes.reply"
            " WHERE reason IS NOT NULL AND asked_at >= ? AND guild IS ? GROUP BY reason",
            *(since, guild),
        )
        return {row["reason"]: row["times"] for row in rows}

    def since(self, moment: float, guild: int | None) -> Sequence[Kept]:
        """The replies of a server since a moment (Unix time), newest first."""
        asked = "WHERE asked_at >= ? AND guild IS ? ORDER BY asked_at DESC, id DESC"
        return [_kept(row) for row in self._database.rows(f"{_KEPT} {asked}", moment, guild)]

    def voted(self) -> Sequence[Kept]:
        """The replies that someone voted on, newest first."""
        voted = "WHERE id IN (SELECT reply FROM votes) ORDER BY asked_at DESC, id DESC"
        return [_kept(row) for row in self._database.rows(f"{_KEPT} {voted}")]

    def refused(self) -> Sequence[Kept]:
        """The refused questions, newest first."""
        refused = "WHERE kind = 'refusal' ORDER BY asked_at DESC, id DESC"
        return [_kept(row) for row in self._database.rows(f"{_KEPT} {refused}")]

    def resolve(self, reply: int, answer: str, person: int) -> bool:
        """Note what a person has answered to a refused question; whether it is still kept."""
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE replies SET resolution = ?, resolved_by = ? WHERE id = ?",
                (answer, person, reply),
            )
            return done.rowcount == 1

    def drop_before(self, days: float) -> int:
        """Drop replies older than `days`, with their votes; how many were dropped."""
        with self._database.transaction() as connection:
            oldest = self._now() - days * 86_400
            return connection.execute("DELETE FROM replies WHERE asked_at < ?", (oldest,)).rowcount

    def note_servers(self, present: Sequence[int]) -> None:
        """Note the servers that the bot is in: others with data have removed it."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT guild FROM guilds UNION SELECT guild FROM replies WHERE guild IS NOT NULL"
            ).fetchall()
            left = {row["guild"] for row in rows} - set(present)
            connection.executemany(
                "DELETE FROM left_guilds WHERE guild = ?", [(guild,) for guild in present]
            )
            connection.executemany(
                "INSERT OR IGNORE INTO left_guilds VALUES (?, ?)",
                [(guild, self._now()) for guild in left],
            )

    def drop_left(self, days: float) -> int:
        """Drop the data of servers that removed the bot `days` ago; how many servers."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT guild FROM left_guilds WHERE left_at <= ?", (self._now() - days * 86_400,)
            ).fetchall()
            for (guild,) in rows:
                connection.execute("DELETE FROM replies WHERE guild = ?", (guild,))
                connection.execute("DELETE FROM guilds WHERE guild = ?", (guild,))
                connection.execute("DELETE FROM left_guilds WHERE guild = ?", (guild,))
        for (guild,) in rows:
            self._rules.pop(guild, None)
        return len(rows)

    def fact(self, name: str) -> str | None:
        """A thing the bot notes for itself, such as which commands Discord knows."""
        rows = self._database.rows("SELECT value FROM facts WHERE name = ?", name)
        return rows[0]["value"] if rows else None

    def set_fact(self, name: str, value: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
                (name, value),
            )


def _kept(row: Row) -> Kept:
    asked = Asked(
        *(row["question"], row["user"], row["channel"], row["guild"], row["parent"]),
        message=row["asked_in"],
    )
    reply = records.from_json(row["kind"], row["reply"])
    return Kept(
        *(row["id"], row["asked_at"], asked, reply, json.loads(row["trace"])),
        *(row["up"], row["down"], row["message"], row["resolution"]),
    )
