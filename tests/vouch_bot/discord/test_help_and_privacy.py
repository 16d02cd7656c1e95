"""What a person reads of the bot and of themselves, and deployment's health."""

import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import ROOT
from tests.loopback_discord.server import TOKEN
from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, person
from vouch.errors import SettingsError
from vouch.settings import Settings
from vouch_bot.cli import app
from vouch_bot.common import health
from vouch_bot.common.policy import Rules
from vouch_bot.discord.app import run_bot
from vouch_bot.discord.embeds import in_words
from vouch_bot.discord.settings import DiscordSettings


async def test_help_says_how_to_ask_and_what_is_kept(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    embed = (await ann.slash(channel, "help")).response.embeds[0]
    told = {field.name: field.value for field in embed.fields}
    assert "`/ask`" in told["How to ask"]
    assert "365 days" in told["What is kept"]


async def test_a_member_sees_and_deletes_what_is_kept(simcord_env: Env, world: World) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    await ann.slash(channel, "ask", question="When?")
    reply = (await bob.slash(channel, "ask", question="When?")).response
    await ann.click(reply, custom_id="vouch:vote:2:up")
    # A member who may no longer ask may still delete.
    world.store.set_rules(guild_of(simcord_env).id, Rules(roles=frozenset({1})))
    told = await ann.slash(channel, "privacy")
    assert told.ephemeral
    assert told.response.content.startswith("I keep 1 question of yours")
    assert "and 1 vote" in told.response.content
    await ann.click(told.response, label="Delete my questions")
    assert [world.store.kept(number) is None for number in (1, 2)] == [True, False]
    assert world.store.voted() == []


async def test_titles_are_completed(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    choices = await ann.autocomplete(channel, "sources", "filter", "fir")
    assert [choice["value"] for choice in choices] == ["First"]


def test_dates_in_a_note_are_written_as_beside_the_sources() -> None:
    assert (
        in_words("one of 2025-02-11, one of 2025-03")
        == "one of 11 February 2025, one of March 2025"
    )


def test_health_is_what_the_bot_that_runs_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_DATA_DIR", str(tmp_path))
    assert CliRunner().invoke(app, ["discord", "--health"]).exit_code == 1
    health.touch(tmp_path)
    assert CliRunner().invoke(app, ["discord", "--health"]).exit_code == 0
    long_ago = time.time() - 600
    os.utime(tmp_path / health.NAME, (long_ago, long_ago))
    assert CliRunner().invoke(app, ["discord", "--health"]).exit_code == 1


def test_the_demonstration_articles_are_not_answered_from_in_somebodys_server() -> None:
    with pytest.raises(SettingsError, match="VOUCH_DISCORD_DEMO"):
        run_bot(Settings(corpus_dir=ROOT / "corpus"), DiscordSettings(token=TOKEN))  # type: ignore[arg-type]
