"""The bot run as a process: put together, connected, and ended in good order."""

import asyncio
import itertools
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

import aiohttp
import discord

from vouch.assistant import Assistant
from vouch.embedding import Embedder
from vouch.errors import SettingsError, VouchError
from vouch.index.watch import watching
from vouch.settings import Settings
from vouch_bot.common.article_desk import ArticleDesk
from vouch_bot.common.article_news import ArticleNews
from vouch_bot.common.conversations import Conversations
from vouch_bot.common.corpus import Corpus, Watcher
from vouch_bot.common.corpus_sync import CorpusSync
from vouch_bot.common.database import Database
from vouch_bot.common.engine import Engine, Progress, Sync, Synced
from vouch_bot.common.fair_queue import FairQueue
from vouch_bot.common.logs import log_to_stderr
from vouch_bot.common.pending import Pending
from vouch_bot.common.privacy import Privacy
from vouch_bot.common.question_service import QuestionService
from vouch_bot.common.store import Store
from vouch_bot.common.unanswered import Embed, each_apart
from vouch_bot.discord.auth import token_of
from vouch_bot.discord.client import Services, VouchClient
from vouch_bot.discord.people import NAMING
from vouch_bot.discord.settings import DiscordSettings

MEMORY = "discord.sqlite3"
"""The name of the bot's memory in the data folder."""

DEMO = ".vouch-demo"
"""The file that marks the folder of articles that comes with Vouch."""

OUT_OF_REACH = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""What Discord or the network does when it is down: it passes."""

_TOKEN_REFUSED = 4004
_GOODBYE = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_log = logging.getLogger(__name__)


class DiscordError(VouchError):
    """Discord cannot be reached, or does not let the bot in."""


def run_bot(settings: Settings, discord_settings: DiscordSettings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises SettingsError for what is to be set or ticked, StoreError where there
    is no index to answer from, and DiscordError where Discord is out of reach.
    """
    token = token_of(discord_settings)
    _require_own_articles(settings, discord_settings)
    log_to_stderr(hide=token)
    # The bot has no voice: discord.py need not warn that it lacks what voice takes.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    assistant = Assistant.from_settings(settings)
    if not discord_settings.watch:
        assistant.status()  # without an index nothing could ever be answered
    assistant.warm_up()
    encoder = assistant.embedder
    corpus = Corpus(settings, encoder)
    database = Database(settings.data_dir / MEMORY)
    bot = build_bot(
        *(discord_settings, assistant, corpus.sync, database, lambda: corpus.progress),
        embed=lambda texts: encoder.embed_documents(list(texts)),
        articles=ArticleDesk(settings),
    )

    async def run() -> None:
        watched = _watched(settings, encoder, corpus, bot)
        with watched if discord_settings.watch else nullcontext():
            await live(bot, token, discord_settings.grace_seconds)

    try:
        asyncio.run(run())
    finally:
        database.close()


def _require_own_articles(settings: Settings, discord_settings: DiscordSettings) -> None:
    if (settings.corpus_dir / DEMO).exists() and not discord_settings.demo:
        raise SettingsError(
            f"{settings.corpus_dir} holds the articles that come with Vouch to try it on.",
            "Set VOUCH_CORPUS_DIR to your own articles; or, to try the bot with these,"
            " VOUCH_DISCORD_DEMO=true.",
        )


@contextmanager
def _watched(
    settings: Settings, encoder: Embedder, corpus: Corpus, bot: VouchClient
) -> Iterator[None]:
    """The corpus watched, and new articles told of, for as long as the context lasts."""
    loop = asyncio.get_running_loop()

    def changed(synced: Synced) -> None:
        asyncio.run_coroutine_threadsafe(bot.announce_articles(), loop)

    with watching(settings, encoder, Watcher(corpus, changed)):
        yield


