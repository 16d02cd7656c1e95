"""Settings, reindexing and news, on a simulated Discord."""

import asyncio
import logging
from collections.abc import Callable
from threading import Event

import discord
import pytest
import simcord

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import Facts, Line
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, manager, person
from vouch.errors import CorpusError
from vouch_bot.common.corpus_sync import BusyError, CorpusSync
from vouch_bot.common.engine import Progress, Synced
from vouch_bot.common.policy import Rules
from vouch_bot.discord import permissions
from vouch_bot.discord.commands import MAY_NOT
from vouch_bot.discord.news import outcome
from vouch_bot.discord.settings_command import ONLY_MANAGERS


async def test_reindex_is_for_managers_and_the_set_role(simcord_env: Env, world: World) -> None:
    channel, boss, ann = channel_of(simcord_env), manager(simcord_env), person(simcord_env)
    role = guild_of(simcord_env).create_role("keepers")
    bob = person(simcord_env, "bob", role)
    for forbidden in (ann, bob):
        said = await forbidden.slash(channel, "reindex")
        assert said.ephemeral
        assert said.response.content == MAY_NOT
    world.synced = Synced(added=2, removed=1, problems=("x.pdf: damaged",))
    done = (await boss.slash(channel, "reindex")).response.content
    assert done == (
        "✅ The index is up to date: 2 new, 1 gone.\n⚠️ 1 could not be read:\n- x.pdf: damaged"
    )
    await boss.slash(channel, "settings keepers", role=role)
    assert (await bob.slash(channel, "reindex")).response.content.startswith("✅")


async def test_a_sync_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vouch_bot.common.corpus_sync.EVERY", 0.05)
    steps = [Event(), Event()]
    told: list[Progress] = []

    def sync(report: Callable[[Progress], None]) -> Synced:
        for done, step in enumerate(steps, start=1):
            report(Progress(done, 2))
            assert step.wait(5)
        return Synced(changed=1)

    async def show(progress: Progress) -> None:
        told.append(progress)
        steps[len(told) - 1].set()

    keeper = CorpusSync(sync)
    running = asyncio.create_task(keeper.sync(show))
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await keeper.sync()
    assert (await running).changed == 1
    assert told == [Progress(1, 2), Progress(2, 2)]
    for step in steps:
        step.set()
    assert (await keeper.sync()).changed == 1


async def test_a_sync_that_fails_is_told_and_leaves_the_way_free(
    simcord_env: Env, world: World
) -> None:
    def fail(report: Callable[[Progress], None]) -> Synced:
        raise CorpusError("The folder corpus is not there", "mkdir corpus")

    world.sync = fail  # type: ignore[method-assign, assignment]
    await simcord_env.restart_bot(world.bot())
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    for _ in range(2):
        said = await boss.slash(channel, "reindex")
        assert "The folder corpus" not in said.response.content
        assert "Contact the bot's owner (error" in said.response.content


async def test_new_articles_are_announced_however_they_came(simcord_env: Env, world: World) -> None:
    """The bot did not sync them: `vouch add`, or another process, has."""
    boss, bot = manager(simcord_env), simcord_env.bot
    channel, wanted = channel_of(simcord_env), guild_of(simcord_env).create_text_channel("news")
    await boss.slash(channel, "settings news", channel=wanted)
    await bot.announce_articles()
    assert wanted.history() == []
    link = "https://news.example/c"
    world.engine.articles.append(Line("c.md", "A @everyone *title*", "2025-08-24", url=link))
    world.engine.facts = Facts(generation=2)
    for _ in range(2):
        await bot.announce_articles()
        await simcord_env.settle()
    assert len(wanted.history()) == 1
    embed = wanted.last_message.embeds[0]
    assert embed.title == "A new article"
    expected = r"• **A \@everyone \*title\*** · 24 August 2025"
    assert embed.description == f"{expected}\n<{link}>"
    await simcord_env.restart_bot(world.bot())
    world.engine.articles.append(Line("d.md", "While it was down"))
    world.engine.facts = Facts(generation=3)
    await simcord_env.bot.announce_articles()
    assert len(wanted.history()) == 2


