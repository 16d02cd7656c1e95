"""The bot on a loopback Discord that fails, is flooded, or whose memory is locked."""

import asyncio
import sqlite3
import time
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import discord
import pytest

from tests.e2e.test_discord_wire import ANN, BOB, ME, nothing, running
from tests.loopback_discord import payloads
from tests.loopback_discord.server import TOKEN, loopback
from tests.vouch_bot.discord.scripted import ScriptedEngine
from vouch_bot.common.database import Database
from vouch_bot.common.pending import Pending
from vouch_bot.discord import app, recovery
from vouch_bot.discord.app import build_bot
from vouch_bot.discord.settings import DiscordSettings


@pytest.mark.parametrize("place", ["message", "slash"])
async def test_a_503_on_posting_an_answer_is_tried_again(tmp_path: Path, place: str) -> None:
    async with loopback() as server, running(server, ScriptedEngine(), tmp_path):
        server.down += ["/messages"] * 2
        if place == "message":
            await server.say(ANN, f"{ME} when did it open?")
            shown = await server.until(lambda: server.told and server.told[-1])
        else:
            asked = await server.ask(ANN, "When did it open?")
            await asyncio.wait_for(asked.done.wait(), 20)
            shown = asked.shown
    assert server.down == []
    assert shown["embeds"]


async def test_a_locked_memory_neither_stops_the_heart_nor_keeps_the_answer_back(
    tmp_path: Path,
) -> None:
    ready, release = Event(), Event()

    def lock() -> None:
        with sqlite3.connect(tmp_path / "discord.sqlite3", isolation_level=None) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            ready.set()
            release.wait(60)
            connection.execute("ROLLBACK")

    async with loopback() as server, running(server, ScriptedEngine(), tmp_path):
        locking = Thread(target=lock)
        locking.start()
        await asyncio.to_thread(ready.wait, 10)
        asked = await server.ask(ANN, "When did it open?")
        await asyncio.wait_for(asked.done.wait(), 60)
        beats = list(server.gateway.connections[0].heartbeats)
        release.set()
        await asyncio.to_thread(locking.join)
        interval = server.gateway.interval
    assert asked.shown["embeds"]
    assert not asked.shown.get("components")  # nothing is kept that buttons could show
    assert len(beats) > 10
    assert max(later - first for first, later in pairwise(beats)) < interval + 1.0


async def test_one_member_cannot_slow_a_channel(tmp_path: Path) -> None:
    """200 mentions in 10 s of one member, with Discord's five messages in five seconds."""
    engine = ScriptedEngine(before=lambda: time.sleep(0.2))
    async with loopback() as server, running(server, engine, tmp_path):
        server.message_limit = (5, 5.0)

        async def flood() -> None:
            for number in range(200):
                await server.say(ANN, f"{ME} when, {number}?")
                await asyncio.sleep(0.05)

        flooding = asyncio.create_task(flood())
        await asyncio.sleep(4)
        question = await server.say(BOB, f"{ME} when did it open?")
        begun = time.perf_counter()

        def answered() -> bool:
            return any(
                each["embeds"] and int(each["message_reference"]["message_id"]) == question
                for each in server.told
                if each.get("message_reference")
            )

        await server.until(answered, 60)
        waited = time.perf_counter() - begun
        await flooding
    assert waited < 10
    assert len(server.reactions) <= 10


async def test_those_whose_questions_a_crash_cut_short_are_told(tmp_path: Path) -> None:
    async with loopback() as server:
        asked = await server.ask(ANN, "When?")  # nobody is there yet; its token lives on
        asked.acknowledged = time.perf_counter()
        asked.message = 77
        database = Database(tmp_path / "discord.sqlite3")
        pending = Pending(database)
        pending.begin(
            f'{{"application": {payloads.APPLICATION}, "token": "token-{asked.identity}"}}'
        )
        pending.begin(f'{{"channel": {payloads.CHANNEL}, "message": 5}}')
        database.close()
        async with running(server, ScriptedEngine(), tmp_path):
            told = await server.until(lambda: server.told and server.told[-1])
        assert asked.shown["content"] == recovery.CUT_SHORT
        assert told["content"] == recovery.CUT_SHORT
        assert told["message_reference"]["message_id"] == 5
        assert server.unknown == []


async def test_a_login_is_tried_until_discord_is_there_and_a_wrong_token_ends_it(
    tmp_path: Path,
) -> None:
    database = Database(tmp_path / "discord.sqlite3")
    async with loopback() as server:
        server.down += ["/users/@me"] * 3
        bot = build_bot(DiscordSettings(), ScriptedEngine(), nothing, database)
        connection = asyncio.create_task(app.connect(bot, TOKEN, pauses=(0.01, 0.02)))
        await server.until(server.gateway.ready.is_set, 20)
        await bot.close()
        await asyncio.wait([connection], timeout=5)
        other = build_bot(DiscordSettings(), ScriptedEngine(), nothing, database)
        with pytest.raises(discord.LoginFailure):
            await app.connect(other, TOKEN.replace("GloopB", "Gwrong"), pauses=(0.01,))
        await other.close()
    database.close()
