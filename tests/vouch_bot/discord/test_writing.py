"""Answers that are written while one looks on, on a simulated Discord."""

import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import writing, written
from tests.vouch_bot.discord.simulated import Env, channel_of, embed_of, person
from vouch.errors import StoreError
from vouch.generation import OnStatement
from vouch.types import Reply
from vouch_bot.discord.embeds import MORE_TO_COME, draft_embed, reply_cards

QUESTION = "When did it open?"
PAUSE = 0.15

slow = writing(written(QUESTION), PAUSE, last=PAUSE)


def cards_sent(env: Env) -> list[dict[str, Any]]:
    """The bodies of all requests that showed a card, in order."""
    bodies = [request.json for request in env.http_requests if isinstance(request.json, dict)]
    return [body for body in bodies if body.get("embeds")]


def looked_at(env: Env) -> Callable[[OnStatement], Reply]:
    """Writes each statement when the one before has been shown."""
    reply = written(QUESTION)

    def write(on_statement: OnStatement) -> Reply:
        end = time.monotonic() + 20
        for number, statement in enumerate(reply.statements, 1):
            on_statement(statement, tuple(reply.citations[n - 1] for n in statement.citations))
            while len(cards_sent(env)) < number and time.monotonic() < end:
                time.sleep(0.01)
        return reply

    return write


def is_draft(body: dict[str, Any]) -> bool:
    return bool(body["embeds"][0].get("footer", {}).get("text") == MORE_TO_COME)


async def ask(env: Env, how: str) -> tuple[discord.Embed, Any]:
    """Ask in one of the two ways; the embed that is shown in the end, and the channel."""
    channel, ann = channel_of(env), person(env)
    if how == "slash":
        embed = (await ann.slash(channel, "ask", question=QUESTION)).response.embeds[0]
        return embed, channel
    await ann.send(channel, f"{env.bot.user.mention} {QUESTION}")
    return embed_of(channel), channel


@pytest.mark.parametrize("how", ["slash", "mention"])
async def test_the_card_grows_and_is_then_replaced_by_the_whole(
    simcord_env: Env, world: World, how: str
) -> None:
    world.engine.writes["open"] = looked_at(simcord_env)
    embed, channel = await ask(simcord_env, how)
    *drafts, last = cards_sent(simcord_env)
    assert [is_draft(body) for body in drafts] == [True] * 3
    texts = [body["embeds"][0]["description"] for body in drafts]
    assert [text.count("[") for text in texts] == [1, 2, 4]
    assert all(later.startswith(first) for first, later in pairwise(texts))
    assert not any(body.get("components") for body in drafts)
    assert last["components"]
    assert embed.to_dict() == reply_cards(written(QUESTION), 1)[0].embed.to_dict()
    assert len([m for m in channel.history() if m.embeds]) == 1


@pytest.mark.parametrize("how", ["slash", "mention"])
async def test_a_quoted_answer_costs_no_more_requests_than_ever(simcord_env: Env, how: str) -> None:
    await ask(simcord_env, how)
    (card,) = cards_sent(simcord_env)
    assert not is_draft(card)


@pytest.mark.parametrize(("status", "code"), [(404, 10_008), (403, 50_001), (500, 0)])
@pytest.mark.parametrize("how", ["slash", "mention"])
async def test_a_draft_that_cannot_be_shown_keeps_nobody_from_the_answer(
    simcord_env: Env, world: World, how: str, status: int, code: int
) -> None:
    world.engine.writes["open"] = slow
    method, path = ("PATCH", "/webhooks/*") if how == "slash" else ("POST", "/channels/*/messages")
    simcord_env.inject_error(method, path, status=status, code=code)
    embed, _ = await ask(simcord_env, how)
    assert embed.to_dict() == reply_cards(written(QUESTION), 1)[0].embed.to_dict()


@pytest.mark.parametrize("how", ["slash", "mention"])
async def test_a_draft_that_was_deleted_is_followed_by_the_answer(
    simcord_env: Env, world: World, how: str
) -> None:
    world.engine.writes["open"] = slow
    path = "/webhooks/*/messages/@original" if how == "slash" else "/channels/*/messages/*"
    simcord_env.inject_error("PATCH", path, status=404, code=10_008, times=None)
    _, channel = await ask(simcord_env, how)
    whole = reply_cards(written(QUESTION), 1)[0].embed.to_dict()
    assert channel.last_message.embeds[0].to_dict() == whole
    assert channel.last_message.components


async def test_an_error_while_it_is_written_takes_the_draft_away(
    simcord_env: Env, world: World
) -> None:
    def fail(on_statement: OnStatement) -> Reply:
        slow(on_statement)
        raise StoreError("The index cannot be read", "vouch index")

    world.engine.writes["open"] = fail
    channel, ann = channel_of(simcord_env), person(simcord_env)
    await ann.send(channel, f"{simcord_env.bot.user.mention} {QUESTION}")
    assert "Contact the bot's owner" in channel.last_message.content
    assert not channel.last_message.embeds


def test_a_draft_looks_like_the_card_that_it_becomes() -> None:
    draft, card = draft_embed(written("q")), reply_cards(written("q"), 7)[0].embed
    assert draft.footer.text == "…"
    assert draft.remove_footer().to_dict() == card.remove_footer().to_dict()
