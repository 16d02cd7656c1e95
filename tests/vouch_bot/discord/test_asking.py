"""Questions on a simulated Discord: every way to ask, and what becomes of each."""

import logging

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import OTHER, answer, quote, refusal
from tests.vouch_bot.discord.simulated import Env, channel_of, embed_of, person
from vouch.errors import StoreError
from vouch.types import Reply
from vouch_bot.common import question_service
from vouch_bot.common.policy import Rules
from vouch_bot.discord.messages import HOW_TO_ASK


async def test_ask_is_deferred_and_then_edited(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    result = await ann.slash(channel, "ask", question="When did the bridge open?")
    callback, edit = simcord_env.http_requests[-2:]
    assert callback.json == {"type": 5}
    assert edit.method == "PATCH"
    assert not result.ephemeral
    assert result.response.content == ""
    embed = result.response.embeds[0]
    assert embed.title == "When did the bridge open?"
    assert "**The new bridge** opened on 24 August 2025" in embed.description
    assert embed.fields[0].name == r"\[1\] The bridge is open"
    assert embed.fields[0].value == "24 August 2025 · Jo Doe · line 1"


async def test_ask_in_private_is_seen_by_the_asker_alone(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    result = await ann.slash(channel, "ask", question="When?", private=True)
    assert result.ephemeral
    assert channel.history(viewer=person(simcord_env, "bob")) == []


async def test_a_mention_is_answered_by_a_reply(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    asked = await ann.send(channel, f"{simcord_env.bot.user.mention} when did it open?")
    assert channel.last_message.reference.message_id == asked.id
    assert embed_of(channel).title == "when did it open?"
    assert world.engine.asked == [("when did it open?", ())]


async def test_a_reply_to_an_answer_follows_it(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    me = simcord_env.bot.user.mention
    await ann.send(channel, f"{me} when did it open?")
    first = channel.last_message
    await ann.send(channel, f"{me} something else")
    await ann.send(channel, f"{me} and who said so?", reply_to=first)
    question, history = world.engine.asked[-1]
    assert question == "and who said so?"
    assert [turn.question for turn in history] == ["when did it open?"]


async def test_direct_messages_are_one_conversation(simcord_env: Env, world: World) -> None:
    ann = person(simcord_env)
    await ann.send_dm("When did it open?")
    await ann.send_dm("And the ferries?")
    assert [question for question, _ in world.engine.asked] == [
        "When did it open?",
        "And the ferries?",
    ]
    assert [turn.question for turn in world.engine.asked[1][1]] == ["When did it open?"]


async def test_other_messages_are_let_pass(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    robot = simcord_env.guild.add_member(simcord_env.create_user("robot", bot=True))
    me = simcord_env.bot.user.mention
    await ann.send(channel, "When did it open?")
    await ann.send(channel, "@everyone when did it open?")
    await robot.send(channel, f"{me} when did it open?")
    assert world.engine.asked == []
    assert len(channel.history()) == 3


async def test_a_bare_mention_is_told_how_to_ask(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    await ann.send(channel, simcord_env.bot.user.mention)
    assert channel.last_message.content == HOW_TO_ASK


async def test_a_slow_model_makes_no_late_acknowledgement(simcord_env: Env, world: World) -> None:
    """Were the reply the acknowledgement, Discord would no longer know the interaction (10062)."""
    world.engine.before = lambda: simcord_env.backend.clock.advance(10)
    channel, ann = channel_of(simcord_env), person(simcord_env)
    result = await ann.slash(channel, "ask", question="When?")
    assert result.response.embeds
    assert simcord_env.now().second == 10


async def test_a_refusal_looks_different_and_cites_nothing(simcord_env: Env, world: World) -> None:
    world.engine.script["Atlantis"] = lambda question: refusal(question, quote())
    channel, ann = channel_of(simcord_env), person(simcord_env)
    refused = (await ann.slash(channel, "ask", question="Where is Atlantis?")).response
    answered = (await ann.slash(channel, "ask", question="When?")).response
    embed = refused.embeds[0]
    assert embed.colour != answered.embeds[0].colour
    assert "No article mentions Atlantis." in embed.description
    assert not embed.fields
    assert "bridge" not in embed.description
    labels = [part.get("label") for row in refused.components for part in row["components"]]
    assert "Nearest passages" in labels
    assert "Show passages" not in labels


async def test_a_cooldown_is_per_person(simcord_env: Env, world: World) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    world.store.set_rules(simcord_env.guild.id, Rules(cooldown=30))
    await ann.slash(channel, "ask", question="one")
    again = await ann.slash(channel, "ask", question="two")
    assert again.ephemeral
    assert again.response.content == "You can ask again in 30 s."
    assert (await bob.slash(channel, "ask", question="three")).response.embeds
    world.clock += 31
    assert (await ann.slash(channel, "ask", question="four")).response.embeds


async def test_too_long_a_question_is_declined(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    await ann.send(channel, simcord_env.bot.user.mention + " why" * 400)
    assert channel.last_message.content == question_service.TOO_LONG
    assert world.engine.asked == []


async def test_an_error_is_told_in_a_sentence_and_logged_in_full(
    simcord_env: Env, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(question: str) -> Reply:
        raise ZeroDivisionError("the innermost reason")

    world.engine.script["break"] = fail
    channel, ann = channel_of(simcord_env), person(simcord_env)
    with caplog.at_level(logging.ERROR):
        said = (await ann.slash(channel, "ask", question="break")).response.content
    assert said.startswith("Something went wrong. Contact")
    assert "innermost" not in said
    mark = said.split("error ")[1].rstrip(").")
    logged = next(record for record in caplog.records if mark in record.getMessage())
    assert logged.exc_info is not None
    assert "innermost" in str(logged.exc_info[1])


async def test_an_error_of_the_index_names_no_path(simcord_env: Env, world: World) -> None:
    def fail(question: str) -> Reply:
        raise StoreError("There is no index", "vouch index")

    world.engine.script["break"] = fail
    channel, ann = channel_of(simcord_env), person(simcord_env)
    await ann.send(channel, f"{simcord_env.bot.user.mention} break")
    # What the log says of it may hold paths and addresses.
    assert "There is no index" not in channel.last_message.content
    assert "Contact the bot's owner (error" in channel.last_message.content


async def test_missing_permissions_are_named(simcord_env: Env) -> None:
    guild = simcord_env.create_guild()
    ann = person(simcord_env)
    deny = discord.PermissionOverwrite(embed_links=False)
    channel = guild.create_text_channel("plain", overwrites={guild.default_role: deny})
    await ann.send(channel, f"{simcord_env.bot.user.mention} when?")
    assert "**Embed Links**" in channel.last_message.content


async def test_where_the_bot_may_not_write_the_asker_is_told(simcord_env: Env) -> None:
    guild = simcord_env.create_guild()
    ann = person(simcord_env)
    overwrites = {
        guild.default_role: discord.PermissionOverwrite(send_messages=False),
        ann: discord.PermissionOverwrite(send_messages=True),
    }
    channel = guild.create_text_channel("quiet", overwrites=overwrites)
    await ann.send(channel, f"{simcord_env.bot.user.mention} when?")
    assert "**Send Messages**" in ann.user.dm_channel.last_message.content


@pytest.mark.parametrize("place", ["slash", "mention"])
async def test_allowed_channels_and_roles_are_kept_to(
    simcord_env: Env, world: World, place: str
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    elsewhere = simcord_env.guild.create_text_channel("ask-here")
    world.store.set_rules(simcord_env.guild.id, Rules(channels=frozenset({elsewhere.id})))
    if place == "slash":
        said = (await ann.slash(channel, "ask", question="When?")).response.content
    else:
        await ann.send(channel, f"{simcord_env.bot.user.mention} when?")
        said = channel.last_message.content
    assert said == f"Questions are not answered in this channel. Ask in <#{elsewhere.id}>."
    assert (await ann.slash(elsewhere, "ask", question="When?")).response.embeds


async def test_an_answer_that_is_too_long_for_a_card_is_paged(
    simcord_env: Env, world: World
) -> None:
    text = " ".join(f"This is sentence number {number} of a long report." for number in range(250))
    world.engine.script["long"] = lambda question: answer(question, quote(text=text, article=text))
    channel, ann = channel_of(simcord_env), person(simcord_env)
    shown = (await ann.slash(channel, "ask", question="a long one")).response
    seen = [shown.embeds[0].description]
    pages = int(shown.embeds[0].footer.text.split(" of ")[1])
    assert pages > 1
    for _ in range(pages - 1):
        shown = (await ann.click(shown, label="▶")).response or shown
        seen.append(channel.last_message.embeds[0].description)
    told = " ".join(seen)
    assert all(f"number {number} of" in told for number in range(250))
    assert seen[0].rstrip().endswith("report.")


async def test_a_disagreement_is_shown_as_one(simcord_env: Env, world: World) -> None:
    late = "The bridge opens in autumn, says the council."
    world.engine.script["open"] = lambda question: answer(
        question,
        quote(),
        quote(OTHER, late, late),
        note="The articles disagree on when the bridge opened.",
    )
    channel, ann = channel_of(simcord_env), person(simcord_env)
    embed = (await ann.slash(channel, "ask", question="When did it open?")).response.embeds[0]
    assert "The articles disagree on when the bridge opened." in embed.description
    assert "According to *The bridge is open* (24 August 2025):" in embed.description
    assert "According to *Bridge delayed* (July 2025):" in embed.description
    assert len(embed.fields) == 2
