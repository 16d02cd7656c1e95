"""The bot's life and its events; what is decided is decided elsewhere."""

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime

import discord
from discord.ext import tasks

from vouch_bot.common.conversations import Conversations
from vouch_bot.common.corpus_sync import CorpusSync, Show
from vouch_bot.common.engine import Engine, Synced
from vouch_bot.common.question_service import QuestionService
from vouch_bot.common.store import Store
from vouch_bot.discord import permissions
from vouch_bot.discord.commands import Commands, add_commands
from vouch_bot.discord.components import PERSISTENT
from vouch_bot.discord.handlers import take_message
from vouch_bot.discord.news import news
from vouch_bot.discord.settings_command import SettingsGroup

_log = logging.getLogger(__name__)
_MAX_HINTED = 1_000


@dataclass(frozen=True, slots=True)
class Services:
    """What the bot works with."""

    engine: Engine
    store: Store
    conversations: Conversations
    questions: QuestionService
    corpus_sync: CorpusSync
    keep_days: float = 365


class VouchClient(discord.Client):
    """The bot on Discord, with the least intents: servers, messages in them, direct messages."""

    def __init__(self, services: Services, *, message_content: bool = False) -> None:
        intents = discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
        )
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing needs old messages or members: memory stays flat.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.engine = services.engine
        self.store = services.store
        self.conversations = services.conversations
        self.questions = services.questions
        self._corpus_sync = services.corpus_sync
        self._keep_days = services.keep_days
        self._hinted: set[int] = set()
        self.tree = Commands(self)
        add_commands(self.tree)
        self.tree.add_command(SettingsGroup())

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*PERSISTENT)
        await self._sync_commands()
        self.tidy.start()

    async def _sync_commands(self) -> None:
        """Tell Discord of the commands where they have changed, or were not told of today.

        It limits how often it is told, and another program may have changed them.
        """
        commands = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
        told = f"{datetime.now(UTC).date()} {digest}"
        name = f"commands of {self.application_id}"
        if await asyncio.to_thread(self.store.fact, name) != told:
            await self.tree.sync()
            await asyncio.to_thread(self.store.set_fact, name, told)

    @tasks.loop(hours=1)
    async def tidy(self) -> None:
        """Forget old conversations, and drop old replies."""
        await asyncio.to_thread(self.conversations.forget)
        await asyncio.to_thread(self.store.drop_before, self._keep_days)

    async def on_ready(self) -> None:
        _log.info("Ready as %s in %d servers", self.user, len(self.guilds))
        for guild in self.guilds:
            self._check(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        _log.info("Joined the server %s", guild.id)
        self._check(guild)

    def _check(self, guild: discord.Guild) -> None:
        names = (*permissions.TO_ANSWER, *permissions.TO_OPEN_THREADS)
        if lacks := permissions.missing(guild.me.guild_permissions, names):
            _log.warning(
                "Missing in the server %s: %s. Tick them for the bot's role under"
                " Server Settings → Roles.",
                guild.id,
                ", ".join(lacks),
            )

    async def on_message(self, message: discord.Message) -> None:
        await take_message(self, message)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        _log.exception("An error in %s", event_method)

    async def hint(self, channel: discord.abc.Messageable, key: int, text: str) -> None:
        """Say something in a channel, whose id is `key`, that need not be said there again."""
        if key in self._hinted:
            return
        if len(self._hinted) >= _MAX_HINTED:
            self._hinted.clear()
        self._hinted.add(key)
        await channel.send(text)

    async def read_articles(self, show: Show | None = None) -> Synced:
        """Read the articles again, and tell of new ones where a server wants to hear of them.

        Raises BusyError where that is under way already.
        """
        synced = await self._corpus_sync.sync(show)
        await self.tell_news(synced)
        return synced

    async def tell_news(self, synced: Synced) -> None:
        """Tell of new articles where a server wants to hear of them."""
        if embed := news(synced):
            for guild, rules in self.store.guilds().items():
                if rules.news_channel is not None:
                    await self._tell_news(guild, rules.news_channel, embed)

    async def _tell_news(self, guild: int, channel: int, embed: discord.Embed) -> None:
        found = self.get_channel(channel)
        if not isinstance(found, discord.TextChannel):
            _log.warning("The channel %d for news of the server %d is gone", channel, guild)
            return
        try:
            await found.send(embed=embed)
        except discord.HTTPException as error:
            _log.warning("No news in the channel %d of the server %d: %s", channel, guild, error)

    async def close(self) -> None:
        self.tidy.cancel()
        await super().close()
