"""Threads on a simulated Discord: opened, followed, remembered, forgotten."""

from typing import Any

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, person
from vouch_bot.common.policy import Rules, ThreadMode
from vouch_bot.discord.messages import CANNOT_READ


async def opened(env: Env, ann: Any) -> Any:
    channel = channel_of(env)
    reply = (await ann.slash(channel, "ask", question="When did it open?")).response
    clicked = await ann.click(reply, label="Continue in a thread")
    thread = channel.threads[0]
    assert clicked.response.content == f"Continue in <#{thread.id}>."
    assert thread.name == "When did it open?"
    return thread


async def test_each_question_in_a_thread_follows_the_one_before(
    simcord_env: Env, world: World
) -> None:
    ann, bob = person(simcord_env), person(simcord_env, "bob")
    thread = await opened(simcord_env, ann)
    await ann.send(thread, f"{simcord_env.bot.user.mention} who said so?")
    await bob.slash(thread, "ask", question="and the ferries?")
    asked = [(question, [turn.question for turn in past]) for question, past in world.engine.asked]
    assert asked[1:] == [
        ("who said so?", ["When did it open?"]),
        ("and the ferries?", ["When did it open?", "who said so?"]),
    ]


async def test_what_is_asked_in_private_stays_out_of_the_thread(
    simcord_env: Env, world: World
) -> None:
    ann = person(simcord_env)
    thread = await opened(simcord_env, ann)
    await ann.slash(thread, "ask", question="a secret", private=True)
    await ann.slash(thread, "ask", question="and the ferries?")
    assert [[turn.question for turn in past] for _, past in world.engine.asked[1:]] == [
        ["When did it open?"],
        ["When did it open?"],
    ]


async def test_a_message_that_cannot_be_read_is_told_so_once(
    simcord_env: Env, world: World
) -> None:
    ann = person(simcord_env)
    thread = await opened(simcord_env, ann)
    for _ in range(2):
        await ann.send(thread, "who said so?")
    told = [message.content for message in thread.history()]
    assert told.count(CANNOT_READ) == 1
    assert len(world.engine.asked) == 1


class TestWithMessageContent:
    @pytest.fixture
    def simcord_bot(self, world: World) -> discord.Client:
        return world.bot(message_content=True)

    async def test_every_message_is_a_follow_up(self, simcord_env: Env, world: World) -> None:
        ann = person(simcord_env)
        thread = await opened(simcord_env, ann)
        await ann.send(thread, "who said so?")
        assert [turn.question for turn in world.engine.asked[-1][1]] == ["When did it open?"]
        await ann.send(channel_of(simcord_env), "who said so?")
        assert len(world.engine.asked) == 2


async def test_a_conversation_outlives_a_restart(simcord_env: Env, world: World) -> None:
    ann = person(simcord_env)
    thread = await opened(simcord_env, ann)
    await simcord_env.restart_bot(world.bot())
    await ann.send(thread, f"{simcord_env.bot.user.mention} who said so?")
    assert [turn.question for turn in world.engine.asked[-1][1]] == ["When did it open?"]


async def test_a_conversation_is_forgotten_after_its_time(simcord_env: Env, world: World) -> None:
    ann = person(simcord_env)
    thread = await opened(simcord_env, ann)
    world.now += 25 * 3_600
    await ann.send(thread, f"{simcord_env.bot.user.mention} who said so?")
    assert not world.engine.asked[-1][1]
    await ann.send(thread, f"{simcord_env.bot.user.mention} and why?")
    assert [turn.question for turn in world.engine.asked[-1][1]] == ["who said so?"]


async def test_a_second_click_leads_to_the_thread_that_is_there(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    await ann.click(reply, label="Continue in a thread")
    again = await ann.click(reply, label="Continue in a thread")
    assert again.response.content.startswith("There is a thread on this reply already")
    assert len(channel.threads) == 1


async def test_a_missing_permission_for_threads_is_named(simcord_env: Env) -> None:
    guild, ann = guild_of(simcord_env), person(simcord_env)
    deny = discord.PermissionOverwrite(create_public_threads=False)
    channel = guild.create_text_channel("plain", overwrites={guild.default_role: deny})
    reply = (await ann.slash(channel, "ask", question="When?")).response
    clicked = await ann.click(reply, label="Continue in a thread")
    assert "**Create Public Threads**" in clicked.response.content
    assert not channel.threads


@pytest.mark.parametrize("way", ["slash", "mention"])
async def test_a_server_may_have_a_thread_on_every_answer(
    simcord_env: Env, world: World, way: str
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    world.store.set_rules(simcord_env.guild.id, Rules(threads=ThreadMode.ALWAYS))
    if way == "slash":
        await ann.slash(channel, "ask", question="When?")
    else:
        await ann.send(channel, f"{simcord_env.bot.user.mention} When?")
    assert [thread.name for thread in channel.threads] == ["When?"]


async def test_a_server_may_have_no_threads(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    world.store.set_rules(simcord_env.guild.id, Rules(threads=ThreadMode.OFF))
    reply = (await ann.slash(channel, "ask", question="When?")).response
    labels = [part.get("label") for row in reply.components for part in row["components"]]
    assert "Continue in a thread" not in labels