def build_bot(
    settings: DiscordSettings,
    engine: Engine,
    sync: Sync,
    database: Database,
    indexing: Callable[[], Progress | None] = lambda: None,
    *,
    embed: Embed = each_apart,
    articles: ArticleDesk | None = None,
) -> VouchClient:
    """The bot that the settings describe, not yet connected.

    `indexing` tells how far the sync is that runs, if one does; `embed` makes the vectors by
    which questions are grouped; without `articles` none can be added or removed.
    """
    store = Store(database)
    pending = Pending(database)
    conversations = Conversations(database, settings.history_hours)
    questions = QuestionService(
        engine=engine,
        store=store,
        conversations=conversations,
        queue=FairQueue(
            workers=settings.workers,
            size=settings.queue,
            per_person=settings.queue_per_person,
        ),
        cooldown=settings.cooldown_seconds,
        naming=NAMING,
        pending=pending,
        indexing=indexing,
    )
    services = Services(
        engine=engine,
        store=store,
        conversations=conversations,
        questions=questions,
        corpus_sync=CorpusSync(sync),
        article_news=ArticleNews(database, engine.sources),
        pending=pending,
        privacy=Privacy(database),
        data_dir=database.folder,
        embed=embed,
        articles=articles,
    )
    return VouchClient(services, settings)


async def live(bot: VouchClient, token: str, grace: float) -> None:
    """Be connected until SIGTERM or SIGINT; then answer what was asked, and leave.

    A second signal ends it at once. Raises SettingsError or DiscordError.
    """
    stop, hurry = asyncio.Event(), asyncio.Event()
    with _on_signals(stop, hurry), _named():
        connection = asyncio.create_task(connect(bot, token))
        try:
            await _first(connection, stop.wait())
            if stop.is_set():
                _log.info("Leaving; the questions that were taken are answered first")
                await _first(bot.questions.close(grace), hurry.wait())
        finally:
            await bot.close()
            await asyncio.wait([connection], timeout=_GOODBYE)
        if connection.done():
            await connection
        else:
            connection.cancel()


async def connect(
    bot: VouchClient, token: str, pauses: Sequence[float] = (2, 5, 15, 30, 60, 120, 300)
) -> None:
    """Log in and stay connected; where Discord is out of reach, try again without end.

    After the first seconds of `pauses` come the next, and the last again and again. Raises what
    trying again does not help: a wrong token, or an intent that is not ticked.
    """
    for number in itertools.count():
        try:
            await bot.login(token)
            break
        except discord.LoginFailure:
            raise
        except OUT_OF_REACH as error:
            pause = pauses[min(number, len(pauses) - 1)]
            _log.warning(
                "Discord cannot be reached (%s); next try in %g s",
                *(error or type(error).__name__, pause),
            )
            await bot.http.close()
            bot.http.connector = discord.utils.MISSING  # the next session needs a new one
            await asyncio.sleep(pause)
    await bot.connect(reconnect=True)


async def _first(*things: Awaitable[object]) -> None:
    """Wait for the first of several things; what was only waited for is given up."""
    tasks = [asyncio.ensure_future(thing) for thing in things]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for thing, task in zip(things, tasks, strict=True):
        if thing is not task:
            task.cancel()


@contextmanager
def _on_signals(stop: asyncio.Event, hurry: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()

    def met() -> None:
        (hurry if stop.is_set() else stop).set()

    for number in _SIGNALS:
        loop.add_signal_handler(number, met)
    try:
        yield
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


@contextmanager
def _named() -> Iterator[None]:
    """Why Discord does not let the bot in, in a line that says what to do."""
    try:
        yield
    except discord.LoginFailure as error:
        raise _token_refused() from error
    except discord.PrivilegedIntentsRequired as error:
        raise SettingsError(
            "Discord does not let the bot read all messages in its threads.",
            "Tick Message Content Intent: discord.com/developers/applications → your application"
            " → Bot → Privileged Gateway Intents. Or set VOUCH_DISCORD_MESSAGE_CONTENT=false.",
        ) from error
    except discord.ConnectionClosed as error:
        if error.code == _TOKEN_REFUSED:
            raise _token_refused() from error
        raise _unreachable(error) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise _unreachable(error) from error


def _token_refused() -> SettingsError:
    return SettingsError(
        "Discord does not accept the bot's token.",
        "Make a new one: discord.com/developers/applications → your application → Bot →"
        " Reset Token, and put it into .env as VOUCH_DISCORD_TOKEN.",
    )


def _unreachable(error: Exception) -> DiscordError:
    return DiscordError(
        f"Discord cannot be reached: {error or type(error).__name__}",
        "Check the network and https://discordstatus.com, then start again: vouch discord",
    )
