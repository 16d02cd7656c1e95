"""Channels that are answered from some of the articles, and votes with a reason."""

import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, manager, person
from tests.vouch_bot.discord.test_components import DOWN, UP
from vouch.selection import EmptySelectionError
from vouch_bot.common.policy import Rules, collection_of


async def test_a_channel_is_answered_from_its_articles_and_so_are_its_threads(
    simcord_env: Env, world: World
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    boss = manager(simcord_env)
    said = await boss.slash(channel, "settings articles", articles="Folder:Sport , tag:run")
    assert f"folder:sport, tag:run in <#{channel.id}>" in said.response.content
    world.engine.selected.clear()
    reply = await ann.slash(channel, "ask", question="Who won?")
    await ann.click(reply.response, label="Continue in a thread")
    thread = channel.threads[0]
    await ann.send(thread, f"{simcord_env.bot.user.mention} and when?")
    await ann.slash(channel, "sources")
    assert world.engine.selected == ["folder:sport, tag:run"] * 3
    other = guild_of(simcord_env).create_text_channel("other")
    await ann.slash(other, "ask", question="Who else won?")
    assert len(world.engine.selected) == 3
    await boss.slash(channel, "settings articles", articles="tag:news", server=True)
    await ann.slash(other, "ask", question="And then?")
    assert world.engine.selected[-1] == "tag:news"
    await boss.slash(channel, "settings articles")
    await ann.slash(channel, "ask", question="Who won again?")
    assert world.engine.selected[-1] == "tag:news"


async def test_articles_that_are_not_there_are_refused_by_name(
    simcord_env: Env, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(selection: str) -> object:
        raise EmptySelectionError(selection, ["folder:sport"])

    monkeypatch.setattr(world.engine, "within", nothing)
    boss = manager(simcord_env)
    said = await boss.slash(channel_of(simcord_env), "settings articles", articles="folder:spot")
    assert "No article is in folder:spot" in said.response.content
    assert world.store.rules(guild_of(simcord_env).id) == Rules()


def test_a_thread_counts_as_its_channel_and_others_as_the_server() -> None:
    rules = Rules(collections={1: "folder:a"}, articles="folder:b")
    assert collection_of(rules, {5, 1}) == "folder:a"
    assert collection_of(rules, {5}) == "folder:b"
    assert Rules.from_json(rules.to_json()) == rules


async def test_a_vote_against_asks_for_a_reason_and_the_voter_sees_the_vote(
    simcord_env: Env, world: World
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    up = await ann.click(reply, custom_id=UP)
    assert "Your vote: helpful" in up.response.content
    down = await ann.click(reply, custom_id=DOWN)
    assert down.ephemeral
    assert "Your vote: not helpful" in down.response.content
    chosen = await ann.select(down.response, ["outdated"])
    assert "It is out of date" in chosen.response.content
    guild = guild_of(simcord_env).id
    assert world.store.reasons(0, guild) == {"outdated": 1}
    await ann.click(reply, custom_id=UP)
    assert world.store.reasons(0, guild) == {}
