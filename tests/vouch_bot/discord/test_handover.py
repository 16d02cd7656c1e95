"""Under a refusal a person can be asked, and what they answer is kept."""

from typing import Any

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import refusal
from tests.vouch_bot.discord.simulated import Env, channel_of, guild_of, manager, person
from vouch_bot.common.unanswered import find_gaps
from vouch_bot.discord.handover import KEPT, NO_CALL, NOT_STAFF


async def called(env: Env, world: World) -> tuple[Any, Any, Any]:
    """A member, somebody of the role that answers, and the call for them."""
    world.engine.script["Atlantis"] = lambda question: refusal(question)
    channel, ann = channel_of(env), person(env)
    role = guild_of(env).create_role("desk")
    eve = person(env, "eve", role)
    await manager(env).slash(channel, "settings staff", role=role)
    reply = (await ann.slash(channel, "ask", question="Where is Atlantis?")).response
    await ann.click(reply, label="Ask a person")
    call = channel.last_message
    assert call.content.startswith(f"🙋 <@&{role.id}>")
    assert "Where is Atlantis?" in call.content
    assert f"/{reply.message.id}" in call.content
    assert [mentioned.id for mentioned in call.role_mentions] == [role.id]
    again = await ann.click(reply, label="Ask a person")
    assert again.response.content == "A person has been asked already."
    return ann, eve, call


async def test_a_person_is_asked_and_what_they_answer_is_kept(
    simcord_env: Env, world: World
) -> None:
    ann, eve, call = await called(simcord_env, world)
    assert (await ann.click(call, label="Answer")).response.content == NOT_STAFF
    field = await eve.click(call, label="Answer")
    told = await eve.submit_modal(field, {"answer": "It is a *myth*."})
    assert r"It is a \*myth\*." in told.response.embeds[0].description
    assert world.store.refused()[0].resolution == "It is a *myth*."
    (gap,) = find_gaps(world.store.refused(), lambda texts: [[1.0] for _ in texts])
    assert gap.resolutions == ("It is a *myth*.",)


async def test_a_reply_to_the_call_is_marked_as_the_answer(simcord_env: Env, world: World) -> None:
    channel = channel_of(simcord_env)
    ann, eve, call = await called(simcord_env, world)
    said = await eve.send(channel, "It is a myth.", reply_to=call)
    other = await eve.send(channel, "Hello.")
    forbidden = await ann.context_menu(channel, "Mark as the answer", said)
    assert forbidden.response.content == NOT_STAFF
    unknown = await eve.context_menu(channel, "Mark as the answer", other)
    assert unknown.response.content == NO_CALL
    assert (await eve.context_menu(channel, "Mark as the answer", said)).response.content == KEPT
    assert world.store.refused()[0].resolution == "It is a myth."


async def test_answers_and_servers_without_a_role_have_no_such_button(
    simcord_env: Env, world: World
) -> None:
    world.engine.script["Atlantis"] = lambda question: refusal(question)
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="Where is Atlantis?")).response
    labels = [part.get("label") for row in reply.components for part in row["components"]]
    assert "Ask a person" not in labels
