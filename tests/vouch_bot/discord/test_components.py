"""The buttons under a reply, clicked on a simulated Discord, also after a restart."""

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import Facts, Line, quote, refusal
from tests.vouch_bot.discord.simulated import Env, channel_of, person
from vouch_bot.discord.clicks import GONE

UP, DOWN = "vouch:vote:1:up", "vouch:vote:1:down"


async def test_passages_are_shown_to_the_one_who_asks_with_the_quote_marked(
    simcord_env: Env,
) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    reply = (await ann.slash(channel, "ask", question="When?")).response
    shown = await bob.click(reply, label="Show passages")
    assert shown.ephemeral
    text = shown.response.embeds[0].description
    assert "closed in March. **The new bridge opened on 24 August 2025, the mayor said.**" in text
    assert "Ferries run again." in text
    assert "news/bridge.md" in text


async def test_a_passage_of_an_article_that_changed_is_shown_alone(
    simcord_env: Env, world: World
) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    world.engine.text = "Quite another text."
    text = (await ann.click(reply, label="Show passages")).response.embeds[0].description
    assert "**The new bridge opened" in text
    assert "has changed since" in text
    assert "Ferries" not in text


async def test_the_nearest_passages_of_a_refusal_say_that_they_do_not_answer(
    simcord_env: Env, world: World
) -> None:
    ferries = "Ferries run again."
    world.engine.script["x"] = lambda question: refusal(question, quote(), quote(text=ferries))
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="x?")).response
    shown = (await ann.click(reply, label="Nearest passages")).response
    assert "does not answer it" in shown.embeds[0].description
    assert shown.embeds[0].footer.text == "passage 1 of 2"
    await ann.click(shown, label="▶")
    turned = channel.history(viewer=ann)[-1].embeds[0]
    assert turned.footer.text == "passage 2 of 2"
    assert f"**{ferries}**" in turned.description
    assert "does not answer it" in turned.description


async def test_links_lead_to_the_sources_and_show_their_hosts(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    links = [
        (part["label"], part["url"])
        for row in reply.components
        for part in row["components"]
        if part.get("url")
    ]
    assert links == [("[1] news.example", "https://news.example/bridge")]


async def test_votes_are_kept_changed_and_taken_back(simcord_env: Env, world: World) -> None:
    channel, ann, bob = channel_of(simcord_env), person(simcord_env), person(simcord_env, "bob")
    reply = (await ann.slash(channel, "ask", question="When?")).response
    assert (await ann.click(reply, custom_id=UP)).ephemeral
    await bob.click(reply, custom_id=UP)
    await bob.click(reply, custom_id=DOWN)
    kept = world.store.voted()[0]
    assert (kept.up, kept.down) == (1, 1)
    await bob.click(reply, custom_id=DOWN)
    kept = world.store.voted()[0]
    assert (kept.up, kept.down) == (1, 0)
    assert kept.asked.question == "When?"
    assert kept.trace == {"decision": {"threshold": 0.5}}


async def test_buttons_work_after_a_restart(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    await simcord_env.restart_bot(world.bot())
    await ann.click(reply, custom_id=UP)
    assert world.store.voted()[0].up == 1
    shown = await ann.click(reply, label="Show passages")
    assert "**The new bridge opened" in shown.response.embeds[0].description


async def test_commands_are_told_to_discord_only_when_they_change(
    simcord_env: Env, world: World
) -> None:
    def told() -> int:
        return sum(request.path.endswith("/commands") for request in simcord_env.http_requests)

    assert told() == 1
    await simcord_env.restart_bot(world.bot())
    assert told() == 1


async def test_a_reply_that_was_dropped_is_said_to_be_gone(simcord_env: Env, world: World) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    reply = (await ann.slash(channel, "ask", question="When?")).response
    world.now += 400 * 86_400
    assert world.store.drop_before(365) == 1
    for button in ({"custom_id": UP}, {"label": "Show passages"}):
        assert (await ann.click(reply, **button)).response.content == GONE


async def test_sources_are_filtered_and_paged(simcord_env: Env, world: World) -> None:
    world.engine.articles = [Line(f"{n}.md", f"Bridge {n}", "2025-08-24") for n in range(25)]
    world.engine.articles.append(Line("z.md", "A *ferry*", url="https://ferry.example/a"))
    channel, ann = channel_of(simcord_env), person(simcord_env)
    shown = (await ann.slash(channel, "sources", filter="BRIDGE")).response
    seen = [shown.embeds[0]]
    for _ in range(2):
        await ann.click(shown, label="▶")
        seen.append(channel.history(viewer=ann)[-1].embeds[0])
    assert [embed.footer.text for embed in seen] == [f"page {n} of 3" for n in (1, 2, 3)]
    told = "\n".join(embed.description for embed in seen)
    assert all(f"**Bridge {n}** · 24 August 2025" in told for n in range(25))
    found = (await ann.slash(channel, "sources", filter="ferry")).response.embeds[0]
    assert found.description == r"• **A \*ferry\*** · no date · <https://ferry.example/a>"
    none = (await ann.slash(channel, "sources", filter="nothing such")).response.embeds[0]
    assert none.description == "No article matches."


async def test_about_tells_of_articles_models_and_the_last_sync(simcord_env: Env) -> None:
    channel, ann = channel_of(simcord_env), person(simcord_env)
    embed = (await ann.slash(channel, "about")).response.embeds[0]
    told = {field.name: field.value for field in embed.fields}
    assert told["Articles"] == "2"
    assert told["Passages"] == "7"
    assert told["Last read"] == "<t:1767225600:R>"
    assert told["Finds with"] == "all-MiniLM-L6-v2"
    assert told["Answers"] == "They are quotes from the articles, word for word."


async def test_about_names_the_chat_model(simcord_env: Env, world: World) -> None:
    world.engine.facts = Facts(chat_model="ollama:llama")
    channel, ann = channel_of(simcord_env), person(simcord_env)
    embed = (await ann.slash(channel, "about")).response.embeds[0]
    told = {field.name: field.value for field in embed.fields}
    assert told["Answers"].startswith("ollama:llama writes them; each statement is checked")
