"""Small talk, and the menus of a message: ask about it, check it as a claim."""

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.hostile import texts_of, within_limits
from tests.vouch_bot.discord.scripted import checked, quote
from tests.vouch_bot.discord.simulated import Env, channel_of, person
from vouch.types import Check, CheckedStatement, Citation, ClaimVerdict
from vouch_bot.discord.check_embed import CONTRADICTED, check_embed
from vouch_bot.discord.messages import NO_TEXT


async def test_small_talk_gets_a_line_and_is_no_turn_and_no_gap(
    simcord_env: Env, world: World
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    world.engine.talk["thanks!"] = "You are welcome."
    await ann.send(channel, f"{simcord_env.bot.user.mention} thanks!")
    said = channel.last_message
    assert said.content == "You are welcome."
    assert not said.embeds
    assert not said.components
    assert (await ann.slash(channel, "ask", question="thanks!")).response.content == said.content
    assert world.store.refused() == []
    assert world.store.kept(1) is None


async def test_small_talk_in_a_conversation_does_not_break_it(
    simcord_env: Env, world: World
) -> None:
    ann = person(simcord_env)
    world.engine.talk["thanks!"] = "You are welcome."
    for text in ("When did it open?", "thanks!", "And the ferries?"):
        await ann.send_dm(text)
    assert [turn.question for turn in world.engine.asked[-1][1]] == ["When did it open?"]


async def test_a_claim_is_checked_from_a_messages_menu(simcord_env: Env, world: World) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    claim = await bob.send(channel, "The bridge opened in May. It is blue.")
    told = await ann.context_menu(channel, "Check this claim", claim)
    assert told.ephemeral
    embed = told.response.embeds[0]
    assert world.engine.asked == [("The bridge opened in May. It is blue.", ())]
    assert embed.colour == CONTRADICTED
    assert "❌ **The articles contradict this.**" in embed.description
    assert r"❌ The bridge opened in May. \[1\]" in embed.description
    assert "❔ It is blue." in embed.description
    assert "The new bridge opened on 24 August 2025" in embed.fields[0].value
    assert world.store.kept(1) is None


async def test_a_message_is_asked_about_from_its_menu_and_followed_up(
    simcord_env: Env, world: World
) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    asked = await bob.send(channel, "When did the bridge open?")
    told = await ann.context_menu(channel, "Ask about this message", asked)
    assert told.ephemeral
    assert told.response.embeds[0].title == "When did the bridge open?"
    field = await ann.click(told.response, label="Follow up")
    await ann.submit_modal(field, {"question": "And who said so?"})
    assert [turn.question for turn in world.engine.asked[-1][1]] == ["When did the bridge open?"]
    await ann.send(channel, f"{simcord_env.bot.user.mention} when?")
    empty = await ann.context_menu(channel, "Check this claim", channel.last_message)
    assert empty.response.content == NO_TEXT


def test_a_long_claim_stays_within_a_card() -> None:
    statements = tuple(
        CheckedStatement(f"*Number {n}* " + "is long " * 60, ClaimVerdict.SUPPORTED, 0.9, (n,))
        for n in range(1, 30)
    )
    long = quote(text="word " * 200 + ".", article="word " * 200 + ".")
    citations = tuple(Citation(n, long) for n in range(1, 30))
    check = Check("c" * 4_000, ClaimVerdict.SUPPORTED, statements, citations)
    embed = check_embed(check)
    assert within_limits(embed)
    assert embed.footer.text == "The claim is longer than this card."
    assert all(r"\*Number" in text for text in texts_of(embed) if "Number" in text)
    assert check_embed(checked()).footer.text is None
