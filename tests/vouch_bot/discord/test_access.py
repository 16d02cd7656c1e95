"""Rules of access hold everywhere: commands, buttons, direct messages, other servers."""

import stat
from pathlib import Path
from typing import Any

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, person
from vouch_bot.common.database import Database
from vouch_bot.common.policy import NO_DIRECT_MESSAGES, NOT_A_MEMBER, NOT_BY_RULES, Rules
from vouch_bot.discord.access import NOT_HERE


async def test_a_role_is_needed_for_sources_and_for_buttons(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    role = guild_of(simcord_env).create_role("readers")
    bob = person(simcord_env, "bob", role)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    world.store.set_rules(guild_of(simcord_env).id, Rules(roles=frozenset({role.id})))
    for attempt in (
        await ann.slash(channel, "sources"),
        await ann.click(reply, label="Show passages"),
        await ann.click(reply, custom_id="vouch:vote:1:up"),
    ):
        assert attempt.ephemeral
        assert "only members with the role" in attempt.response.content
    assert world.store.voted() == []
    assert (await bob.slash(channel, "sources")).response.embeds
    assert (await bob.click(reply, label="Show passages")).response.embeds


async def test_rules_close_direct_messages_until_they_are_set(
    simcord_env: Env, world: World
) -> None:
    ann = person(simcord_env)
    await ann.send_dm("When did it open?")
    assert len(world.engine.asked) == 1
    world.store.set_rules(guild_of(simcord_env).id, Rules(roles=frozenset({1})))
    await ann.send_dm("And now?")
    assert ann.user.dm_channel.last_message.content == NO_DIRECT_MESSAGES
    assert len(world.engine.asked) == 1


@pytest.mark.parametrize("policy", ["members", "everyone"])
async def test_a_servers_roles_hold_in_direct_messages_of_its_members(
    simcord_env: Env, world: World, policy: str
) -> None:
    await simcord_env.restart_bot(world.bot(direct_messages=policy))
    role = guild_of(simcord_env).create_role("readers")
    world.store.set_rules(guild_of(simcord_env).id, Rules(roles=frozenset({role.id})))
    ann, bob = person(simcord_env), person(simcord_env, "bob", role)
    await ann.send_dm("When?")
    assert ann.user.dm_channel.last_message.content == NOT_BY_RULES
    await bob.send_dm("When?")
    assert bob.user.dm_channel.last_message.embeds
    stranger = simcord_env.create_user("eve")
    await stranger.send_dm("When?")
    last = stranger.dm_channel.last_message
    assert bool(last.embeds) == (policy == "everyone")
    assert policy == "everyone" or last.content == NOT_A_MEMBER


class TestAllowedServers:
    @pytest.fixture
    def simcord_bot(self, world: World) -> discord.Client:
        return world.bot(servers="4711, 4712")

    async def test_the_bot_is_silent_in_others(self, simcord_env: Env, world: World) -> None:
        channel, ann = channel_of(simcord_env), person(simcord_env)
        await ann.send(channel, f"{simcord_env.bot.user.mention} when?")
        assert len(channel.history()) == 1
        told = await ann.slash(channel, "ask", question="When?")
        assert told.ephemeral
        assert told.response.content == NOT_HERE
        assert world.engine.asked == []

    async def test_it_leaves_them_if_told_to(self, simcord_env: Env, world: World) -> None:
        bot: Any = world.bot(servers="4711", leave_other_servers=True)
        guild_of(simcord_env)
        await simcord_env.restart_bot(bot)
        assert not list(bot.guilds)


def test_the_memory_is_not_readable_for_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    database = Database(folder / "discord.sqlite3")
    with database.transaction() as connection:
        connection.execute("INSERT INTO facts VALUES ('a', 'b')")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
