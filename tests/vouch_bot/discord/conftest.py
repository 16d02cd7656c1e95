"""A bot on a simulated Discord, with a scripted engine and a memory in a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.vouch_bot.discord.scripted import ScriptedEngine
from vouch_bot.common.article_desk import ArticleDesk
from vouch_bot.common.article_news import ArticleNews
from vouch_bot.common.conversations import Conversations
from vouch_bot.common.corpus_sync import CorpusSync
from vouch_bot.common.database import Database
from vouch_bot.common.engine import Progress, Synced
from vouch_bot.common.fair_queue import FairQueue
from vouch_bot.common.pending import Pending
from vouch_bot.common.privacy import Privacy
from vouch_bot.common.question_service import QuestionService
from vouch_bot.common.store import Store
from vouch_bot.common.unanswered import each_apart
from vouch_bot.discord.client import Services, VouchClient
from vouch_bot.discord.people import NAMING
from vouch_bot.discord.settings import DiscordSettings


@dataclass
class World:
    """What the bot under test works with, and what a test may turn."""

    path: Path
    engine: ScriptedEngine = field(default_factory=ScriptedEngine)
    synced: Synced = field(default_factory=Synced)
    progress: list[Progress] = field(default_factory=list)
    cooldown: float = 0.0
    queue: int = 50
    now: float = 1_000_000.0
    clock: float = 0.0
    articles: ArticleDesk | None = None
    removed: list[frozenset[str]] = field(default_factory=list)
    pace: float = 0.0  # timers of the bot stand still in simcord

    def sync(
        self, report: Callable[[Progress], None], removed: frozenset[str] = frozenset()
    ) -> Synced:
        self.removed.append(removed)
        for step in self.progress:
            report(step)
        return self.synced

    def bot(self, **settings: object) -> VouchClient:
        database = Database(self.path)
        self.store = Store(database, now=lambda: self.now)
        self.pending = Pending(database)
        self.conversations = Conversations(database, hours=24, now=lambda: self.now)
        self.questions = QuestionService(
            engine=self.engine,
            store=self.store,
            conversations=self.conversations,
            queue=FairQueue(workers=1, size=self.queue),
            cooldown=self.cooldown,
            naming=NAMING,
            pending=self.pending,
            clock=lambda: self.clock,
            pace=self.pace,
        )
        services = Services(
            engine=self.engine,
            store=self.store,
            conversations=self.conversations,
            questions=self.questions,
            corpus_sync=CorpusSync(self.sync),
            article_news=ArticleNews(database, self.engine.sources),
            pending=self.pending,
            privacy=Privacy(database),
            data_dir=database.folder,
            embed=each_apart,
            articles=self.articles,
        )
        return VouchClient(services, DiscordSettings(**settings))  # type: ignore[arg-type]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "discord.sqlite3")


@pytest.fixture
def simcord_bot(world: World) -> VouchClient:
    return world.bot()
