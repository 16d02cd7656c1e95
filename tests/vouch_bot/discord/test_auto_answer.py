"""Questions answered without a mention: only sure ones, and never over staff's head."""

from typing import Any

import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import refusal
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, manager, person
from vouch_bot.discord import auto_answer
from vouch_bot.discord.client import VouchClient
from vouch_bot.discord.handover import KEPT
from vouch_bot.discord.messages import is_question, post_question


@pytest.fixture
def simcord_bot(world: World) -> VouchClient:
    return world.bot(message_content=True)


async def opened(env: Env, **settings: Any) -> tuple[Any, Any]:
    """A channel in which questions are answered without a mention, and a member."""
    channel = channel_of(env)
    boss = manager(env)
    set_ = await boss.slash(channel, "settings auto", action="answer", channel=channel, **settings)
    assert f"**Answers without a mention:** <#{channel.id}>" in set_.response.content
    return channel, person(env)


async def test_a_sure_answer_comes_unasked(simcord_env: Env, world: World) -> None:
    channel, ann = await opened(simcord_env)
    await ann.send(channel, "When did the bridge open?")
    assert channel.last_message.embeds[0].title == "When did the bridge open?"
    assert channel.last_message.author.bot
    assert world.questions._cooldowns._free_at == {}


async def test_what_is_not_sure_or_not_in_the_articles_is_met_with_silence(
    simcord_env: Env, world: World
) -> None:
    channel, ann = await opened(simcord_env, most_wrong=10)
    world.engine.script["Atlantis"] = lambda question: refusal(question)
    world.engine.talk["how are you?"] = "Fine."
    await ann.send(channel, "Where is Atlantis?")
    await ann.send(channel, "how are you?")
    world.engine.risk = 0.2
    await ann.send(channel, "When did the bridge open?")
    assert [message.author.bot for message in channel.history(viewer=ann)] == [False] * 3
    assert world.store.refused() == []
    assert world.store.since(0, guild_of(simcord_env).id) == []


async def test_messages_for_others_and_statements_are_let_pass(
    simcord_env: Env, world: World
) -> None:
    channel, ann = await opened(simcord_env)
    bob = person(simcord_env, "bob")
    said = await bob.send(channel, "The bridge is open, I hear.")
    await ann.send(channel, "Since when is it open?", reply_to=said)
    await ann.send(channel, f"{bob.mention} since when is it open?")
    other = guild_of(simcord_env).create_text_channel("other")
    await ann.send(other, "When did the bridge open?")
    assert world.engine.asked == []


async def test_staff_who_answers_first_is_left_the_word(simcord_env: Env, world: World) -> None:
    channel, ann = await opened(simcord_env)
    role = guild_of(simcord_env).create_role("desk")
    eve = person(simcord_env, "eve", role)
    await manager(simcord_env).slash(channel, "settings staff", role=role)
    await eve.send(channel, "When did the bridge open?")
    assert world.engine.asked == []  # staff does not ask the bot in passing
    notes = simcord_env.bot.staff_messages
    world.engine.before = lambda: notes.note(channel.id, 1 << 62)
    await ann.send(channel, "When did the bridge open?")
    assert not channel.last_message.author.bot
    assert len(world.engine.asked) == 1


async def test_a_thread_that_staff_has_answered_in_is_staffs(
    simcord_env: Env, world: World
) -> None:
    channel, ann = await opened(simcord_env)
    role = guild_of(simcord_env).create_role("desk")
    eve = person(simcord_env, "eve", role)
    await manager(simcord_env).slash(channel, "settings staff", role=role)
    forum = guild_of(simcord_env).create_forum_channel("help")
    boss = manager(simcord_env)
    await boss.slash(channel, "settings auto", action="answer", channel=forum)
    await simcord_env.bot.get_channel(forum.id).create_thread(name="Bridge", content="Closed?")
    post = forum.threads[0]
    await ann.send(post, "When did it open?")
    assert post.last_message.author.bot
    await eve.send(post, "On Sunday.")
    await simcord_env.restart_bot(world.bot(message_content=True))
    await ann.send(post, "At what time did it open?")
    assert not post.last_message.author.bot


async def test_a_post_is_tagged_and_what_staff_says_in_it_is_its_answer(
    simcord_env: Env, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.engine.script["Atlantis"] = lambda question: refusal(question)
    guild, channel = guild_of(simcord_env), channel_of(simcord_env)
    role = guild.create_role("desk")
    ann, eve = person(simcord_env), person(simcord_env, "eve", role)
    boss, forum = manager(simcord_env), guild.create_forum_channel("help")
    await boss.slash(channel, "settings staff", role=role)
    await boss.slash(channel, "settings auto", action="answer", channel=forum)
    cached = simcord_env.bot.get_channel(forum.id)
    for name in ("Answered", "Needs a person"):
        await cached.create_tag(name=name)
    await cached.create_thread(name="Where is Atlantis?", content="I cannot find it.")
    post = forum.threads[0]
    # The first message of a member's post has the post's id; simcord lets only bots make posts.
    monkeypatch.setattr(auto_answer, "_starts_post", lambda message: message.author.id == ann.id)
    await ann.send(post, "I cannot find it on any map.")
    assert [question for question, _ in world.engine.asked] == ["Where is Atlantis?"]
    assert not post.last_message.author.bot

    def tags() -> list[str]:
        return [tag.name for tag in simcord_env.bot.get_channel(post.id).applied_tags]

    assert tags() == ["Needs a person"]
    asked = post.history(viewer=ann)[-1]
    said = await eve.send(post, "It is a myth.", reply_to=asked)
    told = await eve.context_menu(post, "Mark as the answer", said)
    assert told.response.content == KEPT
    assert world.store.refused()[0].resolution == "It is a myth."
    assert tags() == ["Answered"]


@pytest.mark.parametrize(
    ("title", "text", "asked"),
    [
        ("When does it open?", "Thanks in advance.", "When does it open?"),
        ("Bridge", "Hello all. When does it open? Thank you.", "Bridge: When does it open?"),
        ("Opening of the bridge", "I need the date.", "Opening of the bridge: I need the date."),
        ("Bridge", "", "Bridge"),
    ],
)
def test_a_post_asks_its_title_or_the_questions_of_its_text(
    title: str, text: str, asked: str
) -> None:
    assert post_question(title, text) == asked


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("when does the ferry leave", True),
        ("Wann fährt die Fähre?", True),
        ("the ferry, when does it leave?", True),
        ("The ferry leaves at nine.", False),
        ("lol", False),
        ("??", False),
        ("https://a.example/?q=1 is nice", False),
    ],
)
def test_questions_are_told_from_other_messages(text: str, asks: bool) -> None:
    assert is_question(text) is asks
