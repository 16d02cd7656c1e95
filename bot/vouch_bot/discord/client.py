"""The bot's life and its events; what is decided is decided elsewhere."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import discord
from discord.ext import tasks

from vouch_bot.common import health
from vouch_bot.common.article_desk import ArticleDesk
from vouch_bot.common.article_news import ArticleNews
from vouch_bot.common.conversations import Conversations
from vouch_bot.common.corpus_sync import CorpusSync, Show
from vouch_bot.common.engine import Engine, Synced
from vouch_bot.common.notices import Notices
from vouch_bot.common.pending import Pending
from vouch_bot.common.privacy import Privacy
from vouch_bot.common.question_service import QuestionService
from vouch_bot.common.store import Store
from vouch_bot.common.unanswered import Embed
from vouch_bot.discord import permissions
from vouch_bot.discord.access import Access
from vouch_bot.discord.articles_command import ArticlesGroup, CancelAdd, ConfirmAdd
from vouch_bot.discord.auto_answer import StaffMessages
from vouch_bot.discord.commands import Commands, add_commands
from vouch_bot.discord.components import PERSISTENT
from vouch_bot.discord.digest import post_digests
from vouch_bot.discord.handlers import (
    answer_message,
    offer_again,
    take_follow_up,
    take_message,
)
from vouch_bot.discord.listing import help_embed
from vouch_bot.discord.messages import content_of, names_in, question_in
from vouch_bot.discord.news import news
from vouch_bot.discord.privacy_command import DeleteMyData
from vouch_bot.discord.recovery import tell_unfinished
from vouch_bot.discord.settings import DiscordSettings
from vouch_bot.discord.settings_command import SettingsGroup
from vouch_bot.discord.translation import Translation

T = TypeVar("T")

_log = logging.getLogger(__name__)
_PAUSES = (5.0, 15.0, 60.0, 300.0, 900.0)
"""Seconds between tries to register the commands; the last one again and again."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the bot works with."""

    engine: Engine
    store: Store
    conversations: Conversations
    questions: QuestionService
    corpus_sync: CorpusSync
    article_news: ArticleNews
    pending: Pending
    privacy: Privacy
    data_dir: Path
    embed: Embed
    articles: ArticleDesk | None = None