async def test_a_channel_that_the_bot_may_not_write_to_is_refused(
    simcord_env: Env, world: World
) -> None:
    channel, boss, guild = channel_of(simcord_env), manager(simcord_env), guild_of(simcord_env)
    deny = discord.PermissionOverwrite(send_messages=False)
    quiet = guild.create_text_channel("quiet", overwrites={guild.default_role: deny})
    said = (await boss.slash(channel, "settings news", channel=quiet)).response.content
    assert "**Send Messages**" in said
    assert world.store.rules(guild.id) == Rules()


async def test_settings_say_what_was_wrong_and_the_log_says_who(
    simcord_env: Env, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    with caplog.at_level(logging.INFO, "vouch_bot"):
        said = await boss.slash(channel, "settings channel", action="remove", channel=channel)
        assert "nothing is listed" in said.response.content
        assert (await boss.slash(channel, "settings answers")).response.content.startswith(
            "Nothing was changed"
        )
        assert f"({boss.id})" not in caplog.text
        await boss.slash(channel, "settings answers", cooldown=7)
    assert f"changed by boss ({boss.id}): cooldown: None → 7" in caplog.text
    again = await boss.slash(channel, "settings answers", cooldown=7)
    assert again.response.content.startswith("Nothing was changed")


async def test_settings_are_for_managers(simcord_env: Env, world: World) -> None:
    channel, boss, ann = channel_of(simcord_env), manager(simcord_env), person(simcord_env)
    with pytest.raises(simcord.SetupError, match="not visible"):
        await ann.slash(channel, "settings show")
    command = simcord_env.backend.find_command("settings", simcord_env.guild.id, type=1)
    simcord_env.guild.set_command_permissions(int(command["id"]), {ann: True})
    said = await ann.slash(channel, "settings reset")
    assert said.response.content == ONLY_MANAGERS
    assert not said.followups
    assert [type(error).__name__ for error in simcord_env.errors] == ["CheckFailure"]
    assert (await boss.slash(channel, "settings show")).ephemeral


async def test_settings_are_set_shown_and_kept_over_a_restart(
    simcord_env: Env, world: World
) -> None:
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    guild = guild_of(simcord_env)
    role = guild.create_role("readers")
    await boss.slash(channel, "settings channel", action="allow", channel=channel)
    await boss.slash(channel, "settings role", action="allow", role=role)
    await boss.slash(channel, "settings answers", cooldown=0, private=True, threads="always")
    await simcord_env.restart_bot(world.bot())
    said = (await boss.slash(channel, "settings show")).response.content
    assert f"**Channels:** <#{channel.id}>" in said
    assert f"<@&{role.id}>" in said
    assert "**Between two questions of one person:** 0 s" in said
    assert "**Answers to /ask:** private" in said
    assert "**Threads for follow-ups:** always" in said
    ann = person(simcord_env, "ann", role)
    assert (await ann.slash(channel, "ask", question="When?")).ephemeral
    bob = person(simcord_env, "bob")
    refused = await bob.slash(channel, "ask", question="When?")
    assert "only members with the role" in refused.response.content
    await boss.slash(channel, "settings role", action="remove", role=role)
    assert (await bob.slash(channel, "ask", question="When?")).response.embeds
    await boss.slash(channel, "settings reset")
    assert world.store.rules(guild.id) == Rules()


def test_missing_permissions_are_named_as_discord_names_them() -> None:
    has = permissions.needed()
    assert permissions.missing(has, permissions.TO_ANSWER) == ()
    has.update(embed_links=False)
    lacks = permissions.missing(has, permissions.TO_ANSWER)
    assert lacks == ("Embed Links",)
    assert "**Embed Links**" in permissions.what_to_tick(lacks)


def test_an_outcome_stays_within_a_message() -> None:
    long = Synced(problems=tuple(f"{n}.pdf: {'x' * 400}" for n in range(300)))
    assert len(outcome(long)) < 2_000
    assert outcome(Synced()) == "✅ The index is up to date: nothing has changed."
