"""A chat platform in a hundred lines: people write lines on standard input.

    python -m tests.vouch_bot.common.console_bot FOLDER

Each line is `NAME> QUESTION`; a line that begins with `NAME>>` follows that person's last
reply. `sync` makes the index equal to the corpus. What is said goes to standard output.
"""

import asyncio
import sys
from pathlib import Path

from vouch.answer.serialization import reply_text
from vouch.assistant import Assistant
from vouch.settings import Settings
from vouch.types import Answer, Check, Reply
from vouch_bot.common.conversations import Conversations
from vouch_bot.common.corpus import Corpus
from vouch_bot.common.corpus_sync import CorpusSync
from vouch_bot.common.database import Database
from vouch_bot.common.fair_queue import FairQueue
from vouch_bot.common.policy import Asker
from vouch_bot.common.question_service import QuestionService
from vouch_bot.common.store import Asked, Store

CONSOLE = 1
"""The one channel there is."""


class ConsoleResponder:
    """Where a person reads what becomes of a question: lines that begin with the name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _print(self, text: str) -> None:
        sys.stdout.write(f"@{self._name} {text}\n")
        sys.stdout.flush()

    async def decline(self, text: str) -> None:
        self._print(text)

    async def begin(self) -> None:
        self._print("...")

    async def wait(self, ahead: int) -> None:
        self._print(f"{ahead} before you")

    async def say(self, text: str) -> None:
        self._print(text)

    async def draft(self, answer: Answer) -> None:
        self._print(f"so far: {reply_text(answer)}")

    @property
    def address(self) -> str | None:
        return None

    async def show(self, number: int | None, reply: Reply) -> int | None:
        self._print(f"[{number}] {reply_text(reply)}")
        return None

    async def show_check(self, check: Check) -> None:
        self._print(check.verdict.value)

    async def end(self) -> None:
        pass


class ConsoleBot:
    """Takes lines, and sees each through."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        assistant = Assistant.from_settings(settings)
        database = Database(folder / "console.sqlite3")
        self._corpus_sync = CorpusSync(Corpus(settings, assistant.embedder).sync)
        self._questions = QuestionService(
            engine=assistant,
            store=Store(database),
            conversations=Conversations(database, hours=24),
            queue=FairQueue(),
            cooldown=0,
        )
        self._people: dict[str, int] = {}
        self._last: dict[str, int | None] = {}

    async def take(self, line: str) -> None:
        """See one line through."""
        if line == "sync":
            synced = await self._corpus_sync.sync()
            sys.stdout.write(f"synced: {synced.added} new\n")
            return
        name, _, question = line.partition(">")
        follows = question.startswith(">")
        person = self._people.setdefault(name, len(self._people) + 1)
        asker = Asker(person, None, frozenset({CONSOLE}))
        parent = self._last.get(name) if follows else None
        asked = Asked(question.lstrip("> "), person, CONSOLE, parent=parent)
        self._last[name] = await self._questions.serve(asker, asked, ConsoleResponder(name))

    async def run(self) -> None:
        """Take lines until there are no more."""
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                await self.take(line.strip())
        await self._questions.close(60)


if __name__ == "__main__":
    asyncio.run(ConsoleBot(Settings(), Path(sys.argv[1])).run())
    if "discord" in sys.modules:
        raise SystemExit("discord.py was loaded")