class VouchClient(discord.Client):
    """The bot on Discord, with the least intents: servers, messages in them, direct messages."""

    def __init__(self, services: Services, settings: DiscordSettings) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            dm_messages=True,
            message_content=settings.message_content,
        )
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing needs old messages or members: memory stays flat.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.settings = settings
        self.engine = services.engine
        self.store = services.store
        self.conversations = services.conversations
        self.questions = services.questions
        self.notices = Notices()
        self.staff_messages = StaffMessages()
        self.access = Access(self, settings.servers, settings.direct_messages)
        self._corpus_sync = services.corpus_sync
        self._article_news = services.article_news
        # Taken before this process takes questions of its own.
        self._unfinished = services.pending.take_unfinished()
        self.privacy = services.privacy
        self.embed = services.embed
        self.articles = services.articles
        self._data_dir = services.data_dir
        self._announcing = asyncio.Lock()
        self._generation: int | None = None
        self._registering: asyncio.Task[None] | None = None
        self._memory = ThreadPoolExecutor(4, thread_name_prefix="vouch-memory")
        self.tree = Commands(self)
        add_commands(self.tree)
        self.tree.add_command(SettingsGroup())
        self.tree.add_command(ArticlesGroup())

    async def remember(self, call: Callable[..., T], *values: object) -> T:
        """Call a method of the bot's memory in a thread: another process may hold its lock."""
        return await asyncio.get_running_loop().run_in_executor(self._memory, call, *values)

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Translation())
        self.add_dynamic_items(*PERSISTENT, DeleteMyData, ConfirmAdd, CancelAdd)
        try:
            await self.register_commands()
        except (discord.DiscordException, OSError, TimeoutError) as error:
            # Discord still has those of the day before, which work as well.
            _log.warning("The commands could not be registered, and will be later: %s", error)
            self._registering = asyncio.create_task(self._register_later())
        self.tidy.start()

    async def _register_later(self) -> None:
        for number in range(1_000_000):
            await asyncio.sleep(_PAUSES[min(number, len(_PAUSES) - 1)])
            try:
                await self.register_commands()
            except (discord.DiscordException, OSError, TimeoutError) as error:
                _log.warning("The commands could not be registered: %s", error)
            else:
                return

    async def register_commands(self) -> None:
        """Register the commands with Discord if they have changed, or were not today.

        It limits how often that is done, and another program may have changed them.
        """
        translator = self.tree.translator or Translation()
        commands = [
            await command.get_translated_payload(self.tree, translator)
            for command in self.tree.get_commands()
        ]
        digest = hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
        registered = f"{datetime.now(UTC).date()} {digest}"
        name = f"commands of {self.application_id}"
        if await self.remember(self.store.fact, name) != registered:
            await self.tree.sync()
            await self.remember(self.store.set_fact, name, registered)

    @tasks.loop(hours=1)
    async def tidy(self) -> None:
        """Forget old conversations, and drop old replies and the data of servers that left."""
        await self.remember(self.conversations.forget)
        await self.remember(self.store.drop_before, self.settings.keep_days)
        await self.remember(self.store.drop_left, self.settings.left_days)

    @tasks.loop(seconds=health.EVERY_S)
    async def beat(self) -> None:
        """Let `vouch discord --health` see that the bot is connected."""
        if self.is_ready() and not self.is_closed():
            try:
                await asyncio.to_thread(health.touch, self._data_dir)
            except OSError as error:
                _log.warning("The health file cannot be written: %s", error)

    @tasks.loop(seconds=30)
    async def follow_index(self) -> None:
        """Announce new articles once the index has changed, whoever has synced it."""
        await self.announce_articles()

    @tasks.loop(minutes=10)
    async def digest(self) -> None:
        """Post the digest of the week where it is due."""
        await post_digests(self)

    async def on_ready(self) -> None:
        _log.info("Ready as %s in %d servers", self.user, len(self.guilds))
        present = [guild.id for guild in self.guilds]
        await self.remember(self.store.note_servers, present)
        for guild in list(self.guilds):
            await self._admit(guild)
        unfinished, self._unfinished = self._unfinished, []
        for question in unfinished:
            await tell_unfinished(self, question)
        if not self.follow_index.is_running():
            self.follow_index.start()
            self.digest.start()
            self.beat.start()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        _log.info("Joined the server %s", guild.id)
        await self.remember(self.store.note_servers, [each.id for each in self.guilds])
        await self._admit(guild)
        channel = guild.system_channel
        if channel is None or not self.access.serves(guild.id):
            return
        if permissions.missing(channel.permissions_for(guild.me), permissions.TO_POST):
            return
        with suppress(discord.HTTPException):  # a greeting is a courtesy
            await channel.send(embed=help_embed(self.settings.keep_days))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        _log.info("Removed from the server %s", guild.id)
        await self.remember(self.store.note_servers, [each.id for each in self.guilds])

    async def _admit(self, guild: discord.Guild) -> None:
        """Check what the bot may do in a server; leave one that is not allowed if told to."""
        if not self.access.serves(guild.id):
            _log.warning("The server %s is not in VOUCH_DISCORD_SERVERS", guild.id)
            if self.settings.leave_other_servers:
                await guild.leave()
            return
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

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        if payload.message.edited_at is not None and not payload.message.author.bot:
            await offer_again(self, payload.message)

    async def follow_up(
        self, interaction: "discord.Interaction[VouchClient]", reply: int, question: str
    ) -> None:
        """See through a question that follows a reply."""
        await take_follow_up(interaction, reply, question)

    async def ask_again(self, message: discord.Message) -> None:
        """See through a message that was answered before, as it is now."""
        if self.user is not None:
            question = question_in(content_of(message), names_in(message, self.user.id))
            if question:
                await answer_message(self, message, question, every_message=False)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        _log.exception("An error in %s", event_method)

    async def read_articles(
        self, show: Show | None = None, removed: frozenset[str] = frozenset()
    ) -> Synced:
        """Make the index equal to the corpus, and announce new articles.

        Raises BusyError where that is under way already.
        """
        synced = await self._corpus_sync.sync(show, removed)
        await self.announce_articles()
        return synced

    async def announce_articles(self) -> None:
        """Announce the articles that are new in the index where a server wants to hear of them."""
        if not self.is_ready():
            return  # the servers are not known yet; what is new is announced then
        async with self._announcing:
            try:
                status = await asyncio.to_thread(self.engine.status)
                if status.generation == self._generation:
                    return
                articles = await self.remember(self._article_news.unannounced)
            except Exception as error:  # noqa: BLE001  (there may be no index yet)
                _log.info("New articles cannot be told yet: %s", error)
                return
            if articles:
                await self._announce(news(articles))
                await self.remember(self._article_news.announced, articles)
            self._generation = status.generation

    async def _announce(self, embed: discord.Embed) -> None:
        for guild, rules in self.store.guilds().items():
            if rules.news_channel is not None and self.access.serves(guild):
                await self._announce_in(guild, rules.news_channel, embed)

    async def _announce_in(self, guild: int, channel: int, embed: discord.Embed) -> None:
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
        self.follow_index.cancel()
        self.beat.cancel()
        self.digest.cancel()
        if self._registering is not None:
            self._registering.cancel()
        await super().close()
        self._memory.shutdown(wait=False)
