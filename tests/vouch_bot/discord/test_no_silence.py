"""Whatever is said to the bot is answered, in every place, and nobody drowns the others out."""

from typing import Any

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, person
from vouch_bot.discord.messages import CANNOT_READ, HOW_TO_ASK


def buttons(message: Any) -> list[str]:
    return [part.label or part.emoji.name for row in message.components for part in row.children]


async def test_people_roles_and_channels_in_a_question_are_named(
    simcord_env: Env, world: World
) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    role = guild_of(simcord_env).create_role("mayors")
    me = simcord_env.bot.user.mention
    mentions = f"{bob.mention} and <@&{role.id}> in <#{channel.id}>"
    await ann.send(channel, f"{me} what of {mentions}?")
    await ann.slash(channel, "ask", question=f"what of {mentions}?")
    said = [question for question, _ in world.engine.asked]
    assert said == ["what of bob and mayors in general?"] * 2


async def test_a_follow_up_needs_neither_a_mention_nor_an_intent(
    simcord_env: Env, world: World
) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    for private in (False, True):
        reply = (await ann.slash(channel, "ask", question="When?", private=private)).response
        field = await ann.click(reply, label="Follow up")
        told = await ann.submit_modal(field, {"question": "And who said so?"})
        assert told.response.embeds
        assert told.ephemeral is private
        question, history = world.engine.asked[-1]
        assert question == "And who said so?"
        assert [turn.question for turn in history] == ["When?"]
    assert len(channel.history(viewer=bob)) == 2


async def test_a_forum_post_is_a_conversation_for_those_who_mention_the_bot(
    simcord_env: Env, world: World
) -> None:
    guild, ann = guild_of(simcord_env), person(simcord_env)
    forum = guild.create_forum_channel("help")
    await simcord_env.bot.get_channel(forum.id).create_thread(name="Bridge", content="Closed?")
    post = forum.threads[0]
    me = simcord_env.bot.user.mention
    await ann.send(post, f"{me} when did it open?")
    await ann.send(post, "thank you, all")
    await ann.send(post, f"{me} and who said so?")
    assert [question for question, _ in world.engine.asked] == [
        "when did it open?",
        "and who said so?",
    ]
    assert [turn.question for turn in world.engine.asked[1][1]] == ["when did it open?"]


async def test_a_new_topic_begins_anew_in_direct_messages(simcord_env: Env, world: World) -> None:
    ann = person(simcord_env)
    await ann.send_dm("When did it open?")
    await ann.user.click(ann.user.dm_channel.last_message, label="New topic")
    await ann.send_dm("And the ferries?")
    assert [past for _, past in world.engine.asked] == [(), ()]


async def test_a_forwarded_message_is_read(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    said = await ann.send(channel, "When did the bridge open?")
    await ann.send_dm("hello there")
    await ann.forward(said, ann.user.dm_channel)
    assert world.engine.asked[-1][0] == "When did the bridge open?"


async def test_each_person_in_a_thread_is_told_once_what_cannot_be_read(
    simcord_env: Env,
) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    reply = (await ann.slash(channel, "ask", question="When?")).response
    await ann.click(reply, label="Continue in a thread")
    thread = channel.threads[0]
    for someone in (ann, bob, ann, bob):
        await someone.send(thread, "and why?")
    assert [message.content for message in thread.history()].count(CANNOT_READ) == 2


class TestWithMessageContent:
    @pytest.fixture
    def simcord_bot(self, world: World) -> discord.Client:
        return world.bot(message_content=True)

    async def test_a_sticker_alone_brings_no_advice_on_a_setting_that_is_on(
        self, simcord_env: Env
    ) -> None:
        channel, ann = channel_of(simcord_env), person(simcord_env)
        await ann.send(channel, simcord_env.bot.user.mention)
        assert channel.last_message.content == HOW_TO_ASK


async def test_only_the_asker_or_a_moderator_deletes_an_answer(simcord_env: Env) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    reply = (await ann.slash(channel, "ask", question="When?")).response
    told = await bob.click(reply, custom_id="vouch:delete:1")
    assert "Only the member who asked" in told.response.content
    assert channel.history()
    await ann.click(reply, custom_id="vouch:delete:1")
    assert channel.history() == []


async def test_an_edited_question_offers_to_be_asked_again(simcord_env: Env, world: World) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    me = simcord_env.bot.user.mention
    asked = await ann.send(channel, f"{me} when did it close?")
    assert "Ask again" not in buttons(channel.last_message)
    await ann.edit(asked, f"{me} when did it open?")
    assert "Ask again" in buttons(channel.last_message)
    answer = channel.last_message
    assert "Only" in (await bob.click(answer, label="Ask again")).response.content
    await ann.click(answer, label="Ask again")
    assert [question for question, _ in world.engine.asked] == [
        "when did it close?",
        "when did it open?",
    ]


async def test_who_asks_again_and_again_gets_one_message_and_a_few_reactions(
    simcord_env: Env, world: World
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    world.cooldown = 60
    await simcord_env.restart_bot(world.bot())
    for number in range(20):
        await ann.send(channel, f"{simcord_env.bot.user.mention} when, {number}?")
    said = [message for message in channel.history() if message.author.id != ann.id]
    assert [bool(message.embeds) for message in said] == [True, False]
    assert said[1].content.startswith("You can ask again in")
    reacted = [message for message in channel.history() if message.reactions]
    assert len(reacted) == 5


async def test_the_data_of_a_server_that_left_is_dropped_after_its_time(world: World) -> None:
    from tests.vouch_bot.discord.scripted import answer
    from vouch_bot.common.store import Asked

    world.bot()
    for guild in (1, 2):
        world.store.keep(Asked("When?", 7, 8, guild), answer("When?"))
    world.store.note_servers([1])
    assert world.store.drop_left(30) == 0
    world.now += 31 * 86_400
    assert world.store.drop_left(30) == 1
    assert [world.store.kept(number) is None for number in (1, 2)] == [False, True]
