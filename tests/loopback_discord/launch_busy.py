"""The bot in a process of its own, with an engine that only keeps the processor busy.

    python -m tests.loopback_discord.launch_busy API GATEWAY SECONDS

Each question holds the interpreter for SECONDS, as no real reading does, which
lets it go while it computes: the event loop has to live with that.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.loopback_discord.pointing import pointed
from tests.loopback_discord.server import TOKEN
from tests.vouch_bot.discord.scripted import ScriptedEngine, answer, quote, refusal
from vouch.conversation import Turn
from vouch.generation import OnStatement
from vouch.types import Reply
from vouch_bot.common.database import Database
from vouch_bot.common.engine import Synced
from vouch_bot.discord.app import build_bot, live
from vouch_bot.discord.settings import DiscordSettings


class BusyEngine(ScriptedEngine):
    """Answers two questions of three, after keeping the processor busy; remembers nothing."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._count = 0

    def ask(
        self, question: str, history: Sequence[Turn] = (), on_statement: OnStatement | None = None
    ) -> Reply:
        end = time.perf_counter() + self._seconds
        while time.perf_counter() < end:
            sum(range(1_000))
        self._count += 1
        return answer(question) if self._count % 3 else refusal(question, quote())


def main() -> None:
    api, gateway, seconds = sys.argv[1:]
    settings = DiscordSettings(cooldown_seconds=0)
    with TemporaryDirectory() as folder, pointed(api, gateway):
        database = Database(Path(folder) / "discord.sqlite3")
        engine = BusyEngine(float(seconds))
        bot = build_bot(settings, engine, lambda report: Synced(), database)
        asyncio.run(live(bot, TOKEN, 60))
        database.close()


if __name__ == "__main__":
    main()
