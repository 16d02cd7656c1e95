"""An article, and a question, full of attacks, on the real commands: nothing comes of them."""

from typing import Any

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.hostile import ATTACKS, live_markup, texts_of, within_limits
from tests.vouch_bot.discord.scripted import Facts, Line, answer, quote, refusal
from tests.vouch_bot.discord.simulated import Env, channel_of, manager, person
from vouch.types import Source
from vouch_bot.common.engine import Synced

EVIL = "\n".join(ATTACKS)
SOURCE = Source("x.md", EVIL, EVIL, EVIL, "javascript:alert(1)")
QUESTION = f"{ATTACKS[0]} {ATTACKS[1]} ``` attack?"


@pytest.fixture
def attacked(world: World) -> World:
    evil = quote(SOURCE, EVIL, EVIL)
    world.engine.text = EVIL
    world.engine.articles = [Line("x.md", EVIL, EVIL, EVIL, "javascript:alert(1)")]
    world.engine.script["refuse"] = lambda question: refusal(question + EVIL, evil)
    world.engine.script["attack"] = lambda question: answer(question, evil, note=EVIL)
    return world


def harmless(env: Env, messages: list[Any]) -> bool:
    """Whether what was shown makes no ping, no link and no format of the attacks."""
    asked = [request.json or {} for request in env.http_requests]
    told = [body.get("data") or body for body in asked if isinstance(body, dict)]
    allowed = [body["allowed_mentions"] for body in told if "allowed_mentions" in body]
    embeds = [embed for message in messages for embed in message.embeds]
    return (
        bool(embeds)
        and all(mentions == {"parse": []} for mentions in allowed)
        and all(not any(live_markup(text) for text in texts_of(embed)) for embed in embeds)
        and all(within_limits(embed) for embed in embeds)
        and not any(message.mentions or message.mention_everyone for message in messages)
    )


@pytest.mark.parametrize("question", [QUESTION, "refuse " + QUESTION])
async def test_a_reply_and_its_passages_are_harmless(
    simcord_env: Env, attacked: World, question: str
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question=question)).response
    label = "Nearest passages" if "refuse" in question else "Show passages"
    shown = (await ann.click(reply, label=label)).response
    assert harmless(simcord_env, [reply.message, shown.message])
    urls = [part.get("url") for row in reply.components for part in row["components"]]
    assert not any(urls)


async def test_a_reply_to_a_message_pings_nobody(simcord_env: Env, attacked: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    bob = person(simcord_env, "bob")
    await ann.send(channel, f"{simcord_env.bot.user.mention} {bob.mention} attack {EVIL}"[:900])
    assert harmless(simcord_env, [channel.last_message])


async def test_a_thread_and_the_lists_are_harmless(simcord_env: Env, attacked: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question=QUESTION)).response
    await ann.click(reply, label="Continue in a thread")
    assert len(channel.threads[0].name) <= 100
    shown = (await ann.slash(channel, "sources")).response
    filtered = (await ann.slash(channel, "sources", filter="@everyone [x](y)")).response
    assert harmless(simcord_env, [shown.message, filtered.message])


async def test_news_of_an_article_are_harmless(simcord_env: Env, attacked: World) -> None:
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    await boss.slash(channel, "settings news", channel=channel)
    await boss.slash(channel, "reindex")
    attacked.engine.articles = [
        Line(f"{n}{EVIL}", EVIL, EVIL, EVIL, "javascript:alert(1)") for n in range(20)
    ]
    attacked.engine.facts = Facts(generation=2)
    attacked.synced = Synced(added=20, problems=(EVIL,) * 20)
    done = (await boss.slash(channel, "reindex")).response
    told = [message for message in channel.history() if message.embeds]
    assert harmless(simcord_env, told)
    assert len(done.content) <= 2_000
    assert live_markup(done.content) == []


async def test_the_client_allows_no_mention_by_default(simcord_env: Env) -> None:
    allowed = simcord_env.bot.allowed_mentions
    assert allowed.to_dict() == discord.AllowedMentions.none().to_dict()
