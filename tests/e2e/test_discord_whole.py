"""The whole path of a desk on the loopback gateway, with the real engine and discord.py."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.loopback_discord import payloads
from tests.loopback_discord.server import TOKEN, Asked, Loopback, loopback
from vouch.assistant import Assistant
from vouch.settings import Settings
from vouch_bot.common.article_desk import ArticleDesk
from vouch_bot.common.corpus import Corpus
from vouch_bot.common.database import Database
from vouch_bot.discord.app import build_bot
from vouch_bot.discord.client import VouchClient
from vouch_bot.discord.digest import post_digests
from vouch_bot.discord.settings import DiscordSettings

ANN, BOSS, EVE = 11, 1, 13
SECONDS = 120.0  # a busy machine may need that long
pytestmark = pytest.mark.timeout(400)

ARTICLES = {
    "city/bridge.md": "---\ndate: 2025-08-24\n---\n# The bridge is open\n\n"
    "The new bridge over the Alva opened on 24 August 2025. Mayor Lena Hartmann cut the ribbon"
    " at noon. The bridge cost 41 million euros.\n",
    "sport/rowing.md": "---\ndate: 2025-05-02\n---\n# Rowing\n\n"
    "The rowing club of Lindow has 61 members. It trains on Mondays.\n",
}
RUN = (
    b"---\ndate: 2025-05-04\n---\n# Harbour Run\n\n"
    b"Mila Ostrander won the Harbour Run in 43 minutes. 212 people took part.\n"
)


@asynccontextmanager
async def desk(server: Loopback, folder: Path) -> AsyncIterator[VouchClient]:
    """The bot over two articles, connected to the loopback Discord of this process."""
    for name, text in ARTICLES.items():
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    settings = Settings(corpus_dir=folder / "corpus", data_dir=folder / "data")
    assistant = Assistant.from_settings(settings)
    corpus, database = Corpus(settings, assistant.embedder), Database(folder / "discord.sqlite3")
    await asyncio.to_thread(corpus.sync, lambda _: None)
    bot = build_bot(
        *(DiscordSettings(cooldown_seconds=0, message_content=True), assistant, corpus.sync),
        database,
        embed=lambda texts: assistant.embedder.embed_documents(list(texts)),
        articles=ArticleDesk(settings),
    )
    task = asyncio.create_task(bot.start(TOKEN))
    try:
        await server.until(lambda: bot.is_ready() or task.done(), SECONDS)
        yield bot
    finally:
        await bot.questions.close(5)
        await bot.close()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 10)
        database.close()


async def shown(asked: Asked) -> dict[str, Any]:
    await asyncio.wait_for(asked.done.wait(), SECONDS)
    return asked.shown


def told_in(server: Loopback, channel: int) -> list[dict[str, Any]]:
    return [message for message in server.told if message["channel_id"] == str(channel)]


async def test_a_desk_from_the_first_post_to_the_digest(tmp_path: Path) -> None:
    async with loopback() as server, desk(server, tmp_path) as bot:
        for name, options in (
            ("staff", {"role": payloads.STAFF_ROLE}),
            ("auto", {"action": "answer", "channel": payloads.FORUM, "most_wrong": 50}),
            ("articles", {"articles": "folder:sport"}),
            ("digest", {"channel": payloads.CHANNEL}),
        ):
            said = await shown(await server.command(BOSS, f"settings {name}", **options))
            assert said["content"].startswith("✅ Set."), said
        await post_digests(bot)  # the week begins

        # A post is answered in the post; one that the articles do not answer needs a person.
        open_ = await server.post(ANN, "Who cut the ribbon when the bridge opened?", "Thanks!")
        await server.until(lambda: told_in(server, open_), SECONDS)
        assert "Lena Hartmann" in told_in(server, open_)[0]["embeds"][0]["description"]
        assert server.posts[open_]["applied_tags"] == [str(payloads.TAGS["answered"])]
        title = "How much vinegar goes into borscht?"
        lost = await server.post(ANN, title, "I cannot find it.")
        needs = [str(payloads.TAGS["needs a person"])]
        await server.until(lambda: server.posts[lost]["applied_tags"] == needs, SECONDS)
        assert told_in(server, lost) == []

        # Staff answers it there, and marks the answer.
        answer = await server.say(
            EVE, "Two spoons.", channel=lost, roles=(payloads.STAFF_ROLE,), reply_to=lost
        )
        marked = await server.menu(EVE, "Mark as the answer", answer, payloads.STAFF_ROLE)
        assert "resolved" in (await shown(marked))["content"]
        assert [kept.resolution for kept in bot.store.refused()] == ["Two spoons."]

        # The channel is the sport desk's: it knows nothing of bridges, and asks a person.
        asked = await server.ask(ANN, "Who cut the ribbon when the bridge opened?")
        assert "Not in the articles" in (await shown(asked))["embeds"][0]["description"]
        number = bot.store.refused()[0].id
        call = await shown(await server.click(ANN, asked.message or 0, f"vouch:person:{number}"))
        assert f"<@&{payloads.STAFF_ROLE}>" in call["content"]

        # An article is added by attachment, and asked for at once.
        look = await server.command(BOSS, "articles add", file=("run.md", RUN))
        (preview,) = (await shown(look))["embeds"]
        assert preview["title"] == "Harbour Run"
        button = look.shown["components"][0]["components"][0]["custom_id"]
        added = await shown(await confirm(server, look, button))
        assert added["content"] == "✅ Added: sport/run.md."
        won = await shown(await server.ask(ANN, "Who won the Harbour Run?"))
        assert "Mila Ostrander" in won["embeds"][0]["description"]

        # A claim in a message is checked.
        claim = await server.say(ANN, "Mila Ostrander won the Harbour Run in 43 minutes.")
        checked = await shown(await server.menu(EVE, "Check this claim", claim))
        assert "✅" in checked["embeds"][0]["description"]

        # The week is summed up.
        guild = payloads.GUILD
        bot.store.set_fact(f"digest of {guild}", str(time.time() - 8 * 86_400))
        await post_digests(bot)
        digest = told_in(server, payloads.CHANNEL)[-1]["embeds"][0]
        assert digest["title"] == "The last 7 days"
        assert "**4 questions** of 1 person: 2 answered, 2 refused." in digest["description"]
        fields = {field["name"]: field["value"] for field in digest["fields"]}
        assert "borscht? · 1× ✅" in fields["Not in the articles"]
        assert "Harbour Run · 1" in fields["Articles that answered most"]
        assert server.unknown == []


async def confirm(server: Loopback, look: Asked, button: str) -> Asked:
    data = {"custom_id": button, "component_type": 2}
    more = {"message": server.messages[look.message or 0]}
    return await server._interact(3, BOSS, data, more, payloads.ALL_PERMISSIONS)
