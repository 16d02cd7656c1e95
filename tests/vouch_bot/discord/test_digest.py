"""`/stats` and the weekly digest."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import refusal
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, manager, person
from tests.vouch_bot.discord.test_components import DOWN, UP
from vouch_bot.common.statistics import Statistics, digest_due
from vouch_bot.common.unanswered import Gap
from vouch_bot.discord import digest
from vouch_bot.discord.digest import MAY_NOT, digest_embed


async def week(env: Env, world: World) -> Any:
    """A channel in which two people have asked and voted."""
    world.engine.script["Atlantis"] = lambda question: refusal(question)
    channel, ann, bob = channel_of(env), person(env), person(env, "bob")
    reply = (await ann.slash(channel, "ask", question="When did it open?")).response
    await bob.click(reply, custom_id=UP)
    down = await ann.click(reply, custom_id=DOWN)
    await ann.select(down.response, ["outdated"])
    await bob.slash(channel, "ask", question="Where is Atlantis?")
    await ann.slash(channel, "ask", question="where is  Atlantis?")
    return channel


async def test_stats_are_for_keepers(
    simcord_env: Env, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: world.now + 60)
    channel = await week(simcord_env, world)
    told = await person(simcord_env, "eve").slash(channel, "stats")
    assert told.response.content == MAY_NOT
    (embed,) = (await manager(simcord_env).slash(channel, "stats")).response.embeds
    assert "**3 questions** of 2 people: 1 answered, 2 refused." in embed.description
    assert "👍 1 · 👎 1" in embed.description
    fields = {field.name: field.value for field in embed.fields}
    assert fields["Why 👎"] == "It is out of date: 1"
    assert fields["Not in the articles"].startswith("• ")
    assert fields["Not in the articles"].endswith("Atlantis? · 2×")
    assert fields["Articles that answered most"] == "• The bridge is open · 1"


async def test_the_digest_comes_once_a_week_and_not_at_once(
    simcord_env: Env, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tuesday = datetime(2026, 1, 6, 12, tzinfo=UTC).timestamp()
    world.now = now = tuesday
    monkeypatch.setattr("time.time", lambda: now)
    await week(simcord_env, world)
    news = guild_of(simcord_env).create_text_channel("digest")
    await manager(simcord_env).slash(channel_of(simcord_env), "settings digest", channel=news)
    reader = person(simcord_env, "reader")
    for day, posted in ((0, 0), (5, 0), (6, 1), (7, 1), (12, 1), (13, 2)):
        now = tuesday + day * 86_400.0
        await digest.post_digests(simcord_env.bot)
        assert len(news.history(viewer=reader)) == posted, day
    first = news.history(viewer=reader)[0 if posted == 1 else -1]
    assert first.embeds[0].title == "The last 7 days"


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        ("2026-01-05T08:59", "2026-01-05T09:01", True),
        ("2026-01-05T09:01", "2026-01-11T23:59", False),
        ("2026-01-04T09:00", "2026-01-05T08:59", False),
        ("2025-12-01T09:00", "2026-01-07T12:00", True),
    ],
)
def test_a_digest_is_due_from_mondays_at_nine(last: str, now: str, due: bool) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() for text in (last, now)]
    assert digest_due(*moments) is due


def test_a_digest_stays_within_an_embed() -> None:
    gaps = [Gap(("@everyone *" * 200,), 10**6, 3, 0.0) for _ in range(50)]
    many = 10**9
    articles = [("**T**" * 100, 9)] * 10
    told = Statistics(many, many, many, many, many, many, {"x" * 300: 1}, gaps, articles)
    embed = digest_embed(told, 7)
    assert len(embed) <= 6_000
    assert all(len(field.value or "") <= 1_024 for field in embed.fields)
