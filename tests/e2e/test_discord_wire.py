"""The real discord.py client against a loopback Discord, on sockets that break."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from pathlib import Path

import pytest

from tests.loopback_discord import payloads
from tests.loopback_discord.server import TOKEN, Loopback, loopback
from tests.vouch_bot.discord.scripted import ScriptedEngine, writing, written
from vouch_bot.common.database import Database
from vouch_bot.common.engine import Engine, Progress, Synced
from vouch_bot.common.streaming import PACE
from vouch_bot.discord.app import build_bot
from vouch_bot.discord.client import VouchClient
from vouch_bot.discord.settings import DiscordSettings

ANN, BOB = 11, 12
ME = f"<@{payloads.BOT}>"


def nothing(report: object) -> Synced:
    report(Progress(0, 0))  # type: ignore[operator]
    return Synced()


@asynccontextmanager
async def running(
    server: Loopback,
    engine: Engine,
    path: Path,
    heartbeat_timeout: float = 60.0,
    **settings: object,
) -> AsyncIterator[VouchClient]:
    """A bot that is connected to the loopback Discord of this process."""
    known = {"cooldown_seconds": 0, "queue": 200, **settings}
    database = Database(path / "discord.sqlite3")
    bot = build_bot(DiscordSettings(**known), engine, nothing, database)  # type: ignore[arg-type]
    bot._connection.heartbeat_timeout = heartbeat_timeout
    task = asyncio.create_task(bot.start(TOKEN))
    try:
        await server.until(lambda: server.gateway.ready.is_set() or task.done(), 10)
        if task.done():
            await task
        yield bot
    finally:
        await bot.questions.close(5)
        await bot.close()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
        database.close()


@pytest.fixture
async def discord_server() -> AsyncIterator[Loopback]:
    async with loopback() as server:
        yield server
        assert server.unknown == []


async def test_ask_is_deferred_and_edited(discord_server: Loopback, tmp_path: Path) -> None:
    engine = ScriptedEngine(before=lambda: time.sleep(0.2))
    async with running(discord_server, engine, tmp_path):
        asked = await discord_server.ask(ANN, "When did it open?")
        await asyncio.wait_for(asked.done.wait(), 5)
    assert asked.kind == 5
    assert asked.acknowledged is not None
    assert asked.acknowledged - asked.at < 0.2
    assert "**The new bridge**" in asked.shown["embeds"][0]["description"]
    assert asked.shown["allowed_mentions"]["parse"] == []


async def test_the_least_intents_are_asked_for(discord_server: Loopback, tmp_path: Path) -> None:
    async with running(discord_server, ScriptedEngine(), tmp_path):
        pass
    guilds, guild_messages, direct_messages = 1 << 0, 1 << 9, 1 << 12
    assert discord_server.gateway.intents == guilds | guild_messages | direct_messages


async def test_a_mention_is_answered_and_a_thread_opened(
    discord_server: Loopback, tmp_path: Path
) -> None:
    engine = ScriptedEngine()
    async with running(discord_server, engine, tmp_path):
        question = await discord_server.say(ANN, f"{ME} when did it open?")
        reply = await discord_server.until(lambda: discord_server.told and discord_server.told[-1])
        assert reply["message_reference"]["message_id"] == question
        clicked = await discord_server.click(BOB, int(reply["id"]), "vouch:thread:1")
        await asyncio.wait_for(clicked.done.wait(), 5)
        assert clicked.shown["content"] == f"Continue in <#{reply['id']}>."
        await discord_server.say(BOB, f"{ME} who said so?", channel=int(reply["id"]))
        follow = await discord_server.until(
            lambda: [one for one in discord_server.told if one["embeds"]][1:]
        )
    assert follow[0]["channel_id"] == reply["id"]
    assert [turn.question for turn in engine.asked[1][1]] == ["when did it open?"]


async def test_a_dropped_socket_is_resumed_and_nothing_is_lost(
    discord_server: Loopback, tmp_path: Path
) -> None:
    """One question is under way when the socket drops, another is asked while it is down."""
    engine = ScriptedEngine(before=lambda: time.sleep(0.5))
    async with running(discord_server, engine, tmp_path):
        gateway = discord_server.gateway
        before = await discord_server.ask(ANN, "before")
        await discord_server.until(lambda: before.acknowledged)
        await gateway.drop()
        meanwhile = await discord_server.ask(BOB, "meanwhile")
        for asked in (before, meanwhile):
            await asyncio.wait_for(asked.done.wait(), 10)
            assert asked.shown["embeds"]
    assert gateway.resumed == 1
    assert gateway.identified == 1


async def test_discord_may_ask_to_reconnect(discord_server: Loopback, tmp_path: Path) -> None:
    async with running(discord_server, ScriptedEngine(), tmp_path):
        await discord_server.gateway.ask_to_reconnect()
        await discord_server.until(lambda: discord_server.gateway.resumed == 1)
        asked = await discord_server.ask(ANN, "after")
        await asyncio.wait_for(asked.done.wait(), 5)


async def test_a_session_that_is_gone_is_begun_anew(
    discord_server: Loopback, tmp_path: Path
) -> None:
    async with running(discord_server, ScriptedEngine(), tmp_path):
        gateway = discord_server.gateway
        gateway.resumable = False
        await gateway.drop()
        await discord_server.until(lambda: gateway.identified == 2, 30)
        asked = await discord_server.ask(ANN, "after")
        await asyncio.wait_for(asked.done.wait(), 5)


async def test_a_gateway_that_goes_silent_is_left_and_resumed(
    discord_server: Loopback, tmp_path: Path
) -> None:
    async with running(discord_server, ScriptedEngine(), tmp_path, heartbeat_timeout=1.0):
        gateway = discord_server.gateway
        gateway.go_silent()
        # After three seconds a question could no longer be acknowledged.
        meanwhile = await discord_server.ask(ANN, "meanwhile")
        await asyncio.wait_for(meanwhile.done.wait(), 5)
        assert meanwhile.shown["embeds"]
    assert gateway.resumed == 1


@pytest.mark.parametrize("route", ["/callback", "/messages/@original", "/messages"])
async def test_a_rate_limit_is_waited_for(
    discord_server: Loopback, tmp_path: Path, route: str
) -> None:
    async with running(discord_server, ScriptedEngine(), tmp_path):
        discord_server.limited.append((route, 0.3))
        if route == "/messages":
            await discord_server.say(ANN, f"{ME} when?")
            await discord_server.until(lambda: discord_server.told)
        else:
            asked = await discord_server.ask(ANN, "When?")
            await asyncio.wait_for(asked.done.wait(), 5)
    met = [path for _, path in discord_server.requests if path.endswith(route)]
    assert len(met) == 2  # once refused, once more, and no storm
    assert discord_server.limited == []


@pytest.mark.parametrize("route", ["/callback", "/messages/@original"])
async def test_a_connection_that_breaks_is_tried_once_more(
    discord_server: Loopback, tmp_path: Path, route: str
) -> None:
    async with running(discord_server, ScriptedEngine(), tmp_path):
        discord_server.broken.append(route)
        asked = await discord_server.ask(ANN, "When?")
        await asyncio.wait_for(asked.done.wait(), 5)
    assert discord_server.broken == []
    assert asked.shown["embeds"]
    assert [path.endswith(route) for _, path in discord_server.requests].count(True) == 2


async def test_heartbeats_are_on_time_while_ten_questions_are_read(
    discord_server: Loopback, tmp_path: Path
) -> None:
    def read() -> None:
        end = time.perf_counter() + 0.3
        while time.perf_counter() < end:
            sum(range(1_000))  # holds the interpreter as reading does, or more so

    async with running(discord_server, ScriptedEngine(before=read), tmp_path):
        gateway = discord_server.gateway
        asked = [await discord_server.ask(person, "When?") for person in range(10)]
        for one in asked:
            await asyncio.wait_for(one.done.wait(), 15)
        beats = gateway.connections[0].heartbeats
    assert all(one.shown["embeds"] for one in asked)
    delays = [later - first - gateway.interval for first, later in pairwise(beats)]
    assert len(delays) >= 4
    assert max(delays) < 0.5


async def test_those_who_wait_are_told_their_place(
    discord_server: Loopback, tmp_path: Path
) -> None:
    slow = ScriptedEngine(before=lambda: time.sleep(0.2))
    async with running(discord_server, slow, tmp_path, queue=2):
        asked = [await discord_server.ask(person, "When?") for person in range(4)]
        for one in asked:
            await asyncio.wait_for(one.done.wait(), 15)
    contents = [[edit.get("content") for edit in one.edits] for one in asked]
    assert contents[1][0] == "⏳ Your question is in line: one question comes before it."
    assert contents[2][0] == "⏳ Your question is in line: 2 questions come before it."
    assert contents[3] == ["Too many questions are waiting just now. Please ask again in a minute."]
    assert asked[3].ephemeral


def texts_of(edits: list[payloads.Payload]) -> list[str]:
    return [edit["embeds"][0]["description"] for edit in edits]


async def test_a_written_answer_grows_at_a_pace_that_discord_allows(
    discord_server: Loopback, tmp_path: Path
) -> None:
    engine = ScriptedEngine()
    engine.writes["open"] = writing(written("q"), pause=PACE * 0.7, last=PACE + 2)
    async with running(discord_server, engine, tmp_path):
        asked = await discord_server.ask(ANN, "When did it open?")
        await asyncio.wait_for(asked.done.wait(), 15)
        edits = len(asked.edits)
        await asyncio.sleep(PACE + 0.5)
        assert len(asked.edits) == edits  # none comes after the whole card
    *drafts, whole = asked.edits
    assert 1 < len(drafts) <= 3
    assert all(after - before >= PACE for before, after in pairwise(asked.edited[:-1]))
    texts = texts_of(asked.edits)
    assert all(after.startswith(before) for before, after in pairwise(texts))
    assert texts[-2] == texts[-1]  # the last statement was shown before the model ended
    assert not any(draft.get("components") for draft in drafts)
    assert whole["components"]
    assert whole["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize("trouble", ["limited", "broken", "deleted", "forbidden"])
async def test_a_draft_in_trouble_holds_no_answer_up_and_comes_not_after_it(
    discord_server: Loopback, tmp_path: Path, trouble: str
) -> None:
    original = "/messages/@original"
    engine = ScriptedEngine()
    engine.writes["open"] = writing(written("q"), last=1.5)
    async with running(discord_server, engine, tmp_path):
        if trouble == "limited":
            discord_server.limited.append((original, 1.0))
        elif trouble == "broken":
            discord_server.broken.append(original)
        elif trouble == "deleted":
            discord_server.refused += [(original, 10_008)] * 2
        else:
            discord_server.refused.append((original, 50_001))
        asked = await discord_server.ask(ANN, "When did it open?")
        await asyncio.wait_for(asked.done.wait(), 10)
        await asyncio.sleep(0.5)
    assert (discord_server.limited, discord_server.broken, discord_server.refused) == ([], [], [])
    assert asked.shown["components"]
    assert asked.shown["embeds"][0]["footer"]["text"] == "Reply 1"
    asked_of = [path for _, path in discord_server.requests if path.endswith(original)]
    assert len(asked_of) == (3 if trouble == "limited" else 2)


async def test_the_reply_to_a_mention_grows_and_is_sent_anew_where_it_was_deleted(
    discord_server: Loopback, tmp_path: Path
) -> None:
    engine = ScriptedEngine()
    engine.writes["open"] = writing(written("q"), last=1.5)
    async with running(discord_server, engine, tmp_path):
        await discord_server.say(ANN, f"{ME} when did it open?")
        await discord_server.until(lambda: len(discord_server.told) == 2)
        await discord_server.say(ANN, f"{ME} when did it open?")
        draft = await discord_server.until(lambda: discord_server.told[2:])
        discord_server.refused.append((f"/messages/{draft[0]['id']}", 10_008))
        await discord_server.until(lambda: len(discord_server.told) == 4)
    first, grown, second, anew = discord_server.told
    assert first["id"] == grown["id"]
    assert grown["components"]
    assert second["id"] != anew["id"]
    assert anew["components"]
